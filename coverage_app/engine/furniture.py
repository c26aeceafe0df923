"""Tells report from furniture: what kind each passage of an article is.

Markup decides where there is some; else the wording of a line (boilerplate.py), its likeness to the rest of the article
(a teaser is about something else, a pull quote stands in the text again), and where it stands.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from .boilerplate import heads_teasers, is_boilerplate, is_caption, is_teaser
from .documents import PassageKind
from .languages import language_of
from .moments import is_moment
from .normalising import Word, words
from .pages import Hint
from .passages import Span
from .profiles import stem
from .wordlists import AUXILIARIES, COMMON_VERBS, ENGLISH, FUNCTION_WORDS

HEADLINE_WORDS = 25  # longest headline; a longer first line is the report's first sentence
STANDFIRST_WORDS = 40  # longest standfirst
REPEATED_WORDS = 8  # shortest passage that counts as a repetition: shorter ones recur by chance ("he said")
TEASER_WORDS = 5  # shortest headline of another story; a shorter line is a cross-heading
ON_TOPIC = 0.5  # share of a line's telling words that the article must use elsewhere for it to be about the same
CAPTION_WORDS = 40  # longest first sentence of a caption
CAPTION_SENTENCES = 3  # most sentences of a caption

# What markup has decided; the rules for plain text leave it alone.
_STATED = ("headline", "standfirst", "heading", "report")
_DATELINE = re.compile(
    r"(?:[^\s()][^()]{0,60})?\(?[A-Z][A-Za-z .]{1,30}\)?\s?[–—-]{1,2}\s"  # CITY (Agency) — and (Agency) —
)
_END = re.compile(r"[.!?…。！？؟:;][\"'”’»)\]]{0,3}$")
# A name, other than the first word, followed by what may be a verb in the present: "The ministry blames".
# (The first word is left out, since "Steel pipes" looks the same.)
_ACTS = re.compile(r"(?:(?<=\s)[A-Z][\w.]*|[Hh]e|[Ss]he|[Ii]t|[Ww]ho|[Tt]hat)\s[a-z]{2,20}[^s\W]s\b")
_PLACE = re.compile(
    r"\b(?:at|in|during|outside|inside|near|on|after|before|with|beside|aboard|across)\b", re.IGNORECASE
)


def kinds(text: str, spans: Sequence[Span], hints: Sequence[Hint | None] = ()) -> list[PassageKind]:
    """The kind of each passage; `hints[n]` is what the markup says of paragraph n, when the text comes from a page."""
    article = _Article(text, spans, hints)
    furniture = {
        n
        for n, line in enumerate(article.lines)
        if article.hint(n) == "furniture" or is_boilerplate(line) or is_moment(line)
    }
    opening = _opening(article, furniture)
    furniture |= _captions(article, furniture, opening)
    furniture |= _teasers(article, furniture, opening)
    result: list[PassageKind] = ["furniture" if span.paragraph in furniture else "body" for span in spans]
    for number in _repetitions(article, result):
        result[number] = "furniture"
    _name_headings(article, result)
    return result


class _Article:
    """The paragraphs of an article with the words of each passage."""

    def __init__(self, text: str, spans: Sequence[Span], hints: Sequence[Hint | None]) -> None:
        self.spans = spans
        self.language = language_of(text)
        self.hints = hints
        self.tokens: list[list[Word]] = [words(text[span.start : span.end]) for span in spans]
        self.passages: list[list[int]] = [
            [number for number, _ in group]
            for _, group in groupby(enumerate(spans), key=lambda item: item[1].paragraph)
        ]
        self.lines = [text[spans[group[0]].start : spans[group[-1]].end] for group in self.passages]
        self.first_sentences = [text[spans[group[0]].start : spans[group[0]].end] for group in self.passages]

    def hint(self, paragraph: int) -> Hint | None:
        return self.hints[paragraph] if paragraph < len(self.hints) else None

    def count(self, paragraph: int) -> int:
        """Words in a paragraph."""
        return sum(word.is_word for number in self.passages[paragraph] for word in self.tokens[number])

    def telling(self, paragraph: int) -> set[str]:
        """Stems of a paragraph's words that say something."""
        return {
            stem(word.norm)
            for number in self.passages[paragraph]
            for word in self.tokens[number]
            if word.is_word and word.norm not in FUNCTION_WORDS
        }

    def is_line(self, paragraph: int) -> bool:
        """Whether a paragraph is one run of words without a full stop, as headings and teasers are."""
        return len(self.passages[paragraph]) == 1 and _END.search(self.lines[paragraph]) is None


def _opening(article: _Article, furniture: set[int]) -> int | None:
    """The paragraph that is the headline, if the article has one."""
    for number in range(len(article.lines)):
        if article.hint(number) == "headline":
            return number
    first = next((n for n in range(len(article.lines)) if n not in furniture), None)
    if first is None or len(article.lines) < 2 or len(article.passages[first]) > 1 or article.hint(first) == "report":
        return None
    is_short = 0 < article.count(first) <= HEADLINE_WORDS
    return first if is_short and not _DATELINE.match(article.lines[first]) else None


def _captions(article: _Article, furniture: set[int], opening: int | None) -> set[int]:
    """Captions by what they say, by being no sentence, and the line before one that says the same in short."""
    found = set()
    for number, line in enumerate(article.lines):
        if number in furniture or number == opening or article.hint(number) in _STATED:
            continue
        if _DATELINE.match(line):  # its agency in brackets is no picture credit
            continue
        short = len(article.passages[number]) <= CAPTION_SENTENCES
        if short and (is_caption(article.first_sentences[number]) or is_caption(line) or _is_verbless(article, number)):
            found.add(number)
            before = number - 1
            if before >= 0 and before != opening and article.is_line(before) and line.startswith(article.lines[before]):
                found.add(before)
    return found


def _is_verbless(article: _Article, paragraph: int) -> bool:
    """A full stop, a place and no verb: "Steel pipes at a factory in Ruhland." English only."""
    if paragraph == 0 or article.language not in ENGLISH:
        return False
    first = article.passages[paragraph][0]
    norms = [word.norm for word in article.tokens[first] if word.is_word]
    text = article.first_sentences[paragraph]
    if not TEASER_WORDS <= len(norms) <= CAPTION_WORDS or not text.endswith(".") or '"' in text or "“" in text:
        return False
    # a first word in -ed is more often a participle: "Stacked crates at ..."
    has_verb = any(n in AUXILIARIES or n in COMMON_VERBS or "n't" in n for n in norms)
    has_verb = has_verb or any(n.endswith("ed") and len(n) > 3 for n in norms[1:])
    has_verb = has_verb or _ACTS.search(text) is not None
    return not has_verb and text[0].isupper() and _PLACE.search(text) is not None and bool(FUNCTION_WORDS & {*norms})


def _teasers(article: _Article, furniture: set[int], opening: int | None) -> set[int]:
    """Headlines of other stories inside the text: about something else, or next to a line that says it is a teaser."""
    found = set()
    used: dict[str, int] = {}
    for number in range(len(article.lines)):
        if number not in furniture:
            for term in article.telling(number):
                used[term] = used.get(term, 0) + 1
    listed = False  # below the heading of a list of other stories
    for number in range(2, len(article.lines)):
        listed = heads_teasers(article.lines[number - 1]) or (listed and number - 1 in found)
        is_free = number not in furniture and article.hint(number) not in _STATED
        if listed and is_free and article.is_line(number) and article.count(number) >= TEASER_WORDS:
            found.add(number)
        if (
            number == len(article.lines) - 1
            or number in furniture
            or number == opening
            or article.hint(number) in _STATED
        ):
            continue
        beside = any(is_teaser(article.lines[n]) for n in (number - 1, number + 1))
        if beside and _LABELLED.match(article.lines[number]) and article.count(number) <= HEADLINE_WORDS:
            found.add(number)
        if article.is_line(number) and article.count(number) >= TEASER_WORDS and not _introduces(article, number):
            telling = article.telling(number)
            known = sum(used.get(term, 0) > 1 for term in telling)
            if known < ON_TOPIC * len(telling):
                found.add(number)
    return found


def _introduces(article: _Article, paragraph: int) -> bool:
    """Whether a verb stands at a line's end, as in one that introduces what follows: "the mayor wrote on Friday"."""
    norms = [word.norm for word in article.tokens[article.passages[paragraph][0]] if word.is_word]
    return any(norm in COMMON_VERBS or norm.endswith("ed") for norm in norms[-3:])


_LABELLED = re.compile(r"[A-Z][\w' ]{1,30}:\s")


def _repetitions(article: _Article, result: Sequence[PassageKind]) -> set[int]:
    """Passages whose words stand in another of the same article, a dateline aside.

    Of two that are the same the later one; of a passage and a longer one the shorter, where it is a paragraph's only
    content: a pull quote, a tweet shown again, a caption cut from the text.
    """
    keys = {
        number: " ".join(word.norm for word in article.tokens[number] if word.is_word)
        for number, kind in enumerate(result)
        if kind != "furniture"
    }
    found: set[int] = set()
    seen: dict[str, int] = {}
    starts: dict[str, list[int]] = {}  # a run of REPEATED_WORDS words -> paragraphs in which it stands
    bare = {number: _without_dateline(article, number) for number in keys}
    for number, key in keys.items():
        if key.count(" ") + 1 < REPEATED_WORDS:
            continue
        if bare[number] in seen:
            found.add(number)
        else:
            seen[bare[number]] = number
    paragraphs = {
        number: " ".join(keys[n] for n in group)
        for number, group in enumerate(article.passages)
        if all(n in keys for n in group)
    }
    for number, key in paragraphs.items():
        run = key.split()
        for at in range(len(run) - REPEATED_WORDS + 1):
            starts.setdefault(" ".join(run[at : at + REPEATED_WORDS]), []).append(number)

    def is_inside(passage: int, paragraph: int) -> bool:
        run = keys[passage].split()
        others = starts.get(" ".join(run[:REPEATED_WORDS]), ())[:REPEATED_WORDS] if len(run) >= REPEATED_WORDS else ()
        return any(
            other != paragraph
            and paragraphs[other] != paragraphs[paragraph]
            and not found.issuperset(article.passages[other])
            and len(paragraphs[other]) > len(keys[passage])
            and f" {keys[passage]} " in f" {paragraphs[other]} "
            for other in others
        )

    for number, group in enumerate(article.passages):
        long = [n for n in group if n in keys and keys[n].count(" ") + 1 >= REPEATED_WORDS]
        if number > 0 and number in paragraphs and long and all(n in found or is_inside(n, number) for n in long):
            found.update(group)
    return found


def _without_dateline(article: _Article, number: int) -> str:
    """The words of a passage behind its dateline, "CITY (Agency) —"."""
    tokens = article.tokens[number]
    first = article.spans[number].paragraph
    dash = next((at for at, word in enumerate(tokens[:DATELINE_TOKENS]) if word.norm == "-"), None)
    starts_paragraph = article.passages[first][0] == number
    if dash is not None and starts_paragraph and _DATELINE.match(article.first_sentences[first]):
        tokens = tokens[dash + 1 :]
    return " ".join(word.norm for word in tokens if word.is_word)


DATELINE_TOKENS = 14  # words and marks within which a dateline ends


def _name_headings(article: _Article, result: list[PassageKind]) -> None:
    """Marks the headline and the standfirst under it."""
    furniture = {n for n, group in enumerate(article.passages) if all(result[p] == "furniture" for p in group)}
    headline = _opening(article, furniture)
    if headline is None:
        return
    for passage in article.passages[headline]:
        if result[passage] != "furniture":
            result[passage] = "headline"
    below = next((n for n in range(headline + 1, len(article.lines)) if n not in furniture), None)
    if below is None or below + 1 >= len(article.lines) or _DATELINE.match(article.lines[below]):
        return
    stated = article.hint(below) == "standfirst"
    following = next((n for n in range(below + 1, len(article.lines)) if n not in furniture), None)
    alone = len(article.passages[below]) == 1 and article.count(below) <= STANDFIRST_WORDS
    # Without markup a standfirst is told by the longer paragraph, or the dateline, that begins the report below it.
    implied = following is not None and alone and article.count(below) < article.count(following)
    if stated or (article.hint(below) is None and implied):
        for passage in article.passages[below]:
            if result[passage] != "furniture":
                result[passage] = "standfirst"
