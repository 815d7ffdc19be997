"""The rules of the house, as tests: sizes, names, first lines, one catch-all, nothing of any one machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("flows", "scrapers", "storage")
MODULES = sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SQL = sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*.sql"))
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PINS = sorted((ROOT / "requirements").glob("*.txt"))
SET_UP = [ROOT / name for name in ("pyproject.toml", "Makefile", "prefect.yaml") if (ROOT / name).exists()]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def offenders(paths: Iterable[Path], bad: Callable[[str], object]) -> list[str]:
    """The files whose text is not as it should be."""
    return [name(path) for path in paths if bad(path.read_text("utf-8"))]


def assert_none(found: list[str]) -> None:
    """Fail with all of them, one a line."""
    assert not found, "\n".join(found)


def test_a_file_fits_three_screens() -> None:
    """A migration excepted: it is one transaction, comments beside the tables, and never edited once it is released."""
    sql = [path for path in SQL if path.parent.name != "migrations"]
    assert_none(offenders([*MODULES, *TESTS, *sql], lambda text: text.count("\n") > 300))


def test_the_first_line_says_what_the_file_is() -> None:
    assert_none(offenders(MODULES, lambda text: not re.match(r'r?"""[^"\s].{15,}', text)))
    assert_none(offenders(SQL, lambda text: not text.startswith("-- ")))


def test_functions_are_small() -> None:
    sizes = {f"{name(path)}:{f.name}": lines(f) for path in MODULES for f in functions(path)}
    assert {where: size for where, size in sizes.items() if size > 50} == {}
    assert median(sizes.values()) <= 8


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """Whether a handler stops any exception at all: one that ends in a bare `raise` only tidies up."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    names = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {"Exception"}
    )
    return bool(names & {"Exception", "BaseException"})


def test_one_place_catches_everything() -> None:
    places = [
        name(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node)
    ]
    assert places == ["flows/outcomes.py"], places


def test_modules_are_named_for_what_they_hold() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "manager", "handlers", "common_utils", "misc", "base"}
    assert [name(path) for path in MODULES if path.stem in empty_words] == []


def test_what_is_public_says_what_it_does() -> None:
    silent = [
        f"{name(path)}:{node.name}"
        for path in MODULES
        for node in tree(path).body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert_none(silent)


def test_nothing_is_left_for_later() -> None:
    assert_none(offenders(MODULES, re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b").search))


def test_every_pin_has_a_hash_and_no_index_has_an_address() -> None:
    assert PINS
    for path in PINS:
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text), name(path)
        pins = re.findall(r"^[a-z0-9][\w.\-\[\],]*==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


def test_architecture_shows_every_room_and_none_that_is_gone() -> None:
    """docs/ARCHITECTURE.md names each module (of the sites, which are data, the folder), and only those."""
    rooms = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8").partition("## The rooms")[2]
    told = set(re.findall(r"`(?:\w+/)?(\w+\.py)`", rooms))
    there = {path.name for path in MODULES if path.parent.name != "sites" and path.name != "__init__.py"}
    assert told == there


def test_no_machine_is_named() -> None:
    homes = re.compile(rf"{re.escape(str(ROOT))}\b|(?<![\w.])/(?:home|root|Users)/\w+")
    assert_none(offenders([*MODULES, *SQL, *PROSE, *PINS, *SET_UP], homes.search))
