"""The questions that watching asks of the databases, one .sql file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def query(name: str) -> str:
    """The SQL of `flows/queries/<name>.sql`. Raises FileNotFoundError."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
