"""How the demo ends: who said what as a table, what changed in one story, and three queries to paste."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.table import Table

from storage.database import reader

QUERIES = Path(__file__).parent / "queries"


def rows(data: Path, query: str) -> list[dict[str, object]]:
    """The rows of one of the demo's own queries (its file name without .sql) on the published copy in `data`."""
    with reader(data) as con:
        found = con.execute((QUERIES / f"{query}.sql").read_text("utf-8"))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def who_said_what(data: Path) -> Table:
    """Every statement as it stands at the end of the day: clock, speaker and office, first words, how often edited."""
    table = Table(title="Who said what", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("clock", no_wrap=True)
    table.add_column("speaker", max_width=38)
    table.add_column("what", no_wrap=True)
    table.add_column("words", ratio=1)
    table.add_column("edits", justify="right", no_wrap=True)
    for row in rows(data, "who_said_what"):
        speaker = "\n".join(str(row[name]) for name in ("speaker", "role") if row[name]) or "(the page does not say)"
        table.add_row(str(row["clock"]), speaker, str(row["kind"]), _short(str(row["words"])), str(row["revisions"]))
    return table


def queries_to_paste(data: Path) -> Iterator[str]:
    """Three commands, each under a line that says what it asks."""
    for path in sorted(QUERIES.glob("[0-9]_*.sql")):
        says, _, query = path.read_text("utf-8").strip().partition("\n")
        yield f"# {says.removeprefix('-- ')}\n{command()} sql --data {shlex.quote(str(data))} {_quoted(query)}"


def command() -> str:
    """How to call onrecord from this shell: by its name where the shell finds it, else as it was called."""
    called = sys.argv[0]
    return "onrecord" if shutil.which("onrecord") or Path(called).name != "onrecord" else shlex.quote(called)


def _quoted(query: str) -> str:
    """A query in double quotes, so that SQL's own single quotes stand as they are."""
    return f'"{query}"'


def _short(words: str, most: int = 160) -> str:
    flat = words.replace("\n\n", " ")
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"
