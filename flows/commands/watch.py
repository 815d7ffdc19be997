"""`onrecord status`, `onrecord doctor` and `onrecord serve`: what an operator looks at, and the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows import doctor as look
from flows import watching
from flows.commands.common import COMMON, Common, Json, Stop, print_json
from flows.doctor_server import server_lines
from flows.doctor_store import newest_fetch, spoken, store_lines
from flows.prefect_server import configured
from flows.settings import Loaded, Settings, load

COLOURS = {"OK": "green", "WARN": "yellow", "FAIL": "red"}


def status(*, runs: int = 10, json: Json = False, common: Common = COMMON) -> int:
    """The last runs, and for each site what is due, its floors, and the lag from publication to storage.

    Exit code 3 when the last run failed or a site owes something.

    Parameters
    ----------
    runs
        How many runs to show.
    """
    settings = load(common.config, data=common.data).settings
    found = watching.status(settings.data, settings.chosen_sites(), datetime.now(UTC), runs)
    if json:
        print_json([*map(watching.run_row, found.runs), *(site.row() for site in found.sites)])
    else:
        _print_status(found, Console())
    return found.exit_code


def doctor(*, json: Json = False, common: Common = COMMON) -> int:
    """Environment and set-up, line by line: OK, WARN or FAIL, each with what to do. Works offline.

    Exit code 1 when a line says FAIL, 3 when one says WARN.
    """
    lines: list[look.Line] = []
    console = Console(soft_wrap=True)
    for line in _examined(common):
        lines.append(line)
        if json:
            print_json([asdict(line)])
        else:
            _print_line(line, console)
    return look.exit_code(lines)


def serve(
    *,
    port: Annotated[int, Parameter(help="Where the web page answers, when serve starts the server itself.")] = 4200,
    common: Common = COMMON,
) -> int:
    """Schedule and run by itself, through Prefect: no pool, no worker. Starts a server on loopback where none is set.

    SIGTERM or Ctrl-C finishes the batch in hand and stops.
    """
    loaded = load(common.config, data=common.data)
    from flows.serving import serve as served

    return served(loaded.settings, common.config, port)


def _examined(common: Common) -> Iterator[look.Line]:
    """Every line of the doctor, in the order one would mend things."""
    now = datetime.now(UTC)
    yield look.python_line()
    yield from look.package_lines()
    try:
        loaded = load(common.config, data=common.data)
        sites = list(look.site_lines(loaded.settings))
    except Stop as complaint:
        yield look.Line("FAIL", "settings", str(complaint), "mend what it names; flags and variables beat the file")
        loaded, sites = Loaded(Settings(data=common.data or Path("data"))), []
    else:
        yield from look.setting_lines(loaded)
    yield from sites
    yield from look.folder_lines(loaded.settings.data)
    yield from store_lines(loaded.settings.data, now)
    yield look.clock_line(now, newest_fetch(loaded.settings.data))
    yield from server_lines(configured(), now)


def _print_line(line: look.Line, console: Console) -> None:
    colour = COLOURS[line.level]
    console.print(f"[{colour}]{line.level:4}[/] [bold]{escape(line.name)}[/]: {escape(line.said)}", highlight=False)
    if line.fix and line.level != "OK":
        console.print(f"       → {escape(line.fix)}", highlight=False)


def _print_status(found: watching.Status, console: Console) -> None:
    console.print(_runs_table(found))
    console.print(_sites_table(found))
    for site in found.sites:
        for sentence in site.owes:
            console.print(f"[red]![/] {site.day.site}: {escape(sentence)}", highlight=False, soft_wrap=True)
    if found.held_by:
        console.print(f"The store is held by {escape(str(found.held_by))}.", highlight=False)


def _runs_table(found: watching.Status) -> Table:
    table = Table("run", "began (UTC)", "took", "state", "pages", "versions", "statements", title="Last runs", box=None)
    for run in found.runs:
        took = spoken((run.finished_at or found.at) - run.started_at)
        counts = (str(count) if count is not None else "" for count in (run.pages, run.versions, run.statements))
        began = f"{run.started_at.astimezone(UTC):%Y-%m-%d %H:%M}"
        table.add_row(run.flow, began, took if run.finished_at else f"{took} so far", run.state, *counts)
    return table


def _sites_table(found: watching.Status) -> Table:
    names = ("site", "last fetch", "pages", "new", "statements", "failed", "due now", "lag", "floor")
    table = Table(*names, title="Sites, the last 24 hours", box=None)
    for site in found.sites:
        day = site.day
        fetched = f"{spoken(found.at - day.last_fetch)} ago" if day.last_fetch else "never"
        lag = "" if day.lag_median is None else f"{day.lag_median:g} min (worst {day.lag_max:g})"
        counts = (day.pages, day.new_articles, day.with_statements, day.failures, site.due)
        table.add_row(day.site, fetched, *map(str, counts), lag, "missed" if site.owes else "kept")
    return table
