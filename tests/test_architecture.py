"""Arrows only go down: see docs/architecture.md."""

import pytest

from .arrows import PACKAGE, imports_of, modules, part_of

# What the parts below the web may import of the others.
MAY = {
    "engine": set(),
    "errors": set(),
    "sanitizing": set(),
    "models": set(),
    "marking": {"engine"},
    "presentation": {"engine", "marking"},
    "versions": {"engine"},
    "quote_check": {"engine", "marking", "presentation"},
    "provenance": {"engine"},
    "filters": {"presentation"},
    "strip": {"filters", "presentation"},
    "ledger": {"engine", "marking", "presentation"},
    "article": {"engine", "marking", "presentation"},
    "review": {"engine", "marking", "presentation"},
    "agreement": set(),
    "double_review": {"agreement", "models"},
    "export": {"article", "engine", "ledger", "marking", "presentation", "sanitizing"},
    "queries": {"engine", "models"},
    "known": {"engine", "models", "queries"},
    "exporting": {"engine", "export", "models", "queries"},
    "remote_reader": {"engine"},
    "bundling": {"engine", "models", "queries"},
    "services": {
        "bundling",
        "double_review",
        "engine",
        "errors",
        "export",
        "exporting",
        "models",
        "queries",
        "remote_reader",
    },
}
# The parts at the top, that no other part imports; but the addresses are those of the views.
TOP = {"views", "admin", "management", "urls"}


def used(source: str, path) -> set[str]:
    """The other parts of the package that a module imports."""
    names = (name.split(".") for name in imports_of(source, path))
    return {name[1] for name in names if name[0] == "coverage_app" and len(name) > 1} - {part_of(path)}


def forbidden(source: str, path) -> set[str]:
    """The parts that it may not import and does."""
    part = part_of(path)
    if part in MAY:
        return used(source, path) - MAY[part]
    return used(source, path) & (TOP - {"views"} if part == "urls" else TOP)


def test_the_table_speaks_of_parts_that_are_there():
    assert {part_of(path) for path in modules()} >= MAY.keys() | TOP


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_only_go_down(path):
    assert not forbidden(path.read_text(encoding="utf-8"), path)


@pytest.mark.parametrize(
    ("file", "line", "part"),
    [
        ("engine/layout.py", "from ..errors import ServiceError", "errors"),
        ("models/stories.py", "from .. import queries", "queries"),
        ("services/stories.py", "def f():\n    from ..views.imports import upload", "views"),
        ("management/commands/serve.py", "from ...views import imports", "views"),
        ("queries.py", "from .views import imports", "views"),
        ("queries.py", "import coverage_app.admin", "admin"),
        ("admin/imports.py", "from ..views.imports import attachment", "views"),
        ("services/imports.py", "from ..presentation import Sheet", "presentation"),
        ("export/html.py", "from ..queries import comparison", "queries"),
    ],
)
def test_an_arrow_that_goes_up_is_seen_however_it_is_written(file, line, part):
    path = PACKAGE / file
    assert forbidden(line, path) == {part}
