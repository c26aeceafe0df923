"""What tells furniture from report where neither markup nor the wording of the trade does: features of paragraphs.

They look at how a paragraph speaks (a caption tells what is seen, a video's text announces it), at its likeness to
the headline and to the rest of the article, and at where it stands. furniture.py weighs them;
tests/bench/fit_furniture.py fits the weights.
"""

import re
from collections.abc import Mapping, Sequence

from .normalising import words
from .paragraphs import Article
from .repetitions import near_repetitions, repetitions
from .speech import has_address, is_about_itself, is_announced, is_dated, is_depicted, is_to_readers
from .wordlists import AUXILIARIES, COMMON_VERBS, FUNCTION_WORDS, LEANING

OPENING = 5  # paragraphs below the headline among which the report begins
AHEAD = 3  # paragraphs further down that may repeat more of the headline, as the report's first sentence does
TITLE_WORDS = range(3, 15)  # words of a video's title
STANDFIRST_WORDS = 28  # words of a standfirst above a dateline; what is longer, or two sentences, goes with a video
LONG = 40  # words from which on a paragraph is long
TEASER_WORDS = 5  # shortest headline of another story; a shorter line is a cross-heading
CAPTION_WORDS = 40  # longest first sentence of a caption
CAPTION_SENTENCES = 3  # most sentences of a caption
ON_TOPIC = 0.5  # share of a line's telling words that the article must use elsewhere for it to be about the same
# Share of a paragraph's runs of words in another one: up to OWN it says something of its own, from SAME on hardly so.
OWN, SAME = 0.3, 0.6

FEATURES = (
    "above_dateline", "at_length", "behind_headline", "title", "below_title", "leans", "past", "repeated",
    "other_story", "verbless", "depicted", "dated", "announced", "to_readers", "about_itself", "address", "question",
    "length", "end",
)  # fmt: skip

_PAST = frozenset(
    "was were had did said told made took gave got went came saw found held met kept left began brought sent".split()
)
# A name, other than the first word, followed by what may be a verb in the present: "The ministry blames".
# (The first word is left out, since "Steel pipes" looks the same.)
_ACTS = re.compile(r"(?:(?<=\s)[A-Z][\w.]*|[Hh]e|[Ss]he|[Ii]t|[Ww]ho|[Tt]hat|also)\s[a-z]{2,20}[^s\W]s\b")
_PLACE = re.compile(
    r"\b(?:at|in|during|outside|inside|near|on|after|before|with|beside|aboard|across)\b", re.IGNORECASE
)
# Words that a headline does without.
_SPELLED_OUT = frozenset(
    """
    a an the his her their its he she they it you we who when what how this that these those there nobody is are was
    were has have had can could
    """.split()
)
# The end of a sentence that is no part of its main clause: ", where she has lived since 1991."
_APPENDED = re.compile(r",\s(?:which|where|who|whose|built|known|made|seen|shown)\s[^,]*\.$")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")


def signs(article: Article, aside: set[int], headline: int | None) -> dict[int, tuple[float, ...]]:
    """The features of each paragraph that is still open, in the order of FEATURES.

    `aside` is furniture already; the headline, cross-headings and what only repeats another paragraph are not open
    either.
    """
    again = repetitions(article, aside)
    aside = aside | {n for n, group in enumerate(article.passages) if again.issuperset(group)}
    kept = [n for n in range(len(article.lines)) if n not in aside]
    used = article.used(aside)
    repeated = near_repetitions(article, aside)
    openings = _openings(article, kept, headline)
    rows = {}
    for number in kept:
        if number == headline or article.is_stated(number) or _is_cross_heading(article, number):
            continue
        opening = openings.get(number, {})
        row = dict.fromkeys(FEATURES, 0.0) | _speech(article, number) | opening
        row["other_story"] = _is_other_story(article, number, used)
        row["length"] = min(1.0, article.count(number) / LONG)
        row["end"] = number == kept[-1]
        # a standfirst may be a sentence of the report
        if number != min(openings, default=None) or not _is_brief(article, number):
            row["repeated"] = min(1.0, max(0.0, (repeated[number] - OWN) / (SAME - OWN)))
        rows[number] = tuple(float(row[name]) for name in FEATURES)
    return rows


def _openings(article: Article, kept: Sequence[int], headline: int | None) -> dict[int, dict[str, float]]:
    """The features of the paragraphs below the headline, among which the report begins: at a dateline, or where the
    headline's words come again."""
    if headline is None or headline not in kept:
        return {}
    top = kept.index(headline) + 1
    below = kept[top : top + OPENING]
    title = article.telling[headline]
    shares = {n: len(title & article.telling[n]) / max(1, len(title)) for n in kept[top : top + OPENING + AHEAD]}
    last_dateline = max((n for n in below if article.has_dateline(n)), default=-1)
    features = {}
    told = 0.0
    for at, number in enumerate(below):
        ahead = [shares[n] for n in kept[top + at + 1 : top + at + 1 + AHEAD] if n in shares]
        told = max(told, shares[number])  # of the headline so far
        is_above = number < last_dateline and not article.has_dateline(number)
        features[number] = {
            "above_dateline": is_above,
            "at_length": is_above and not _is_brief(article, number),
            "behind_headline": max(0.0, max(ahead, default=0.0) - told),
            "title": _is_title(article, number),
            "below_title": at > 0 and _is_title(article, below[at - 1]),
            "leans": _leans(article, number),
        }
    return features


def _speech(article: Article, paragraph: int) -> dict[str, float]:
    """How a paragraph speaks. The words are English ones: of other languages little is said."""
    line = article.lines[paragraph]
    row: dict[str, float] = {"address": has_address(line), "question": line.rstrip("\"'”’").endswith("?")}
    if not article.is_english:
        return row
    said = [word.norm for word in words(_QUOTED.sub(" ", article.first_sentences[paragraph])) if word.is_word]
    return row | {
        "past": any(norm in _PAST or (norm.endswith("ed") and len(norm) > 3) for norm in said),
        "verbless": _is_verbless(article, paragraph),
        "depicted": is_depicted(line),
        "dated": is_dated(line),
        "announced": is_announced(line),
        "to_readers": is_to_readers(line),
        "about_itself": is_about_itself(line),
    }


def _is_brief(article: Article, paragraph: int) -> bool:
    return article.count(paragraph) <= STANDFIRST_WORDS and len(article.passages[paragraph]) == 1


def _is_verbless(article: Article, paragraph: int) -> bool:
    """A full stop, a place and no verb but in an appended clause: "Steel pipes at a factory in Ruhland." """
    sentence = article.first_sentences[paragraph]
    if paragraph == 0 or len(article.passages[paragraph]) > CAPTION_SENTENCES or not sentence.endswith("."):
        return False
    text = _APPENDED.sub("", sentence)
    found = [word for word in words(text) if word.is_word]
    if not TEASER_WORDS <= len(found) <= CAPTION_WORDS or '"' in text or "“" in text or not text[0].isupper():
        return False
    # what is capitalised is a name; a first word in -ed is more often a participle: "Stacked crates at ..."
    norms = [word.norm for word in found[1:] if not text[word.start].isupper()]
    has_verb = any(n in AUXILIARIES or n in COMMON_VERBS or "n't" in n for n in [found[0].norm, *norms])
    has_verb = has_verb or any(n.endswith("ed") and len(n) > 3 for n in norms) or _ACTS.search(text) is not None
    return not has_verb and _PLACE.search(sentence) is not None and bool(FUNCTION_WORDS & {*norms})


def _is_title(article: Article, paragraph: int) -> bool:
    """Whether a paragraph is put like a headline, without the words that those leave out."""
    is_short = article.count(paragraph) in TITLE_WORDS and len(article.passages[paragraph]) == 1
    norms = article.norms[paragraph]
    return is_short and not _SPELLED_OUT & {*norms} and not norms[-1].endswith("ed")


def _is_cross_heading(article: Article, paragraph: int) -> bool:
    return article.is_line(paragraph) and article.count(paragraph) < TEASER_WORDS


def _leans(article: Article, paragraph: int) -> bool:
    """Whether a paragraph cannot stand without the headline above it: "The party alleged", "He also said"."""
    norms = article.norms[paragraph]
    names_known = norms[:1] == ["the"] and article.lines[paragraph][4:5].islower()
    return names_known or bool(LEANING & {*norms[:1]}) or "also" in norms


def _unknown(article: Article, paragraph: int, used: Mapping[str, int]) -> float:
    """Share of a paragraph's telling words that no other one has."""
    telling = article.telling[paragraph]
    return sum(used[term] <= 1 for term in telling) / len(telling) if telling else 0.0


def _is_other_story(article: Article, paragraph: int, used: Mapping[str, int]) -> bool:
    """Whether a line in the middle of an article is a headline about something else."""
    is_inside = 1 < paragraph < len(article.lines) - 1
    if not is_inside or not article.is_line(paragraph) or article.count(paragraph) < TEASER_WORDS:
        return False
    return _unknown(article, paragraph, used) > 1 - ON_TOPIC and not _introduces(article, paragraph)


def _introduces(article: Article, paragraph: int) -> bool:
    """Whether a verb stands at a line's end, as in one that introduces what follows: "the mayor wrote on Friday"."""
    return any(norm in COMMON_VERBS or norm.endswith("ed") for norm in article.norms[paragraph][-3:])
