"""The engine stays pure, and each library has one door."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

import coverage_app.engine

ENGINE = Path(coverage_app.engine.__file__).parent
FORBIDDEN = {"django", "time", "random", "os", "socket", "urllib", "requests"}
LONGEST = 320


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
    return found


def _modules() -> list[Path]:
    return sorted(ENGINE.glob("*.py"))


def test_the_engine_knows_nothing_of_the_web_the_clock_or_chance():
    for path in _modules():
        roots = {name.split(".")[0] for name in _imports(path)}
        assert not roots & FORBIDDEN, path.name
        assert not any(name.startswith("coverage_app") for name in _imports(path)), path.name
        assert "datetime.now(" not in path.read_text(encoding="utf-8"), path.name


def test_each_library_is_imported_in_one_module():
    users = defaultdict(set)
    for path in _modules():
        for name in _imports(path):
            root = name.split(".")[0]
            if root not in sys.stdlib_module_names:
                users[root].add(path.name)
    assert {name: sorted(files) for name, files in users.items() if len(files) > 1} == {}
    assert users["diff_match_patch"] == {"wording.py"}
    assert users["mammoth"] == {"office.py"}


def test_every_module_says_what_it_does_and_is_short():
    for path in _modules():
        text = path.read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(text))
        assert docstring, path.name
        assert docstring.splitlines()[0].endswith((".", ",", ":", ";")) or docstring.count("\n"), path.name
        assert len(text.splitlines()) <= LONGEST, path.name
