"""HTML into paragraphs: every text block of a page in order, what its markup says of it, and the page's metadata.

The only module that imports lxml and trafilatura. trafilatura tells which blocks are report, but what it leaves out is
kept here all the same: it drops captions and teasers, which an editor must be able to see and to take back.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from .decoding import clean, refuse_book

Hint = Literal["headline", "standfirst", "heading", "report", "furniture"]

_SKIPPED = frozenset("script style noscript template head svg math".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var wbr".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_FURNITURE_TAGS = frozenset(
    "nav footer aside form button select option textarea label figcaption figure menu dialog iframe object video audio "
    "address".split()
)
_FURNITURE_ROLES = frozenset("navigation contentinfo complementary search dialog banner alert".split())
# Words in class and id that name furniture, compared with the words of the attribute, never with parts of words.
_FURNITURE_NAMES = frozenset(
    "ad ads advert advertisement advertising banner breadcrumb breadcrumbs byline caption captions comment comments "
    "cookie cookies copyright credit credits disclaimer footer menu most nav navbar navigation newsletter outbrain "
    "paywall popular promo promoted recirc recommended recommendation recommendations related respond share sharing "
    "sidebar signup social sponsor sponsored subscribe subscription taboola tag tags teaser teasers toolbar trending "
    "widget".split()
)
# Words in class, id and itemprop that name the text under a headline.
_STANDFIRST_NAMES = frozenset(
    "standfirst dek deck subhead subheadline subheading subtitle summary lead lede description".split()
)
_NAME = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
_HIDDEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)

# trafilatura's answer counts only if it holds at least this share of the page's text: on short or odd pages it finds a
# cookie notice and misses the article.
LEAST_EXTRACTED = 0.1
# A page's machine-readable description longer than this is no description; json must not be led into deep nesting.
MAX_DESCRIPTION = 200_000


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `hints[n]` says what the markup knows of `paragraphs[n]`; None when it knows nothing."""

    paragraphs: tuple[str, ...]
    hints: tuple[Hint | None, ...]
    headline: str = ""
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: datetime | None = None
    language: str | None = None


def parse(text: str) -> Page:
    """The paragraphs and metadata of an HTML page; empty paragraphs when it has no text.

    Raises UnreadableSource when it has more text than an article.
    """
    import lxml.html  # type: ignore[import-untyped]  # costs start-up time, and .txt files do without

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.ParserError:  # nothing but comments and white space
        return Page((), ())
    blocks = list(_blocks(tree))
    refuse_book(sum(len(block) for block, _ in blocks))
    extracted = _extract(text)
    headline = _headline(tree, extracted)
    hints = tuple(_hints(blocks, extracted, headline))
    described = _described(tree)
    return Page(
        paragraphs=tuple(block for block, _ in blocks),
        hints=hints,
        # as it stands on the page, where a line break in it is a space
        headline=next((block for (block, _), hint in zip(blocks, hints, strict=True) if hint == "headline"), headline),
        byline=_meta(tree, "author", "article:author") or _name(described.get("author")) or _text(extracted, "author"),
        outlet=_meta(tree, "og:site_name") or _name(described.get("publisher")) or _text(extracted, "sitename"),
        url=_web_address(_link(tree) or _meta(tree, "og:url") or _text(extracted, "url")),
        published=_time(_meta(tree, "article:published_time", "datePublished", "date", "dc.date"))
        or _time(described.get("datePublished"))
        or _time(_text(extracted, "date")),
        language=_language(tree.get("lang") or _meta(tree, "og:locale")),
    )


# --- text blocks


def _blocks(tree: Any) -> Iterator[tuple[str, Hint | None]]:
    """(paragraph, hint of the markup) for each run of text that no block element interrupts, without recursion: pages
    nest as deeply as they like."""
    pieces: list[str] = []
    pending: list[tuple[str, Hint | None]] = []

    def flush(hint: Hint | None) -> None:
        for line in clean("".join(pieces)).split("\n"):
            paragraph = " ".join(line.split())
            if paragraph:
                pending.append((paragraph, hint))
        pieces.clear()

    # (element, hint, whether its end is due)
    stack: list[tuple[Any, Hint | None, bool]] = [(tree, None, False)]
    while stack:
        element, outer, is_end = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        is_block = tag not in _INLINE and tag != "br"
        if is_end:
            if is_block:
                flush(_own_hint(element, tag) or outer)
            pieces.append(_spaced(element.tail))
            yield from pending
            pending.clear()
            continue
        if tag in _SKIPPED:
            pieces.append(_spaced(element.tail))
            continue
        hint = outer if outer == "furniture" else _own_hint(element, tag) or outer
        if is_block:
            flush(outer)
        if tag == "br":
            pieces.append(" " if outer in ("headline", "heading") else "\n")
        pieces.append(_spaced(element.text))
        stack.append((element, outer, True))
        stack.extend((child, hint, False) for child in reversed(element))
    flush(None)
    yield from pending


def _spaced(text: str | None) -> str:
    return " ".join(re.split(r"[ \t\r\n\f]+", text)) if text else ""


def _own_hint(element: Any, tag: str) -> Hint | None:
    names = {
        name.lower()
        for attribute in ("class", "id", "itemprop", "data-testid", "data-component")
        for name in _NAME.findall(element.get(attribute) or "")
    }
    if (
        tag in _FURNITURE_TAGS
        or (element.get("role") or "").lower() in _FURNITURE_ROLES
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "")
        or (names & _FURNITURE_NAMES and tag not in ("html", "body", "main", "article"))
    ):
        return "furniture"
    if tag in _HEADINGS:
        return "heading"
    return "standfirst" if names & _STANDFIRST_NAMES else None


def _hints(blocks: list[tuple[str, Hint | None]], extracted: Any, headline: str) -> Iterator[Hint | None]:
    """The markup's hint, and trafilatura's where the markup says nothing."""
    kept = _squeeze(_text(extracted, "text") or "")
    whole = sum(len(_squeeze(block)) for block, _ in blocks)
    trusted = len(kept) > LEAST_EXTRACTED * whole
    title_is_due = bool(headline)
    is_below_title = False  # between the headline and the report
    for block, hint in blocks:
        squeezed = _squeeze(block)
        if title_is_due and squeezed == _squeeze(headline):
            title_is_due, is_below_title = False, True
            yield "headline"
        elif hint == "standfirst" and is_below_title:
            is_below_title = False
            yield hint
        elif hint == "furniture":
            yield hint
        elif not trusted:
            yield "heading" if hint == "heading" else None
        elif hint == "heading":
            yield "heading" if squeezed in kept else "furniture"
        else:
            is_below_title = is_below_title and squeezed not in kept
            yield "report" if squeezed in kept else "furniture"


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _extract(text: str) -> Any:
    import trafilatura  # costs start-up time, and .txt files do without

    try:
        return trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, favor_recall=True)
    except Exception:  # noqa: BLE001 - a page that it cannot digest is read by its markup alone
        return None


# --- metadata


def _text(extracted: Any, name: str) -> str | None:
    value = getattr(extracted, name, None)
    return clean(str(value)).strip() or None if value else None


def _meta(tree: Any, *names: str) -> str | None:
    for name in names:
        for element in tree.iter("meta"):
            if name in (element.get("property"), element.get("name"), element.get("itemprop")):
                content = " ".join(clean(element.get("content") or "").split())
                if content and not (name == "article:author" and content.startswith("http")):
                    return content
    return None


def _headline(tree: Any, extracted: Any) -> str:
    headings = [" ".join(clean(h.text_content()).split()) for h in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return headings[0]
    stated = _meta(tree, "og:title") or _text(extracted, "title") or ""
    return next((heading for heading in headings if heading in stated or stated in heading), stated)


def _link(tree: Any) -> str | None:
    return next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)


def _web_address(url: str | None) -> str | None:
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


def _language(code: str | None) -> str | None:
    match = re.match(r"[A-Za-z]{2}(?![A-Za-z])", code or "")
    return match[0].lower() if match else None


def _described(tree: Any) -> dict[str, Any]:
    """The page's description of itself as an article (JSON-LD, schema.org), empty when there is none."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and len(script.text or "") < MAX_DESCRIPTION:
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            graph = data.get("@graph", [data]) if isinstance(data, dict) else data
            for item in graph if isinstance(graph, list) else ():
                if isinstance(item, dict) and ("headline" in item or "datePublished" in item):
                    return item
    return {}


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for item in value[:10] if (name := _name(item))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return clean(value).strip() or None if isinstance(value, str) else None


def _time(value: Any) -> datetime | None:
    """A point in time from ISO 8601; a date alone is its midnight, no zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
