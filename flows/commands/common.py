"""What every command shares: where the data and the settings are, and how rows are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


@Parameter(name="*")
@dataclass(frozen=True)
class Common:
    """Options that work on every command."""

    data: Annotated[
        Path | None, Parameter(name="--data", help="The data folder (default ./data, or ONRECORD_DATA).")
    ] = None
    config: Annotated[
        Path | None, Parameter(name="--config", help="The settings file (default ./onrecord.toml if it exists).")
    ] = None


COMMON = Common()

Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON lines instead of a table.")]


def data_folder(common: Common) -> Path:
    """Where the data is. With neither a settings file nor other variables there is nothing to check, and the settings,
    whose import costs a sixth of a second, are left alone: `onrecord sql` is to answer at once. Raises Stop."""
    others = any(name.startswith("ONRECORD_") and name != "ONRECORD_DATA" for name in os.environ)
    if others or common.config is not None or Path("onrecord.toml").exists():
        from flows.settings import load

        return load(common.config, data=common.data).settings.data
    return common.data or Path(os.environ.get("ONRECORD_DATA", "data"))


class Stop(Exception):
    """A command that cannot go on. The text is the whole message (at most four lines); `code` is the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def say(message: str) -> None:
    """Tell the person at the terminal something that is not data: stderr."""
    print(message, file=sys.stderr, flush=True)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def print_json(rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as JSON lines to stdout; times as ISO 8601."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
