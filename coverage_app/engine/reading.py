"""A file into a Document: chooses the reader by content and name, finds who published it, cuts it into passages."""

import hashlib
import re
from datetime import datetime
from pathlib import PurePath

from . import passages
from .decoding import decode, refuse_book
from .documents import Document, Passage, UnreadableSource
from .furniture import kinds as kinds_of
from .languages import language_of
from .moments import moment_of
from .notices import notices_of
from .office import page_of
from .pages import Page, parse
from .scoring import Scorer

# An article with its pictures left out is some 100 kB, a saved page with everything inlined a few MiB.
MAX_BYTES = 10 * 1024 * 1024

_PAGE_START = re.compile(
    r"\s{0,200}(?:<!--.{0,500}?-->\s{0,200}|<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_TEXT_SUFFIXES = (".txt", ".text", ".md", "")
_BYLINE = re.compile(r"[Bb][Yy]:? ([^.!?]{3,80})")
_ID_DIGITS = 10  # of the sha256 in an id: two of a million files share one with a chance of one half


def read(data: bytes, name: str, *, outlet: str | None = None, furniture: Scorer | None = None) -> Document:
    """The article in a file of the given name. Ids derive from the sha256 of the bytes, so the same file has the same.

    `furniture` tells report from furniture where markup does not; without it the scorer that is shipped.
    Raises UnreadableSource with a sentence for the person who gave the file.
    """
    if not data.strip():
        raise UnreadableSource("The file is empty. Check that the right file was chosen, or paste the text.")
    if len(data) > MAX_BYTES:
        raise UnreadableSource(
            f"The file has more than the {MAX_BYTES // 2**20} MB that an article may have. "
            "Save only the article's text, or paste it."
        )
    sha256 = hashlib.sha256(data).hexdigest()
    page = _page(data, PurePath(name).suffix.lower())
    text = "\n\n".join(page.paragraphs) if isinstance(page, Page) else page
    facts = page if isinstance(page, Page) else Page((), ())
    document_id = f"a{sha256[:_ID_DIGITS]}"
    cut = cut_into_passages(text, document_id, page=facts, scorer=furniture)
    headline = facts.headline or next((p.text for p in cut if p.kind == "headline"), "")
    return Document(
        id=document_id,
        source=PurePath(name).name,
        sha256=sha256,
        text=text,
        passages=cut,
        outlet=outlet or facts.outlet or outlet_of(name),
        headline=headline,
        byline=facts.byline or _byline(cut),
        url=facts.url,
        published=facts.published or _published(cut, text),
        language=language_of(text, facts.language),
        notices=notices_of(cut),
    )


def cut_into_passages(
    text: str, document_id: str, *, page: Page | None = None, scorer: Scorer | None = None
) -> tuple[Passage, ...]:
    """The passages of a canonical text with their kinds; `page` brings what the markup said of its paragraphs."""
    spans = passages.split(text)
    hints = page.hints if page else ()
    kinds = kinds_of(text, spans, hints, scorer)
    return tuple(
        Passage(f"{document_id}.p{n}", span.start, span.end, span.paragraph, kind, text[span.start : span.end])
        for n, (span, kind) in enumerate(zip(spans, kinds, strict=True), start=1)
    )


def outlet_of(name: str) -> str:
    """An outlet's name from a file's name: "al-jazeera.txt" is Al Jazeera."""
    words = re.split(r"[-_\s]+", PurePath(name).stem)
    return " ".join(word if word != word.lower() else _capitalised(word) for word in words if word) or "Unknown outlet"


def _capitalised(word: str) -> str:
    """bbc becomes BBC, reuters Reuters: what cannot be spoken for want of a vowel is an abbreviation."""
    return word.upper() if len(word) <= 4 and not re.search("[aeiouyà-ÿ]", word) else word[:1].upper() + word[1:]


def _page(data: bytes, suffix: str) -> Page | str:
    """The paragraphs of a page or Word file, or the text of a text file."""
    if suffix in (".docx", ".docm"):
        page = parse(page_of(data))
    else:
        is_page = suffix in _PAGE_SUFFIXES
        text = decode(data, is_page=is_page)
        if not is_page and not _PAGE_START.match(text):
            if suffix not in _TEXT_SUFFIXES:
                raise UnreadableSource(
                    f"Files that end in {suffix} cannot be read. "
                    "Save the article as .txt, .html or .docx, or paste its text."
                )
            refuse_book(len(text))
            return text
        page = parse(text if is_page else decode(data, is_page=True))
    if not page.paragraphs:
        raise UnreadableSource("There is no text in this file. Save the article again, or paste its text.")
    return page


def _published(cut: tuple[Passage, ...], text: str) -> datetime | None:
    """When it was published, where a line of its own says so."""
    aside = {p.paragraph for p in cut if p.kind == "furniture"}
    lines = (line for n, line in enumerate(filter(str.strip, text.split("\n"))) if n in aside)
    return next(filter(None, map(moment_of, lines)), None)


def _byline(cut: tuple[Passage, ...]) -> str | None:
    """Who wrote it, where a line of its own says so."""
    for passage in cut:
        match = _BYLINE.fullmatch(passage.text)
        if match and passage.kind == "furniture":
            return match[1].strip()
    return None
