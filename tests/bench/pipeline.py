"""From a WARC file to committed rows on one core: pages a second, and where the time goes."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows import backfills, intake, remake
from flows.settings import Settings
from scrapers import read
from storage import archive_file
from tests.shared import SHARED

WARC = SHARED / "kremlin" / "en-2017-04-to-06.warc.gz"


def timed(spent: Counter[str], stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """`work`, its seconds added to `spent[stage]`."""

    def around(*args: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(*args, **named)
        finally:
            spent[stage] += time.perf_counter() - began

    return around


def main() -> None:
    """Take the 393 responses of the measuring WARC into an empty store and print a table."""
    if not WARC.exists():
        print(f"bench pipeline: nothing to measure: {WARC} is not there")
        return
    spent: Counter[str] = Counter()
    places: list[tuple[Any, str, str]] = [
        (read, "parse", "parse"),
        (read, "split", "split"),
        (archive_file.ArchiveFile, "write", "archive"),
        (remake.Store, "save", "write"),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in places]
    for owner, name, stage in places:
        setattr(owner, name, timed(spent, stage, getattr(owner, name)))
    try:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            report = backfills.from_warc(Settings(data=Path(folder)), (WARC,), clock=intake.utc_now)
            whole = time.perf_counter() - began
    finally:
        for owner, name, work in before:
            setattr(owner, name, work)
    pages = sum(site.pages for site in report.sites)
    table = Table(
        "stage", "seconds", "ms a page", "share", title=f"WARC to rows: {pages} pages, {pages / whole:.0f} a second"
    )
    spent["the rest (reading the WARC, hashes, publishing)"] = whole - spent.total()
    for stage, seconds in spent.most_common():
        table.add_row(stage, f"{seconds:.2f}", f"{seconds / pages * 1000:.1f}", f"{seconds / whole:.0%}")
    Console(width=110).print(table)
