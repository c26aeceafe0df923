"""Invented articles for the engine's tests."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import coverage_app
from coverage_app.engine.documents import Document
from coverage_app.engine.normalising import words
from coverage_app.engine.reading import read

HARBOUR = """Harbour of Velmar closed after crane collapse

A crane collapsed in the harbour of Velmar on Tuesday and blocked both quays, the port authority said.

Two dockers were injured and taken to the hospital of Saint Orla, where one remains in serious condition.

"We will not reopen the quays before every bolt has been checked," harbour master Ilsa Brandt told reporters.

The crane was built in 1974 by the Torvald works, which went bankrupt eleven years later.
"""

HERALD = """Crane falls in Velmar, two hurt

VELMAR (Nordpress) — Both quays of Velmar's harbour were blocked on Tuesday when a crane collapsed, \
according to the port authority.

"We will not reopen the quays before every bolt has been checked," said Ilsa Brandt, the harbour master.

Two dockers were hurt; one is in a serious condition in Saint Orla hospital.

Ferries to the island of Hest will leave from Kalby until further notice, the shipping line Marnet said.
"""

COURIER = """Unions demand inquiry into Velmar accident

The dockers' union demanded an independent inquiry on Wednesday into the collapse of a crane in the harbour of \
Velmar that injured two of its members.

"Nobody listened when we warned of rust in March," said union leader Pavel Roos.

Harbour master Ilsa Brandt has said that the quays would not reopen before every bolt had been checked.
"""


def document(text: str, name: str = "herald.txt") -> Document:
    return read(text.encode(), name)


def report(text: str, name: str = "herald.txt", language: str | None = "en", aside: str = "") -> Document:
    """A text whose passages are all report, whatever they look like, but for the one that is `aside`: for tests that
    are not about what is furniture."""
    article = document(text, name)
    passages = tuple(
        replace(p, kind="furniture" if p.text == aside else "body" if p.kind == "furniture" else p.kind)
        for p in article.passages
    )
    return replace(article, passages=passages, language=language)


def harbour_story() -> list[Document]:
    return [document(HARBOUR, "gazette.txt"), document(HERALD, "herald.txt"), document(COURIER, "courier.txt")]


DEMO = Path(coverage_app.__file__).parent / "demo"


def demo_story() -> list[Document]:
    return [read(path.read_bytes(), path.name) for path in sorted(DEMO.iterdir()) if path.suffix in (".txt", ".html")]


def real_stories(shared: Path) -> Iterator[list[Document]]:
    """The demo story, and the events of the corpus that are found in the shared folder."""
    yield demo_story()
    for folder in sorted(path for path in (shared / "corpus").iterdir() if path.is_dir()):
        documents = [read(path.read_bytes(), path.name) for path in sorted(folder.glob("*.txt"))]
        if len(documents) > 1:
            yield documents


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, without its marks."""
    return [word.norm for word in words(text) if word.is_word]


LANGUAGES = Path(__file__).parent / "languages"


def story_in(language: str) -> tuple[list[Document], dict[str, str]]:
    """The invented story of three outlets in a language, and of every passage, by its text, the facts that it reports.

    In the file an outlet's name stands behind "#"; a line is a passage behind the letters of its facts ("-" for none
    that another outlet has), and an empty line parts two paragraphs.
    """
    documents: list[Document] = []
    facts: dict[str, str] = {}
    space = "" if language in ("zh", "ja") else " "
    for article in (LANGUAGES / f"{language}.txt").read_text(encoding="utf-8").split("# ")[1:]:
        outlet, _, body = article.partition("\n")
        paragraphs = [[line.partition(" | ") for line in block.splitlines()] for block in body.strip().split("\n\n")]
        facts |= {sentence: told.strip("-") for block in paragraphs for told, _, sentence in block}
        text = "\n\n".join(space.join(sentence for _, _, sentence in block) for block in paragraphs)
        documents.append(read(text.encode(), f"{len(documents) + 1}.txt", outlet=outlet))
    return documents, facts
