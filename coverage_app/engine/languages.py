"""Which language a text is in: by its script, or by its commonest little words."""

import re
from collections import Counter
from functools import lru_cache

# Scripts that are used by one language of news, or nearly so; kana before ideographs, since Japanese has both.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ru", re.compile("[\u0430-\u044f]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("th", re.compile("[\u0e01-\u0e2e]")),
)
_LITTLE_WORDS = {
    "en": "the of and to in that is for on with was by as at from said has it his which",
    "fr": "le la les des et du en un une que dans pour qui sur est au par pas avec il",
    "de": "der die das und den von zu mit ist auf für im dem nicht ein eine des sich hat als",
    "es": "el la los las de que en y del se por con una un para es su al como más",
    "it": "il la di che e del della un una per con non sono è le gli nel dei si da",
    "pt": "o a os as de que e do da em um uma para com não no na por se dos",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er om door bij hebben",
}
NAMES = {
    "ja": "Japanese", "ko": "Korean", "zh": "Chinese", "ar": "Arabic", "he": "Hebrew", "ru": "Russian", "el": "Greek",
    "hi": "Hindi", "th": "Thai", "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch",
}  # fmt: skip
_BY_WORD = {
    word: [code for code, words in _LITTLE_WORDS.items() if word in words.split()]
    for word in {w for words in _LITTLE_WORDS.values() for w in words.split()}
}
_WORD = re.compile(r"[^\W\d_]+")

SAMPLE = 20_000  # characters that are looked at
SCRIPT_SHARE = 0.3  # of all letters, from which on a script decides; names in Latin letters stand in any text
LEAST = 3  # little words, below which a text is too short to tell


def language_of(text: str, stated: str | None = None) -> str | None:
    """ISO 639-1 code of the language that most of `text` is in, None when it cannot be told.

    `stated` is what its page says, which counts unless the text is surely in another: many a page is made by a program
    that calls everything English.
    """
    found = _told(text[:SAMPLE])
    if stated is None or found is None or stated not in NAMES:
        return stated or found
    return found if found != stated and is_in_another(text[:SAMPLE], found, stated) else stated


@lru_cache(maxsize=8)  # several steps of reading ask about the same text
def _told(sample: str) -> str | None:
    sample = sample.casefold()
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    for code, script in _SCRIPTS:
        if letters and len(script.findall(sample)) > SCRIPT_SHARE * letters:
            return code
    votes = Counter(code for word in words for code in _BY_WORD.get(word, ()))
    if not votes:
        return None
    code, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return code if count >= LEAST else None


def same_language(one: str | None, other: str | None) -> bool:
    """Whether two documents are in one language, as far as is known: None is a text too short to tell."""
    return one == other or one is None or other is None


def is_in_another(text: str, language: str, main: str) -> bool:
    """Whether `text` is surely in `language`, not in `main`: in its script, or with far more of its little words."""
    if language not in _LITTLE_WORDS or main not in _LITTLE_WORDS:
        return True
    votes = Counter(code for word in _WORD.findall(text.casefold()) for code in _BY_WORD.get(word, ()))
    return votes[language] >= 2 * LEAST and votes[language] > 2 * votes[main]
