"""What may stand in a page unescaped: notes that people write, made harmless, and our own stylesheet. This is the only
module that may call `mark_safe`.

Markdown passes through three gates: script and style go with all their text (bleach would keep the text), then bleach,
then nh3, a sieve of another make behind it. What either of them does not know to be harmless is dropped.
"""

import re

import bleach  # type: ignore[import-untyped]  # its stubs would be one more package to keep
import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = frozenset({"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code"})
SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "noopener noreferrer nofollow"

# Headings, rules, code blocks and pictures have no place in a note: what looks like one stays the text it is.
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "linkify": False}).disable(
    ["heading", "lheading", "hr", "fence", "code", "image"]
)
# An end tag that is missing takes the rest with it, as in a browser.
_SCRIPT_OR_STYLE = re.compile(r"<(script|style)\b.*?(?:</\1\b[^>]*>|\Z)", re.IGNORECASE | re.DOTALL)
# Signs that could end or begin an element, and what HTML forbids in any text; in JSON they stand in strings only.
_NOT_IN_DATA = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ABSOLUTE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def note_html(markdown: str) -> SafeString:
    """The note with simple formatting: paragraphs, emphasis, links, lists, quotations, code words."""
    text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", markdown)  # which cannot be written as UTF-8
    return mark_safe(_sieve(_MARKDOWN.render(text)))  # noqa: S308  _sieve is what makes it safe


def style_text(css: str) -> SafeString:
    """Our own stylesheet, to stand inside a <style> element, where nothing may be escaped. Raises ValueError for what
    could end that element."""
    if "<" in css:
        raise ValueError("A stylesheet that is put into a page must not hold “<”.")
    return mark_safe(css)  # noqa: S308  a file of this package, checked above


def data_text(json: str) -> SafeString:
    """JSON to stand inside a <script> element of a data type, where nothing may be escaped as HTML is: whatever could
    end the element, or is no character of a text, becomes an escape of JSON's own."""
    return mark_safe(_NOT_IN_DATA.sub(_escaped, json))  # noqa: S308  no "<" is left in it


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _sieve(dirty: str) -> str:
    """Harmless HTML, well formed. What has passed once passes again unchanged."""
    clean = bleach.clean(
        _SCRIPT_OR_STYLE.sub("", dirty),
        tags=TAGS,
        attributes=_may_stay,
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )
    return nh3.clean(
        clean, tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=LINK_REL
    ).strip()


def _may_stay(tag: str, name: str, value: str) -> bool:
    return tag == "a" and name == "href" and _ABSOLUTE.match(value.strip()) is not None
