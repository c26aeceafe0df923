"""The document in other languages: nothing of ours in it stays English, and what is English in it says so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Message
from bleach._vendor import html5lib
from django.utils import translation

from coverage_app.export.html import render_html
from coverage_app.export.linear import blocks
from coverage_app.export.options import LANGUAGES, LAYOUTS, Options, Texts
from coverage_app.export.picture import overview_svg

from .. import messages
from ..factories import make_comparison

OTHERS = [language for language in LANGUAGES if language != "en"]
CATALOGUES = messages.catalogues()
MARKED = messages.marked()
_PLACE = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"<[^>]*>")


def own(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


# --- the catalogues


def test_every_language_on_offer_has_a_catalogue() -> None:
    assert set(CATALOGUES) == {translation.to_locale(language) for language in OTHERS}


@pytest.mark.parametrize("name", CATALOGUES)
def test_catalogues_hold_what_the_code_says_and_are_compiled(name: str) -> None:
    path = CATALOGUES[name]
    catalogue = messages.read(path)
    assert messages.written(messages.merged(path)) == path.read_bytes(), "run make messages"
    assert messages.compiled(catalogue) == path.with_suffix(".mo").read_bytes(), "run make messages"
    assert not catalogue.fuzzy
    for message in catalogue:
        assert not message.fuzzy, message.id
        if message.id:
            assert messages.is_translated(message), message.id
            assert len(translations(message)) == (catalogue.num_plurals if message.pluralizable else 1), message.id


@pytest.mark.parametrize("name", CATALOGUES)
def test_translations_have_the_same_places_and_elements(name: str) -> None:
    for message in messages.read(CATALOGUES[name]):
        if message.id:
            for text in translations(message):
                for found in (_PLACE, _TAG):
                    assert sorted(found.findall(text)) == sorted(found.findall(own(message)[-1])), message.id
                assert "%" not in _PLACE.sub("", text)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("fr", r"[^\u00a0]:(?!\w)|[^\u202f\w&][;!?»]|[ \w][;!?»]|«[^\u202f]|[\"“”']"),
        ("de", r"[\"'”«»]|“(?=\w)"),
        ("es", r"[\"'“”]|« | »"),
        ("zh_Hans", r"[\u4e00-\u9fff]\s*[,.;:!?()]|[,;:!?()]\s*[\u4e00-\u9fff]|[\"']"),
    ],
)
def test_signs_are_set_as_the_language_sets_them(name: str, wrong: str) -> None:
    for message in messages.read(CATALOGUES[name]):
        if message.id and message.context is None:
            for text in translations(message):
                assert not re.search(wrong, _TAG.sub("", text)), text


# --- the document

TITLE = "Der Damm"  # a word in no language's catalogue
MADE = datetime(2026, 3, 2, 15, 4, tzinfo=UTC)
OPTIONS = (
    Options(TITLE, include_proposed=True, made=MADE, texts=Texts(dated=date(2026, 3, 1))),
    Options(TITLE, cap=30, roles={"Ada Lead": "lead"}),
)
DATES = {
    "fr": ("1er mars 2026", "2 mars 2026 à 15\u00a0h\u00a004 UTC"),
    "de": ("1. März 2026", "2. März 2026, 15:04 UTC"),
    "es": ("1 de marzo de 2026", "2 de marzo de 2026, 15:04 UTC"),
    "zh-hans": ("2026年3月1日", "2026年3月2日 15:04 UTC"),
}
# Words that stand in nearly every English sentence, and in none of the other languages.
_ENGLISH = re.compile(r"\b(?:the|of|and|were|with|what|which|that|this)\b", re.IGNORECASE)


def in_own_language(element: Element) -> Iterator[str]:
    """The texts of an element without what says that it is in another language, and without data and style."""
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if "lang" not in child.attrib and name not in ("script", "style", ""):
            yield from in_own_language(child)
        yield child.tail or ""
    yield from (element.attrib[name] for name in ("aria-label", "title") if name in element.attrib)


def english(text: str) -> list[str]:
    """English words in a text, but for names of outlets."""
    for document in make_comparison().documents:
        text = text.replace(document.outlet, "")
    return [text[max(0, found.start() - 40) : found.end() + 40] for found in _ENGLISH.finditer(text)]


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_in_the_document_is_english_but_what_says_so(language: str) -> None:
    comparison = make_comparison()
    for options in (replace(chosen, language=language, layout=one) for one in LAYOUTS for chosen in OPTIONS):
        document = html5lib.HTMLParser(strict=True).parse(render_html(comparison, options))
        assert document.attrib["lang"] == language
        text = "".join(in_own_language(document))
        assert not english(text)
        said = {element.attrib["lang"] for element in document.iter() if "lang" in element.attrib}
        assert said == {language, "en"}
        if options.made:
            assert all(day in text for day in DATES[language])


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_in_a_document_without_columns_is_english_but_what_says_so(language: str) -> None:
    for options in (replace(chosen, language=language) for chosen in OPTIONS):
        words = [words for block in blocks(make_comparison(), options) for words in block.words]
        assert not english(" ".join(those.text for those in words if not those.language))
        assert {those.language for those in words} == {None, "en"}
        assert not english(re.sub(_TAG, "", overview_svg(make_comparison(), options)))


def test_what_editors_wrote_in_the_language_of_the_document_is_not_called_english() -> None:
    german = "Das ist ein Detail, das nur der eine hat und das die anderen nicht nennen."
    comparison = make_comparison()
    notes = tuple(
        replace(annotation, label="Die Sperre von 1961", body=german) for annotation in comparison.annotations
    )
    options = Options(TITLE, language="de", texts=Texts(introduction=german, method="What the two editors had of it."))
    document = html5lib.HTMLParser(strict=True).parse(render_html(replace(comparison, annotations=notes), options))
    text = "".join(in_own_language(document))
    assert text.count(german) == 2
    assert not english(text)


def test_an_english_document_names_no_language_but_its_own() -> None:
    for layout in LAYOUTS:
        html = render_html(make_comparison(), Options(TITLE, layout=layout))
        assert re.findall(r'lang="([^"]*)"', html) == ["en"]


def test_quoted_words_stand_between_the_signs_of_the_language() -> None:
    signs = {"en": "“”", "fr": "«»", "de": "„“", "es": "«»", "zh-hans": "“”"}
    for language, (before, after) in signs.items():
        text = "\n".join(block.text for block in blocks(make_comparison(), Options(TITLE, language=language)))
        assert re.search(f"{before}\u202f?[^{before}{after}]+\u202f?{after}", text)
