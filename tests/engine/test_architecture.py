"""The engine stays pure, and each library has one door."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

import coverage_app.engine
from tests.arrows import imports_of, modules

ENGINE = Path(coverage_app.engine.__file__).parent
FORBIDDEN = {"coverage_app", "django", "time", "random", "os", "socket", "urllib", "requests"}
LONGEST = 320


def _libraries(path: Path) -> set[str]:
    """What a module imports from outside the engine, by its first name: "django", "coverage_app"."""
    names = imports_of(path.read_text(encoding="utf-8"), path)
    return {name.split(".")[0] for name in names if not name.startswith("coverage_app.engine.")}


def test_the_engine_knows_nothing_of_the_web_the_clock_or_chance():
    for path in modules(ENGINE):
        assert not _libraries(path) & FORBIDDEN, path.name
        assert "datetime.now(" not in path.read_text(encoding="utf-8"), path.name


def test_each_library_is_imported_in_one_module():
    users = defaultdict(set)
    for path in modules(ENGINE):
        for root in _libraries(path) - sys.stdlib_module_names:
            users[root].add(path.name)
    assert {name: sorted(files) for name, files in users.items() if len(files) > 1} == {}
    assert users["diff_match_patch"] == {"wording.py"}
    assert users["mammoth"] == {"office.py"}


def test_every_module_says_what_it_does_and_is_short():
    for path in modules(ENGINE):
        text = path.read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(text))
        assert docstring, path.name
        assert docstring.splitlines()[0].endswith((".", ",", ":", ";")) or docstring.count("\n"), path.name
        assert len(text.splitlines()) <= LONGEST, path.name
