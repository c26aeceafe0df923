"""Where a passage may be cut so that what is quoted of it is still true and reads by itself.

A run of words that is quoted begins and ends at the border of a phrase or clause, and takes with it the little words
that turn its sense: a negation, a hedge, a condition. There is no grammar behind it, only marks and closed lists of
words; of languages other than English the marks alone are used.
"""

import re
from collections.abc import Sequence

from .normalising import Word
from .wordlists import APPROXIMATING, AUXILIARIES, COMMON_VERBS, ENGLISH, FUNCTION_WORDS, JOINING, TURNING

# How deep the cut before a word is.
NONE, PHRASE, COMMA, CLAUSE = range(4)

# An opening quotation mark and what closes it. A straight single one is left out, since an apostrophe looks the same.
QUOTATION = {'"': '"', "“": "”", "«": "»", "»": "«", "„": "“", "「": "」", "『": "』", "‘": "’"}
_DATELINE = re.compile(
    r"(?:[^()\n]{0,70}\([A-Z][\w .]{1,30}\)|[A-Z][A-Z .'-]{2,40}(?:,[^()–—]{0,30})?)\s?[–—-]{1,2}\s"
)  # ... (Agency) - and CITY, Country -

REACH = 3  # words before a run in which a word that turns its sense is looked for: "is not yet expected to ..."
_BEHIND_STOP = "\"')]"  # what may close behind a full stop without white space
_CLAUSE_MARKS = frozenset(';:"()[]{}?!')
_NAME_LINKS = frozenset("of de la le van von der den bin al el da di du & for the and".split())


def borders(text: str, found: Sequence[Word], language: str | None = None) -> list[int]:
    """How deep the cut before each word of `words(text)` is, and after the last: one entry more than words.

    Phrases are known of English only, for which text of unknown language is taken.
    """
    is_english = language in ENGLISH
    depths = [NONE] * (len(found) + 1)
    for at in range(1, len(found)):
        before, word = found[at - 1], found[at]
        if not before.is_word or not word.is_word:
            depths[at] = max(_mark_depth(text, found, at - 1), _mark_depth(text, found, at))
        elif is_english and _begins_phrase(text, found, at):
            depths[at] = PHRASE
    depths[0] = depths[-1] = CLAUSE
    return depths


def report_start(text: str) -> int:
    """Where a passage's report begins: behind its dateline, if it has one."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def open_quotation(text: str, opened: str = "") -> str:
    """The mark of the quotation that is still open at the end of `text`; `opened` is the one at its beginning."""
    for at, ch in enumerate(text):
        if opened:
            is_apostrophe = ch == "’" and at + 1 < len(text) and text[at + 1].isalpha()
            if ch == QUOTATION[opened] and not is_apostrophe:
                opened = ""
        elif ch in QUOTATION:
            opened = ch
    return opened


def _mark_depth(text: str, found: Sequence[Word], at: int) -> int:
    """How deep the mark at `at` cuts; NONE for a word, and for what stands inside one: a hyphen, an apostrophe."""
    word = found[at]
    if word.is_word:
        return NONE
    glued_before = at > 0 and found[at - 1].end == word.start
    glued_after = at + 1 < len(found) and found[at + 1].start == word.end
    if word.norm in _CLAUSE_MARKS or (word.norm == "-" and not (glued_before and glued_after)):
        return NONE if word.norm == ":" and glued_before and glued_after else CLAUSE  # 3:50
    if word.norm == "-":
        return CLAUSE if text[word.start] == "—" else NONE  # an em dash parts what it is glued to
    if word.norm == "'":
        is_genitive = glued_before and text[word.start - 1] in "sS" and not _is_quoting(found, at)
        return NONE if is_genitive or (glued_before and glued_after) else CLAUSE
    if word.norm in ",、，":
        return COMMA
    if word.norm in "。！？；۔؟।":
        return CLAUSE
    if word.norm == "." and not glued_after:
        ends = at + 1 == len(found) or text[found[at + 1].start].isupper()
        is_short = glued_before and found[at - 1].end - found[at - 1].start <= ABBREVIATED
        return CLAUSE if ends and not (is_short and at + 1 < len(found)) else NONE
    if word.norm == "." and found[at + 1].norm in _BEHIND_STOP:
        return CLAUSE
    return NONE


def _is_quoting(found: Sequence[Word], at: int) -> bool:
    """Whether a single quotation mark was opened before word `at` and not closed."""
    return (
        open_quotation("".join(" ‘" if _opens(found, n) else "x’ " for n in range(at) if found[n].norm == "'")) == "‘"
    )


def _opens(found: Sequence[Word], at: int) -> bool:
    return at == 0 or found[at - 1].end < found[at].start or not found[at - 1].is_word


ABBREVIATED = 3  # letters before a full stop inside a passage that may be an abbreviation: "Lt. Col.", "No."


def _begins_phrase(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether a phrase may begin at a word that follows another one: at a little word behind a telling one, or at a
    verb. A telling word behind another or behind a little word belongs to it."""
    before, word = found[at - 1], found[at]
    if text[before.start].isupper() and text[word.start].isupper() and at > 1:
        return False  # a name
    if word.norm in _NAME_LINKS and at + 1 < len(found) and text[before.start].isupper():
        follower = found[at + 1]
        if text[follower.start].isupper() and follower.is_word and word.norm not in ("for", "the", "and"):
            return False  # a name with a link: Bank of Velmar
    if before.norm in TURNING or before.norm in APPROXIMATING:
        return False
    if word.norm in FUNCTION_WORDS:
        return before.norm not in FUNCTION_WORDS or word.norm in JOINING
    if before.norm in FUNCTION_WORDS:
        return False
    return is_verb(word) and not text[word.start].isupper()


def is_verb(word: Word) -> bool:
    """Whether a word looks like a verb that somebody does: English only, and a guess."""
    if not word.is_word:
        return False
    norm = word.norm
    return norm in AUXILIARIES or norm in COMMON_VERBS or "n't" in norm or (norm.endswith("ed") and len(norm) > 4)


def turns(found: Sequence[Word], at: int) -> bool:
    """Whether the word at `at` turns the sense of what follows: a negation, a hedge, a condition, or, before a number,
    what makes it a rough one."""
    word = found[at]
    if word.norm in TURNING or word.norm.endswith("n't"):
        return True
    following = found[at + 1].norm if at + 1 < len(found) else ""
    return word.norm in APPROXIMATING and following[:1].isdigit()


def with_turn(found: Sequence[Word], start: int, depths: Sequence[int], first: int = 0) -> int:
    """`start`, moved to the left over a negation, a hedge or a condition that stands close before it in its clause."""
    moved = True
    while moved:
        moved = False
        for at in range(start - 1, max(first, start - REACH) - 1, -1):
            if depths[at + 1] >= COMMA or not found[at].is_word:
                break
            if turns(found, at):
                start, moved = at, True
                break
    return start
