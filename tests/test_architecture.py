"""Imports point one way, parts stay small, and what must be pure is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import portal_spider

PACKAGE = Path(portal_spider.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"__init__", "items", "errors", "urls", "jsonl", "parallel"},
    {"extract", "portals"},
    {"archive"},
    {"demo"},
    {"spiders", "pipelines", "middlewares", "extensions", "resolver", "settings", "tls", "browse"},
    {"cli", "bench", "__main__"},
)
"""From the bottom up: a part imports from its own layer and from those before it."""

PURE = {
    "portal_spider",
    "lxml",
    "parsel",
    "opencc",
    "pypinyin",
    "cssselect",
    "selectolax",
    "ahocorasick_rs",
    "w3lib",
}
"""What `extract` may import besides the standard library."""
IMPURE = {"asyncio", "logging", "os", "pathlib", "random", "shutil", "socket", "sqlite3", "time"}
"""Standard library modules that `extract` may not: it opens nothing and reads no clock."""
OWNERS = {"sqlite_utils": "archive", "warcio": "archive"}
"""Libraries that one part alone imports."""

MODULE_LINES = 500
FUNCTION_LINES = 80
LONG = {"extract/walk.py:walk": "one loop over every node, whose calls would cost more than it"}
"""Functions that may be longer, and why."""


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that the file imports, and whether only for the type checker."""
    tree = ast.parse(path.read_text())
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, id(node) in guarded
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module, id(node) in guarded


def part_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def layer_of(part: str) -> int:
    return next(place for place, layer in enumerate(LAYERS) if part in layer)


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_imports_point_one_way() -> None:
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        for module, _ in imports(path)
        if module.startswith("portal_spider.")
        and layer_of(module.split(".")[1]) > layer_of(part_of(path))
    ]
    assert wrong == []


def test_libraries_have_one_owner() -> None:
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        for module, _ in imports(path)
        if OWNERS.get(module.split(".")[0], part_of(path)) != part_of(path)
    ]
    assert wrong == []


def test_extraction_is_pure() -> None:
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if part_of(path) == "extract"
        for module, for_types in imports(path)
        if not is_pure(module, for_types)
    ]
    assert wrong == []


def is_pure(module: str, for_types: bool) -> bool:
    library, _, rest = module.partition(".")
    if library == "portal_spider":
        return rest.split(".")[0] in ("extract", "items", "urls")
    if for_types or library in PURE:
        return True
    return library in sys.stdlib_module_names and library not in IMPURE


def test_who_only_reads_an_archive_loads_no_rules() -> None:
    reading = ("search", "show", "export", "feed", "status", "serve", "report", "verify")
    modules = [f"portal_spider.cli.{command}" for command in reading]
    loaded = (
        "sorted(name for name in sys.modules if name in ('scrapy', 'portal_spider.extract.read'))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", f"import sys, {', '.join(modules)}; print({loaded})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "[]\n"


def test_modules_stay_small() -> None:
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: lines for name, lines in sizes.items() if lines > MODULE_LINES} == {}


def test_functions_stay_small() -> None:
    sizes = {
        f"{name_of(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {name for name, lines in sizes.items() if lines > FUNCTION_LINES}
    assert long == LONG.keys()


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "misc"}
    assert [name_of(path) for path in MODULES if path.stem in drawers] == []


def test_errors_are_caught_by_name() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and catches_all(node) and not explained(path, node)
    ]
    assert wrong == []


def catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")


def explained(path: Path, node: ast.ExceptHandler) -> bool:
    """Whether everything is caught to be raised again, or a comment beside it says why."""
    if any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
        return True
    return "BLE001  #" in path.read_text().splitlines()[node.lineno - 1]
