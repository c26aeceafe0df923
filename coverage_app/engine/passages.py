"""Text into passages: sentence-sized spans with exact offsets, whatever the language.

A line is a paragraph. In European scripts syntok says where sentences may begin, in others every full stop does; the
rules of the language then put right what is known to go wrong: abbreviations, ordinals, quotation marks.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import syntok.segmenter  # type: ignore[import-untyped]

from .clauses import QUOTATION, open_quotation
from .languages import language_of

# The longest passage, in characters: twice the longest sentence met in the corpus. What is longer is a table or a text
# without punctuation; later steps compare passages word by word and must not meet a whole book as one.
MAX_PASSAGE = 1000

# A paragraph is given to syntok in pieces of at most this many characters, so that its memory stays small.
MAX_PIECE = 50_000

MAX_DATELINE = 60  # characters before the dash of a dateline: a city, a state and an agency
_DASHES = "–—-"

# What a full stop shortens when more follows, by language: titles before a name, what stands before a number. What may
# as well end a sentence (etc., usw., Co.) is left to syntok.
_SHORTENED_WORDS = {
    "en": "Rep Reps Sen Sens Gov Gen Lt Col Capt Sgt Maj Adm Mr Mrs Ms Dr Prof Rev Hon Supt Sr St No",
    "fr": "M MM Mme Mlle Dr Pr Me Mgr St Ste art av bd ch chap cf env éd ex fig n no p pp tél vol",
    "de": "Abs Abt Art Aufl Bd ca d Dr evtl Fa Fr Gen ggf Hl Hr inkl Kap lt Lt Nr Prof Red s S sog St Str u v "
    "vgl z zzgl",
    "es": "admón aprox art av avda cap Cía D dir Dña Dr Dra EE ed ej Gob gob Gral Ing Lic Mons núm p pág Prof Sr Sra "
    "Sres Srta Sta Sto tel vol",
}
_SHORTENED = {
    language: re.compile(rf"(?<!\w)(?:{'|'.join(words.split())})\.\s*\Z")
    for language, words in _SHORTENED_WORDS.items()
} | {"ar": re.compile("(?<!\\w)[\u0621-\u064a]\\.\\s*\\Z")}  # "د." (Dr.) and the initials of a name
_LONGEST_SHORTENED = 10  # characters in which such a word, its full stop and the white space behind it stand

# "am 5. Mai", "der 2. Bürgermeister": the ordinals of German and its northern neighbours end with a full stop.
_ORDINAL = re.compile(r"(?<![\w.,])\d{1,2}\.\s*\Z")
_MONTH = re.compile(
    "(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|jan|feb|mar|apr|maj|mai|jun|jul|aug|sep|okt|nov|dec|des)"
)
# What begins a German sentence behind a number that ends one, and is never what an ordinal counts.
_GERMAN_OPENING = re.compile(
    r"(?:[^\w\s]|(?:Der|Die|Das|Den|Dem|Ein|Eine|Er|Sie|Es|Wir|Ich|Man|In|Im|Am|An|Auf|Bei|Mit|Nach|Von|Vor|Zu|Seit|Für"
    r"|Aber|Auch|Damit|Danach|Dann|Darauf|Doch|Und|Dies\w*|Sein\w*|Ihr\w*|Nun|Wer|Was|Wie|Wann|Wo|Nicht|Noch|Zuvor)\b)"
)
# A time of day that ends a sentence, and the quotation behind it that begins the next.
_AFTER_TIME = re.compile(r"\b[ap]\.m\.\s+(?=[\"“‘][^\W\d_])")
# What syntok takes for the middle of a sentence: the end of a quotation in marks that it does not know, an ellipsis of
# one character, a mark with which only a sentence begins, a dash with which somebody begins to speak.
_UNKNOWN_TO_SYNTOK = re.compile(r"(?:[.!?…][“«»‹›‘]|(?<=\w)…|[.!?…]\s{1,3}(?=[¿¡«„]|[—–]\w))\s*(?=\S)")

# Scripts that syntok does not know, by ranges: Hebrew to Thaana, Indic to Tibetan, Myanmar, Ethiopic, Khmer, kana,
# ideographs, Hangul.
_OTHER_SCRIPT = re.compile(
    "[\u0590-\u07bf\u0900-\u0fff\u1000-\u109f\u1200-\u139f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_CLOSING = "\"'”’»›」』】）)］]"
# Full stops of those scripts end a sentence wherever they stand; the European ones only before white space.
_STOP = re.compile(
    rf"(?:[。！？｡؟۔।॥።]+!?|…{{2}}|[.!?…]{{1,9}}(?=[{re.escape(_CLOSING)}]{{0,9}}\s))[{re.escape(_CLOSING)}]*"
)
# What goes on after a quotation that began the sentence: who said it. Elsewhere a small letter tells.
_SAID = {
    "zh": re.compile("[^。！？“「\\n]{0,20}?(?:说|說|道|表示|称|稱|问|問|喊|指出|强调|強調|回答|写|寫)"),
    "ja": re.compile("(?:と|って)"),
    "ar": re.compile("\\s{0,9}(?:هكذا\\s|كما\\s|و)?(?:قال|تقول|يقول|صرح|صرّح|أضاف|سأل|تساءل|أكد|أعلن|كتب|رد|ردّ|أوضح)"),
}
_ALIKE = '"'  # opens and closes alike: syntok decides
_ENDS_QUOTATION = _CLOSING + "“«‹‘…"
_LEADS_IN_NOTHING = ("", *'。！？｡؟۔.!?…”」』»"')  # before a quotation with which a sentence begins


class Span(NamedTuple):
    """A passage's place: code point offsets into the text and the 0-based number of its paragraph."""

    start: int
    end: int
    paragraph: int


def split(text: str, language: str | None = None) -> list[Span]:
    """The passages of a text in order: they do not overlap, and nothing but white space lies outside them.

    `language` is an ISO 639-1 code; without it the text itself tells.
    """
    language = language or language_of(text)
    spans: list[Span] = []
    offset = paragraph = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            spans.extend(Span(offset + start, offset + end, paragraph) for start, end in _sentences(line, language))
            paragraph += 1
        offset += len(line) + 1
    return spans


def _sentences(line: str, language: str | None) -> Iterator[tuple[int, int]]:
    for base, piece in _pieces(line, 0, len(line), MAX_PIECE):
        candidates = _stops(piece) if _is_other_script(piece) else _syntok_starts(piece)
        starts = _starts(piece, candidates, language)
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
    return [match.end() for match in _STOP.finditer(text)]


def _syntok_starts(text: str) -> list[int]:
    """Where the second and further sentences may begin. Of syntok only offsets are used: its strings alter
    contractions."""
    starts = {sentence[0].offset for block in syntok.segmenter.process(text) for sentence in block if sentence}
    starts.update(match.end() for match in _AFTER_TIME.finditer(text))
    starts.update(match.end() for match in _UNKNOWN_TO_SYNTOK.finditer(text))
    return sorted(starts)


def _starts(text: str, candidates: list[int], language: str | None) -> list[int]:
    """The candidates at which a sentence does begin, moved behind a mark that closes the sentence before."""
    kept: list[int] = []
    opened, seen = "", 0  # the mark of the quotation that is open at `seen`
    for candidate in candidates:
        last = kept[-1] if kept else 0
        if candidate <= last:
            continue
        opened, seen = open_quotation(text[seen:candidate], opened), candidate
        start = candidate
        if opened and opened != _ALIKE and text.startswith(QUOTATION[opened], start):
            start += 1
        while start < len(text) and text[start].isspace():
            start += 1
        if start < len(text) and not _goes_on(text, last, start, language):
            kept.append(start)
    return kept


def _goes_on(text: str, last: int, start: int, language: str | None) -> bool:
    """Whether the sentence that began at `last` goes on at `start`."""
    before = text[max(last, start - _LONGEST_SHORTENED) : start]
    end = before.rstrip()[-1:]
    if end == ";" or (end in _ENDS_QUOTATION and (text[start].islower() or text[start] in ",;:،；，")):
        return True
    # "PALM BEACH, Fla. — The president": what a dash continues is no sentence yet, unless somebody speaks behind it
    if text[start] in _DASHES and start - last <= MAX_DATELINE:
        return language != "es" or not text[start + 1 : start + 2].isalnum()
    if _SHORTENED.get(language or "en", _SHORTENED["en"]).search(before):
        return True
    if _ORDINAL.search(before):
        is_counted = language == "de" and not _GERMAN_OPENING.match(text, start)
        return is_counted or _MONTH.match(text, start) is not None
    return _says_who(text, start, end, language)


def _says_who(text: str, start: int, mark: str, language: str | None) -> bool:
    """Whether a quotation that no words led in to ends before `start`, and its speaker is named behind it."""
    said = _SAID.get(language or "")
    if said is None or not said.match(text, start):
        return False
    openings = [opening for opening, closing in QUOTATION.items() if closing == mark]
    at = max((text.rfind(opening, max(0, start - MAX_PASSAGE), start - 1) for opening in openings), default=-1)
    return at >= 0 and text[:at].rstrip()[-1:] in _LEADS_IN_NOTHING
