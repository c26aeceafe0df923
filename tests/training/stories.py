"""Invented stories that the second reader learns from: parsing and checking.

A story file is UTF-8 text. Facts come first, one a line as `F3 what it says`; then articles, each opened by
`== OUTLET | when`. Every further line is a passage: the facts that are its main content, those that it also carries
after a `+`, a bar, and its words:

    F3 F4 + F1 | The minister, who took office in May, said that the port would open on Monday.

`- | text` marks a passage whose content no other article carries.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "stories"
HELD_OUT = Path(__file__).parent / "held_out"  # nothing learns from these
FACT = re.compile(r"(F\d+)\s+(\S.*)")
PASSAGE = re.compile(r"(?P<main>-|F\d+(?:\s+F\d+)*)\s*(?:\+\s*(?P<also>F\d+(?:\s+F\d+)*))?\s*\|\s*(?P<text>\S.*)")
ARTICLE = re.compile(r"==\s*(?P<outlet>[^|]+?)\s*\|\s*(?P<when>.+)")


@dataclass(frozen=True)
class Line:
    """A passage: its words, the facts that are its main content, and those that it also carries."""

    text: str
    main: frozenset[str]
    also: frozenset[str]

    @property
    def facts(self) -> frozenset[str]:
        return self.main | self.also


@dataclass(frozen=True)
class Article:
    outlet: str
    when: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Story:
    name: str
    facts: dict[str, str]
    articles: tuple[Article, ...]


def stories(folder: Path = FOLDER) -> list[Story]:
    """All stories of a folder, by name. Raises ValueError with file and line for what cannot be read."""
    return [parse(path) for path in sorted(folder.glob("*.txt"))]


def parse(path: Path) -> Story:
    """The story of a file. Raises ValueError with file and line for what cannot be read."""
    facts: dict[str, str] = {}
    articles: list[tuple[str, str, list[Line]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        if head := ARTICLE.fullmatch(line.strip()):
            articles.append((head["outlet"], head["when"], []))
        elif articles and (found := PASSAGE.fullmatch(line.strip())):
            main = frozenset() if found["main"] == "-" else frozenset(found["main"].split())
            also = frozenset((found["also"] or "").split())
            if unknown := (main | also) - facts.keys():
                raise ValueError(f"{path.name}:{number}: unknown fact {', '.join(sorted(unknown))}")
            articles[-1][2].append(Line(found["text"].strip(), main, also - main))
        elif not articles and (fact := FACT.fullmatch(line.strip())):
            facts[fact[1]] = fact[2]
        else:
            raise ValueError(f"{path.name}:{number}: neither a fact, an article's head nor a passage: {line[:60]!r}")
    return Story(path.stem, facts, tuple(Article(outlet, when, tuple(lines)) for outlet, when, lines in articles))


def main() -> None:
    """Prints, for each file named (or all), what it holds."""
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(FOLDER.glob("*.txt")):
        story = parse(path)
        counts = [len(article.lines) for article in story.articles]
        pairs = [
            (a, b)
            for i, first in enumerate(story.articles)
            for second in story.articles[i + 1 :]
            for a in first.lines
            for b in second.lines
        ]
        same = sum(bool(a.main & b.main) for a, b in pairs)
        shared = sum(bool(a.facts & b.facts) for a, b in pairs) - same
        alone = sum(not line.facts for article in story.articles for line in article.lines)
        used = {
            fact: sum(fact in {f for line in a.lines for f in line.facts} for a in story.articles)
            for fact in story.facts
        }
        single = sorted(fact for fact, n in used.items() if n < 2)
        sys.stdout.write(
            f"{path.name}: passages {counts}, {len(story.facts)} facts, same {same}, shared {shared}, alone {alone}"
            + (f"; in fewer than two articles: {' '.join(single)}" if single else "")
            + "\n"
        )


if __name__ == "__main__":
    main()
