"""Whose words a quotation gives, by the words that say so: "X said", "said X", "according to X", "X told reporters".

Rules over closed lists of English words, in the manner of Pouliquen, Steinberger & Best (2007): a reporting verb beside
the quotation, and the phrase before or behind that verb. Quotations in other languages have no speaker.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .clauses import is_verb
from .difference_words import WEEKDAYS
from .documents import Document, Extent, Passage, Quotation
from .normalising import Word, words
from .people import named_people
from .quotations import extents, quoted_spans
from .wordlists import AUXILIARIES, ENGLISH, PREPOSITIONS

# Verbs of saying in the forms in which they have a subject.
_SAYING = frozenset(
    """
    said says say told tells tell added adds wrote writes tweeted posted stated states announced announces declared
    declares insisted insists argued argues claimed claims admitted admits acknowledged conceded denied denies confirmed
    confirms noted notes stressed stresses emphasized reiterated repeated explained explains replied replies responded
    responds answered asked asks urged urges warned warns vowed vows promised promises pledged pledges called calls
    described describes dismissed praised condemned criticized slammed blasted decried denounced accused suggested
    suggests hinted joked quipped recalled continued concluded concludes commented remarked observed reported reports
    read reads cited dubbed labeled branded hailed lauded predicted predicts proposed demanded demands complained
    lamented testified shouted cried
    """.split()
)
_TO_WHOM = frozenset("told tells tell asked asks urged urges warned warns".split())
_BESIDE_VERB = (
    frozenset("also later further then again meanwhile since once now reportedly twice".split()) | AUXILIARIES
)
_BEFORE_NO_VERB = frozenset("to the a is are was were be been being".split())
_BREAKING = frozenset(
    "that but when as because while after before if where although and or who whom whose which what".split()
)
_JOINING = frozenset("and &".split())  # within a name: "Ways and Means Committee"
_WHEN = frozenset("early late today yesterday tonight".split()) | {*WEEKDAYS}  # "Mayor Lind late Thursday said"
_PRONOUNS = frozenset("he she it they i we you who one".split())
_PERSONAL = frozenset("he she".split())
LONGEST_NAME = 12  # words of a speaker's name with titles: "the spokeswoman for the ministry of ..., Ann Ure"
LONGEST_ASIDE = 14  # words between the commas of "Ilsa Brandt, the harbour master, said"
LISTENERS = 5  # words behind "told" that are shown: "told a reporter of state television"

_QUOTATION = Word("“”", 0, 0, False)  # what stands for a quotation among the words outside


@dataclass(frozen=True, slots=True)
class _Outside:
    """A passage's words outside quotations; a place for each quotation is kept among them."""

    passage: Passage
    words: list[Word]
    places: dict[int, int]  # number of a quotation -> index among the words

    @property
    def is_empty(self) -> bool:
        return not any(word.is_word for word in self.words)


@dataclass(frozen=True, slots=True)
class _Said:
    """An attribution: words [first, last) of a passage, of which [name, name_end) are who said it."""

    outside: _Outside
    first: int
    last: int
    name: int
    name_end: int


def quotations(document: Document) -> list[Quotation]:
    """The quotations of a report in order, in English with speaker and attribution where the article has them.

    A pronoun stands for the person who was named last, "it" for the body that spoke last. What goes on quoting without
    saying whose words they are, has the speaker of the quotation before it.
    """
    report = document.report
    found = [
        Quotation(document.id, parts)
        for spans in quoted_spans(document)
        if (parts := tuple(extent for span in spans for extent in extents(report, *span)))  # else it is set aside
    ]
    if document.language not in ENGLISH or not found:
        return found
    outside = _outside(report, found)
    people = named_people(document.text, [(p.start, outside[p.id].words) for p in report])
    place = {passage.id: number for number, passage in enumerate(report)}
    body: str | None = None  # that spoke last
    for number, quotation in enumerate(found):
        said = _said(report, outside, place, quotation, number)
        if said is None:
            found[number] = replace(quotation, speaker=_going_on(report, outside, place, found, number))
            continue
        text, spoken = said.outside.passage.text, said.outside.words
        name = text[spoken[said.name].start : spoken[said.name_end - 1].end]
        if name.casefold() in _PERSONAL:
            before = bisect_left(people, (said.outside.passage.start + spoken[said.name].start, ""))
            speaker = people[before - 1][1] if before else None
        elif name.casefold() == "it":
            speaker = body
        elif name.casefold() in _PRONOUNS:
            speaker = None
        else:
            speaker = name
            if not any(person in name for _, person in people):
                body = name
        start, end = spoken[said.first].start, spoken[said.last - 1].end
        attribution = Extent(said.outside.passage.id, start, end, text[start:end])
        found[number] = replace(quotation, speaker=speaker, attribution=attribution)
    return found


def _outside(report: Sequence[Passage], found: Sequence[Quotation]) -> dict[str, _Outside]:
    quoted: dict[str, list[tuple[int, Extent]]] = {passage.id: [] for passage in report}
    for number, quotation in enumerate(found):
        for extent in quotation.extents:
            quoted[extent.passage].append((number, extent))
    result = {}
    for passage in report:
        kept: list[Word] = []
        places: dict[int, int] = {}
        inside = iter([*quoted[passage.id], (-1, Extent("", len(passage.text) + 1, len(passage.text) + 1, ""))])
        number, extent = next(inside)
        for word in words(passage.text):
            while word.start >= extent.end:
                number, extent = next(inside)
            if word.start < extent.start:
                if word.is_word or word.norm not in "\"'":
                    kept.append(word)
            elif number not in places:
                places[number] = len(kept)
                kept.append(replace(_QUOTATION, start=extent.start, end=extent.end))
        result[passage.id] = _Outside(passage, kept, places)
    return result


def _said(
    report: Sequence[Passage], outside: dict[str, _Outside], place: dict[str, int], quotation: Quotation, number: int
) -> _Said | None:
    """The attribution of a quotation: right behind it, else before it, else "according to" anywhere beside it."""
    first, last = outside[quotation.extents[0].passage], outside[quotation.extents[-1].passage]
    at, behind = first.places[number], last.places[number]
    if said := _behind(last, behind):
        return said
    if said := _before(first, at):
        return said
    earlier = place[first.passage.id] - 1
    if at == 0 and earlier >= 0 and report[earlier].text.rstrip("\"“‘' ").endswith(":"):
        introduction = outside[report[earlier].id]
        if said := _before(introduction, len(introduction.words)):
            return said
    return _according(last, behind + 1) or _according(first, 0)


def _going_on(
    report: Sequence[Passage],
    outside: dict[str, _Outside],
    place: dict[str, int],
    found: Sequence[Quotation],
    number: int,
) -> str | None:
    """The speaker of the quotation before this one, if this one is a whole passage that follows closely."""
    extent = found[number].extents[0]
    if not number or not outside[extent.passage].is_empty:
        return None
    before = report[place[found[number - 1].extents[-1].passage]]
    return found[number - 1].speaker if report[place[extent.passage]].paragraph - before.paragraph <= 1 else None


def _behind(outside: _Outside, quotation: int) -> _Said | None:
    """The attribution that begins right behind a quotation: "said X", "X said", "X, who was there, said"."""
    found = outside.words
    at = quotation + 1
    while at < len(found) and not found[at].is_word and found[at] != _QUOTATION and found[at].norm in ",:-":
        at += 1
    if at >= len(found) or not found[at].is_word:
        return None
    if _is_verb(found, at):
        end = _name_end(outside, at + 1)
        return _Said(outside, at, end, at + 1, end) if end > at + 1 else None
    for verb in range(at + 1, min(len(found), at + LONGEST_NAME + LONGEST_ASIDE)):
        if found[verb].norm == _QUOTATION.norm or found[verb].norm in ";:":
            return None
        if _is_verb(found, verb):
            name = _name_before(outside, verb, at)
            return _Said(outside, name[0], _verb_end(found, verb), *name) if name and name[0] == at else None
    return None


def _before(outside: _Outside, quotation: int) -> _Said | None:
    """The last verb of saying before a quotation that has a subject; "said that ... and added" has the first one's."""
    found = outside.words
    for verb in range(quotation - 1, -1, -1):
        if _is_verb(found, verb) and (name := _name_before(outside, verb, 0)):
            return _Said(outside, name[0], min(quotation, _verb_end(found, verb)), *name)
    return None


def _according(outside: _Outside, first: int) -> _Said | None:
    found = outside.words
    for at in range(first, len(found) - 2):
        if found[at].norm == "according" and found[at + 1].norm == "to":
            end = _name_end(outside, at + 2)
            return _Said(outside, at, end, at + 2, end) if end > at + 2 else None
    return None


def _is_verb(found: Sequence[Word], at: int) -> bool:
    """Whether a word is a verb of saying with a subject: not "to say", "the said" or "was told"."""
    return found[at].norm in _SAYING and not (at and found[at - 1].norm in _BEFORE_NO_VERB)


def _verb_end(found: Sequence[Word], verb: int) -> int:
    """Behind a verb, and behind those to whom it is said."""
    end = verb + 1
    if found[verb].norm in _TO_WHOM:
        while end < len(found) and end <= verb + LISTENERS and _is_named(found, end) and not _begins_other(found, end):
            end += 1
    return end


def _is_named(found: Sequence[Word], at: int) -> bool:
    """Whether a word, the full stop of "Mr. Roos" or the hyphen of "Velmar-based" may be part of a name."""
    if found[at].is_word or at + 1 >= len(found) or not found[at + 1].is_word:
        return found[at].is_word
    return found[at].norm == "." or (found[at].norm == "-" and found[at].end == found[at + 1].start)


def _begins_other(found: Sequence[Word], at: int) -> bool:
    """Whether a word begins something that is no part of a name: a clause, a verb, where and when it was said."""
    norm = found[at].norm
    is_adjunct = norm in PREPOSITIONS and norm not in ("of", "for", "from")
    return norm in _BREAKING or norm in _PRONOUNS or norm in _BESIDE_VERB or norm in _WHEN or is_adjunct


def _name_before(outside: _Outside, verb: int, first: int) -> tuple[int, int] | None:
    """The phrase that is the subject of a verb, as [start, end); an aside between commas is left out."""
    text, found, end = outside.passage.text, outside.words, verb
    while end > first and (found[end - 1].norm in _BESIDE_VERB | _WHEN or found[end - 1].norm.endswith("ly")):
        end -= 1
    if end > first and found[end - 1].norm == ",":
        reach = max(first, end - 1 - LONGEST_ASIDE)
        commas = [at for at in range(reach, end - 1) if found[at].norm == ","]
        if not commas:
            return None
        end = commas[-1]
    start = end
    joined: set[int] = set()
    while start > first and end - start < LONGEST_NAME:
        if _joins(outside, start - 1, first):
            joined.add(start - 1)
        elif not _is_named(found, start - 1) or found[start - 1].norm in _BREAKING or found[start - 1].norm in _SAYING:
            break
        start -= 1
    while start < end and found[start].norm in _WHEN:
        start += 1
    if start == end or found[start].norm in PREPOSITIONS or found[start].norm in _BESIDE_VERB:
        return None  # "In Velmar the mayor said": what names him begins somewhere behind
    for at in range(start + 1, end):
        if at in joined or found[at - 1].norm == "-":
            continue
        if _begins_other(found, at) or (is_verb(found[at]) and text[found[at].start].islower()):
            return start, at
    return start, end


def _joins(outside: _Outside, at: int, first: int) -> bool:
    """Whether a word is the "and" of a name or of two: "the Centre for Marine and Coastal Studies", "Roos and Brandt".

    Words with a capital stand on both sides, and those before it begin where a subject may: at a mark, or behind "of"
    or "for". "They met in Velmar and Roos said" has two clauses.
    """
    text, found = outside.passage.text, outside.words
    if found[at].norm not in _JOINING or at + 1 >= len(found) or not text[found[at + 1].start].isupper():
        return False
    begin = at
    while begin > first and found[begin - 1].is_word and text[found[begin - 1].start].isupper():
        begin -= 1
    before = found[begin - 1] if begin else None
    return begin < at and (before is None or not before.is_word or before.norm in ("of", "for"))


def _name_end(outside: _Outside, start: int) -> int:
    """Behind the phrase that begins at `start`: it ends at a mark, or where something else begins."""
    found, end = outside.words, start
    while end < len(found) and end - start < LONGEST_NAME and _is_named(found, end):
        if end > start and _begins_other(found, end):
            break
        end += 1
    return end
