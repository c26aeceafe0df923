"""Text into passages: sentence-sized spans with exact offsets, whatever the language.

A line is a paragraph. Sentences come from syntok for scripts that it knows; others end at their own full stops.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import syntok.segmenter  # type: ignore[import-untyped]

# The longest passage, in characters: twice the longest sentence met in the corpus. What is longer is a table or a text
# without punctuation; later steps compare passages word by word and must not meet a whole book as one.
MAX_PASSAGE = 1000

# A paragraph is given to syntok in pieces of at most this many characters, so that its memory stays small.
MAX_PIECE = 50_000

MAX_DATELINE = 60  # characters before the dash of a dateline: a city, a state and an agency
# "am 5. Mai": the ordinals of German and its northern neighbours end with a full stop.
_ORDINAL = re.compile(r"\b\d{1,2}\.\s*\Z")
_MONTH = re.compile(
    "(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|jan|feb|mar|apr|maj|mai|jun|jul|aug|sep|okt|nov|dec|des)"
)
# A title whose name follows: "former Rep. | Debbie ..."
_TITLE = re.compile(r"\b(?:Reps?|Sens?|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Adm|Mrs?|Ms|Dr|Prof|Rev|Hon|Supt|Sr|St|No)\.\s*\Z")
# A time of day that ends a sentence, and the quotation behind it that begins the next.
_AFTER_TIME = re.compile(r"\b[ap]\.m\.\s+(?=[\"“‘][^\W\d_])")
_DASHES = "–—-"

# Scripts that syntok does not know, by ranges: Hebrew to Thaana, Indic to Tibetan, Myanmar, Ethiopic, Khmer, kana,
# ideographs, Hangul.
_OTHER_SCRIPT = re.compile(
    "[\u0590-\u07bf\u0900-\u0fff\u1000-\u109f\u1200-\u139f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_CLOSING = "\"'”’»›」』】）)］]"
# Full stops of those scripts end a sentence wherever they stand; the European ones only before white space.
_STOP = re.compile(rf"(?:[。！？｡؟۔।॥።]+|[.!?…]{{1,9}}(?=[{re.escape(_CLOSING)}]{{0,9}}\s))[{re.escape(_CLOSING)}]*")


class Span(NamedTuple):
    """A passage's place: code point offsets into the text and the 0-based number of its paragraph."""

    start: int
    end: int
    paragraph: int


def split(text: str) -> list[Span]:
    """The passages of a text in order: they do not overlap, and nothing but white space lies outside them."""
    spans: list[Span] = []
    offset = paragraph = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            spans.extend(Span(offset + start, offset + end, paragraph) for start, end in _sentences(line))
            paragraph += 1
        offset += len(line) + 1
    return spans


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    for base, piece in _pieces(line, 0, len(line), MAX_PIECE):
        starts = _stops(piece) if _is_other_script(piece) else _syntok_starts(piece)
        for start, end in zip([0, *starts], [*starts, len(piece)], strict=True):
            for at, part in _pieces(piece, start, end, MAX_PASSAGE):
                bare = part.strip()
                if bare:
                    lead = base + at + len(part) - len(part.lstrip())
                    yield lead, lead + len(bare)


def _pieces(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, str]]:
    """`text[start:end]` in parts of at most `most` characters, cut at white space where there is some."""
    while end - start > most:
        cut = max(text.rfind(" ", start + 1, start + most), text.rfind("\t", start + 1, start + most))
        cut = cut if cut > start else start + most
        yield start, text[start:cut]
        start = cut
    yield start, text[start:end]


def _is_other_script(text: str) -> bool:
    others = len(_OTHER_SCRIPT.findall(text))
    return others > 0 and 2 * others > len(_LETTER.findall(text))


def _stops(text: str) -> list[int]:
    return [match.end() for match in _STOP.finditer(text) if match.end() < len(text)]


def _syntok_starts(text: str) -> list[int]:
    """Where the second and further sentences begin. Only offsets are used: syntok's strings alter contractions."""
    starts = {sentence[0].offset for block in syntok.segmenter.process(text) for sentence in block if sentence}
    starts.update(match.end() for match in _AFTER_TIME.finditer(text))
    kept: list[int] = []
    for start in sorted(starts):
        last = kept[-1] if kept else 0
        # "PALM BEACH, Fla. — The president": what a dash continues is no sentence yet
        goes_on = text[last:start].rstrip().endswith(";")  # a clause of the same sentence
        is_dateline = text[start] in _DASHES and start - last <= MAX_DATELINE
        is_date = (
            _ORDINAL.search(text[max(last, start - 6) : start]) is not None and _MONTH.match(text, start) is not None
        )
        is_title = _TITLE.search(text[max(last, start - 6) : start]) is not None
        if start > last and not (is_dateline or is_date or is_title or goes_on):
            kept.append(start)
    return kept
