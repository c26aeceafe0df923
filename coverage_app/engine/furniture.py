"""Tells report from furniture: what kind each passage of an article is.

Markup decides where there is some; then the wording of the trade (boilerplate.py) and what stands in the article once
more (repetitions.py). Of the paragraphs that are still open a logistic regression over their signs (signs.py) says how
likely each is furniture.
"""

import re
from collections.abc import Sequence

from . import fitted
from .boilerplate import heads_teasers, is_boilerplate, is_caption, is_teaser
from .documents import PassageKind
from .moments import is_moment
from .pages import Hint
from .paragraphs import HEADLINE_WORDS, Article
from .passages import Span
from .repetitions import repetitions
from .scoring import Scorer
from .signs import CAPTION_SENTENCES, TEASER_WORDS, signs

STANDFIRST_WORDS = 40  # longest standfirst

_LABELLED = re.compile(r"[A-Z][\w' ]{1,30}:\s")


def kinds(
    text: str, spans: Sequence[Span], hints: Sequence[Hint | None] = (), scorer: Scorer | None = None
) -> list[PassageKind]:
    """The kind of each passage. `hints[n]` is what the markup says of paragraph n, when the text comes from a page;
    `scorer` weighs the signs, without it the one that is shipped."""
    scorer = scorer or fitted.shipped().furniture
    article = Article(text, spans, hints)
    furniture = sure(article)
    headline = article.headline(furniture)
    for number, row in signs(article, furniture, headline).items():
        if scorer.probability(row) >= scorer.least:
            furniture.add(number)
    result: list[PassageKind] = ["furniture" if span.paragraph in furniture else "body" for span in spans]
    for number in repetitions(article, furniture):
        result[number] = "furniture"
    _name_headings(article, result)
    return result


def sure(article: Article) -> set[int]:
    """The paragraphs that are furniture by markup or by what they say of themselves."""
    found = {
        n
        for n, line in enumerate(article.lines)
        if article.hint(n) == "furniture" or is_boilerplate(line) or is_moment(line) or (n > 0 and is_teaser(line))
    }
    headline = article.headline(found)
    found |= _captions(article, found, headline)
    return found | _named_teasers(article, found, headline)


def _captions(article: Article, furniture: set[int], headline: int | None) -> set[int]:
    """Captions by what they say, and the line before one that says the same in short."""
    found = set()
    for number, line in enumerate(article.lines):
        if number in furniture or number == headline or article.is_stated(number):
            continue
        if article.has_dateline(number):  # its agency in brackets is no picture credit
            continue
        short = len(article.passages[number]) <= CAPTION_SENTENCES
        if short and (is_caption(article.first_sentences[number]) or is_caption(line)):
            found.add(number)
            before = number - 1
            if (
                before >= 0
                and before != headline
                and article.is_line(before)
                and line.startswith(article.lines[before])
            ):
                found.add(before)
    return found


def _named_teasers(article: Article, furniture: set[int], headline: int | None) -> set[int]:
    """Headlines of other stories below the heading of a list of them, or next to a line that says it is a teaser."""
    found: set[int] = set()
    listed = False  # below the heading of such a list
    for number in range(2, len(article.lines)):
        listed = heads_teasers(article.lines[number - 1]) or (listed and number - 1 in found)
        if number in furniture or number == headline or article.is_stated(number):
            continue
        if listed and article.is_line(number) and article.count(number) >= TEASER_WORDS:
            found.add(number)
        beside = any(
            is_teaser(line) for line in article.lines[number - 1 : number] + article.lines[number + 1 : number + 2]
        )
        if beside and _LABELLED.match(article.lines[number]) and article.count(number) <= HEADLINE_WORDS:
            found.add(number)
    return found


def _name_headings(article: Article, result: list[PassageKind]) -> None:
    """Marks the headline and the standfirst under it."""
    furniture = {n for n, group in enumerate(article.passages) if all(result[p] == "furniture" for p in group)}
    headline = article.headline(furniture)
    if headline is None:
        return
    for passage in article.passages[headline]:
        if result[passage] != "furniture":
            result[passage] = "headline"
    below = next((n for n in range(headline + 1, len(article.lines)) if n not in furniture), None)
    if below is None or below + 1 >= len(article.lines) or article.has_dateline(below):
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
