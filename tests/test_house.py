"""The rules of the house, as tests: sizes, names, first lines, one catch-all, nothing of any one machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

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


@pytest.mark.parametrize("path", [*MODULES, *TESTS, *SQL], ids=name)
def test_a_file_fits_three_screens(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300, "a file of more than 300 lines is two files"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_first_line_says_what_the_file_is(path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    assert re.fullmatch(r'r?"""[^"\s].{15,}', first), f"{name(path)} begins with {first!r}"


@pytest.mark.parametrize("path", SQL, ids=name)
def test_the_first_line_of_sql_says_what_it_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("-- ")


def test_functions_are_small() -> None:
    sizes = {f"{name(path)}:{f.name}": lines(f) for path in MODULES for f in functions(path)}
    assert {where: size for where, size in sizes.items() if size > 50} == {}
    assert median(sizes.values()) <= 8


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether a handler names Exception, BaseException or nothing at all."""
    if handler.type is None:
        return True
    return any(isinstance(n, ast.Name) and n.id in {"Exception", "BaseException"} for n in ast.walk(handler.type))


def test_one_place_catches_everything() -> None:
    places = [
        name(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert len(places) == 1, places
    assert places[0].startswith("flows/")


def test_modules_are_named_for_what_they_hold() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "manager", "handlers", "common_utils", "misc", "base"}
    assert [name(path) for path in MODULES if path.stem in empty_words] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_is_public_says_what_it_does(path: Path) -> None:
    public = [
        node for node in tree(path).body if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
    assert [name(path) for path in MODULES if marks.search(path.read_text("utf-8"))] == []


def test_every_pin_has_a_hash_and_no_index_has_an_address() -> None:
    assert PINS
    for path in PINS:
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text), name(path)
        pins = re.findall(r"^[a-z0-9][\w.\-\[\],]*==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


@pytest.mark.parametrize("path", [*MODULES, *SQL, *PROSE, *PINS, *SET_UP], ids=name)
def test_no_machine_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert str(ROOT) not in text
    assert re.findall(r"(?<![\w.])/(?:home|root|Users)/\w+", text) == []
