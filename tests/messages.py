"""The messages of the export, from the code into the catalogues of the languages: `make messages`.

Every sentence that templates/ and coverage_app/export/ mark is put into each locale/*/LC_MESSAGES/django.po; one that
is no longer there goes; each django.po is compiled to the django.mo that Django reads. Babel does it, so that no
gettext tools are needed.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "coverage_app" / "locale"
# gettext_lazy and the like, with the places of their arguments as for gettext.
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": places for name, places in DEFAULT_KEYWORDS.items() if "gettext" in name}


def catalogues() -> dict[str, Path]:
    """Each language's file by its name: "zh_Hans"."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def marked() -> Catalog:
    """All messages that the code marks, in the order of files and lines."""
    found = Catalog()
    templates = (path for path in sorted(ROOT.glob("templates/**/*")) if path.is_file())
    for path in (*templates, *sorted(ROOT.glob("coverage_app/export/*.py"))):
        for message, context in _messages(path):
            found.add(message, context=context, locations=[(path.relative_to(ROOT).as_posix(), None)])
    return found


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":  # as calls of gettext; indentation means nothing in a template
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for _, message, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield message, context


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def merged(path: Path) -> Catalog:
    """A catalogue with the messages that are marked now: new ones without a translation, old ones gone."""
    catalogue = read(path)
    catalogue.update(marked(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)


def main() -> int:
    """Writes all catalogues; says what has no translation yet."""
    missing = 0
    for name, path in catalogues().items():
        catalogue = merged(path)
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        for message in catalogue:
            if message.id and not is_translated(message):
                missing += 1
                sys.stdout.write(f"{name}: no translation of {message.id!r}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
