"""Which module imports which, read from the source."""

import ast
from pathlib import Path

import coverage_app

PACKAGE = Path(coverage_app.__file__).parent


def modules(below: Path = PACKAGE) -> list[Path]:
    return sorted(below.rglob("*.py"))


def imports_of(source: str, path: Path) -> set[str]:
    """All that the module of this source imports, wherever in it, by full names: `from ..errors import X` in
    coverage_app/services/stories.py is coverage_app.errors.X."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = path.relative_to(PACKAGE.parent).parts[: -node.level] if node.level else ()
            base = ".".join([*home, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def part_of(path: Path) -> str:
    """The folder or module of the package to which a file belongs: "services", "queries"."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")
