"""Data checks: each file in checks/ is a query that returns the rows that should not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb

Level = Literal["error", "warning"]
_FOLDER = Path(__file__).parent / "checks"
_FIRST_LINE = re.compile(r"-- (?P<level>error|warning): (?P<says>.+)")
SHOWN = 20
"""How many offending rows a finding carries at most."""


@dataclass(frozen=True, slots=True)
class Check:
    """A question to the data. An `error` keeps the readers' copy from being replaced, a `warning` only tells."""

    name: str
    level: Level
    says: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found rows: how many, and the first of them with their column names."""

    check: Check
    count: int
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @property
    def sentence(self) -> str:
        """The finding in words."""
        return f"{self.check.level}: {self.check.name}: {self.count} rows: {self.check.says}"


@cache
def checks() -> tuple[Check, ...]:
    """Every check, by name. Raises ValueError for a file whose first line does not say level and meaning."""
    found = []
    for file in sorted(_FOLDER.glob("*.sql")):
        sql = file.read_text("utf-8")
        first = _FIRST_LINE.match(sql)
        if first is None:
            raise ValueError(f"{file}: the first line must be `-- error: what is wrong` or `-- warning: …`.")
        level: Level = "error" if first["level"] == "error" else "warning"
        found.append(Check(file.stem, level, first["says"], sql))
    return tuple(found)


def findings(con: duckdb.DuckDBPyConnection, level: Level | None = None) -> list[Finding]:
    """The checks that found rows, of one level or of both. Raises duckdb.Error if a check cannot be asked."""
    asked = [check for check in checks() if level in (None, check.level)]
    return [found for found in (_finding(con, check) for check in asked) if found.count]


def _finding(con: duckdb.DuckDBPyConnection, check: Check) -> Finding:
    answer = con.execute(check.sql)
    columns = tuple(column[0] for column in answer.description or ())
    rows: Sequence[tuple[object, ...]] = answer.fetchall()
    return Finding(check, len(rows), columns, tuple(rows[:SHOWN]))
