"""Rows on their way out, as they come: a table for people, CSV and JSON lines for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TextIO
from unicodedata import east_asian_width

from storage.query import Answer
from storage.written import renamed_into_place

_LOOK_AHEAD = 500
"""Rows whose widths decide a table's columns; later ones follow suit, so that a long answer need not be held."""
_WIDEST = 60


def print_rows(answer: Answer, form: str, output: Path | None = None) -> None:
    """Write an answer as `table`, `csv` or `json` to stdout, or to a file that appears when it is whole."""
    write = _FORMATS[form]
    if output is None:
        write(answer, sys.stdout)
        return
    with renamed_into_place(output) as new, new.open("w", encoding="utf-8", newline="") as file:
        write(answer, file)


def _json(answer: Answer, out: TextIO) -> None:
    out.writelines(json.dumps(row, ensure_ascii=False, default=_plain) + "\n" for row in mappings(answer))


def _csv(answer: Answer, out: TextIO) -> None:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(answer.columns)
    rows.writerows([_cell(value, "") for value in row] for row in answer.rows)


def _table(answer: Answer, out: TextIO) -> None:
    """Columns side by side. A cell is one line and at most 60 wide: csv and json have the whole of it."""
    cells = ([_short(_cell(value, "NULL")) for value in row] for row in answer.rows)
    first = list(islice(cells, _LOOK_AHEAD))
    head = list(answer.columns)
    widths = [max(map(_width, column)) for column in zip(head, *first, strict=True)]
    out.writelines(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in chain([head, ["─" * width for width in widths]], first, cells)
    )


_FORMATS: dict[str, Callable[[Answer, TextIO], None]] = {"json": _json, "csv": _csv, "table": _table}


def _cell(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def mappings(answer: Answer) -> Iterator[dict[str, object]]:
    """The rows of an answer with their column names."""
    return (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
