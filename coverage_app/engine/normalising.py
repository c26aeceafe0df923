"""House style: what counts as the same word, whatever its spelling, quotes and case.

Two outlets that write U.S. and US, stabilise and stabilize, ’ and ', five and 5 say the same; the word diff and the
scorer both compare the `norm` of a Word and never its letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Signs that belong to the letter before them, which Python's \w leaves out: combining accents, Hebrew and Arabic
# points, the vowel signs of the Indic scripts (but not their full stops, U+0964 and U+0965) and of Thai.
_SIGNS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
)
# Scripts without spaces, read character by character: kana, ideographs and their compatibility forms.
_SINGLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_SINGLE_SIGN = re.compile(f"[{_SINGLE}]")
# What is not seen and parts no word: soft hyphens, joiners, marks of direction.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LETTER = rf"(?:[^\W_{_SINGLE}]|[{_SIGNS}])[{_UNSEEN}]*"

_TOKEN = re.compile(
    rf"(?P<initials>(?:[^\W\d_]\.){{2,}})"
    # the thousands of "5 000" are parted by spaces that do not break
    rf"|(?P<number>\d+(?:[.,٫٬]\d+|[\u00a0\u2009\u202f]\d{{3}}(?!\d))*[^\W\d_{_SINGLE}]*)"
    rf"|(?P<single>[{_SINGLE}])"
    # French, Italian: "l'accord", "qu'elle" are two words. A name of that form is cut alike wherever it stands.
    rf"|(?P<elided>\b(?:[cdjlmnstCDJLMNST]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[DdNn]ell|[Ss]ull|[Dd]all|[Aa]ll|[Uu]n)"
    rf"['’](?=[^\W\d_]{{2}}|[aàeiouyAÀEIOUY]\b))"
    rf"|(?P<word>(?:{_LETTER})+(?:['’ʼ](?:{_LETTER})+)*)"
    rf"|(?P<mark>\S)"
)

_MARKS = {
    **dict.fromkeys("‘’‚‛ʼ′´`", "'"),
    **dict.fromkeys("“”„‟″«»「」『』", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict(zip("，；：？！（）［］％＄،؛؟٪", ",;:?!()[]%$,;?%", strict=True)),
    "…": ".",
}

_SAID = frozenset("%&#@*§†°")  # punctuation to Unicode

# A word that is something else too, in its language or in another, is left out ("-"): one, French neuf (new), German
# acht and elf, Spanish dos (Portuguese: of the) and once.
_NUMBERS = {
    word: str(n)
    for language in (
        "two three four five six seven eight nine ten eleven twelve",
        "deux trois quatre cinq six sept huit - dix onze douze",
        "zwei drei vier fünf sechs sieben - neun zehn - zwölf",
        "- tres cuatro cinco seis siete ocho nueve diez - doce",
    )
    for n, word in enumerate(language.split(), start=2)
    if word != "-"
}
_DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {0x66B: ".", 0x66C: ","}
_THOUSANDS = re.compile(r"[, ](?=\d{3}(?!\d))")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")

# One spelling of Arabic words (Larkey, Ballesteros & Connell 2007): without points and stretching, alef without hamza,
# and the two letters that many leave without their dots at a word's end.
_ARABIC = re.compile("[\u0620-\u064a]")
_POINTS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ARABIC_TWINS = str.maketrans("أإآٱ", "اااا")
_ARABIC_ENDINGS = {"ى": "ي", "ة": "ه"}

_UNITED_STATES = "usa"  # no English word, so that US never meets the pronoun us

# (ending, its American twin, least length of the word): long enough that no two different words fall together, as
# four and for or filling and filing would.
_ENDINGS = (
    ("isations", "izations", 9), ("isation", "ization", 8), ("ising", "izing", 7), ("ised", "ized", 6),
    ("ises", "izes", 6), ("ise", "ize", 6), ("yse", "yze", 6), ("ysed", "yzed", 7), ("ysing", "yzing", 8),
    ("ours", "ors", 7), ("oured", "ored", 7), ("ouring", "oring", 8), ("our", "or", 6),
    ("tre", "ter", 5), ("tres", "ters", 6), ("fence", "fense", 6), ("fences", "fenses", 7),
    ("lling", "ling", 9), ("lled", "led", 8), ("gramme", "gram", 8), ("grammes", "grams", 9),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a punctuation mark: `text[start:end]`, and the form in which it is compared."""

    norm: str
    start: int
    end: int
    is_word: bool  # False for punctuation


def is_said(word: Word) -> bool:
    """Whether it is a word, or a sign that is said aloud: %, $. Other marks say nothing by themselves."""
    return word.is_word or word.norm in _SAID or unicodedata.category(word.norm[0])[0] not in "PC"


def is_single(sign: str) -> bool:
    """Whether a word is one sign of a script without spaces."""
    return sign > "\u3000" and _SINGLE_SIGN.fullmatch(sign) is not None


@lru_cache(maxsize=4096)  # a passage is read by every step, and again for each page that shows it
def words(text: str) -> tuple[Word, ...]:
    """The words and marks of `text` in order, offsets in code points; only white space lies between them.

    "United States" is one Word, since it is spelled US elsewhere.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "mark":
            found.append(Word(_MARKS.get(token, token), match.start(), match.end(), False))
            continue
        norm = _initials(token) if kind == "initials" else same_word(token)
        if norm == "states" and found and found[-1].norm == "united":
            found[-1] = Word(_UNITED_STATES, found[-1].start, match.end(), True)
            continue
        found.append(Word(norm, match.start(), match.end(), True))
    return tuple(found)


def _initials(token: str) -> str:
    letters = token.replace(".", "").casefold()
    return _UNITED_STATES if letters in ("us", "usa") else letters


@lru_cache(maxsize=16384)  # the vocabulary of a long story; pure, so a cache cannot be wrong
def same_word(token: str) -> str:
    """The form in which a word is compared: equal for two spellings of one word."""
    if token in ("US", "USA"):
        return _UNITED_STATES
    norm = token.casefold() if token.isascii() else _foreign(token)
    norm = norm.replace("’", "'").replace("ʼ", "'")
    if norm in ("us's", "usa's") and token[:2].isupper():
        return _UNITED_STATES + "'s"
    if norm in _NUMBERS:
        return _NUMBERS[norm]
    if norm[0].isdigit():
        return _THOUSANDS.sub("", norm)
    for ending, twin, least in _ENDINGS:
        if len(norm) >= least and norm.endswith(ending):
            return norm[: -len(ending)] + twin
    return norm


def _foreign(token: str) -> str:
    """A token that is not plain ASCII: compatibility forms, other scripts' digits and Arabic spellings made one."""
    norm = unicodedata.normalize("NFKC", _INVISIBLE.sub("", token).translate(_DIGITS)).casefold()
    if not _ARABIC.search(norm):
        return norm
    norm = (_POINTS.sub("", norm) or norm).translate(_ARABIC_TWINS)
    return norm[:-1] + _ARABIC_ENDINGS.get(norm[-1], norm[-1])
