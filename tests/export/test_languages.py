"""The document in other languages: nothing of ours in it stays English, and what is English in it says so."""

import re

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from coverage_app.export.options import LANGUAGES

from .. import messages

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
