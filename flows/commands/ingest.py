"""`onrecord run` and `onrecord backfill`: the commands that bring pages in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from flows import backfills, days, steps
from flows.alerts import announce
from flows.commands.common import COMMON, Common, Json, Stop, print_json, say
from flows.progress import Advance, shown
from flows.report import RunReport
from flows.settings import Settings, load
from flows.stopping import Stopping, stoppable


def run(*sites: str, json: Json = False, common: Common = COMMON) -> int:
    """Discover, fetch what is due, archive, parse, split, version, store and publish: the scheduled job, once, now.

    Parameters
    ----------
    sites
        Editions (apa-en) or outlets (apa). Without one: the sites enabled in the settings.
    """
    settings = load(common.config, data=common.data).settings
    chosen = settings.chosen_sites(sites)
    say(f"run: {', '.join(site.name for site in chosen)} into {settings.data}")
    with shown("run") as advance, stoppable() as stop:
        report = steps.ingest(settings, chosen, advance=advance, stop=stop)
    announce(settings, report)
    return told(report, json, stop)


def backfill(
    *sites: str,
    since: date | None = None,
    until: date | None = None,
    urls: Path | None = None,
    warc: Annotated[tuple[Path, ...], Parameter(consume_multiple=True, negative="")] = (),
    pages: Path | None = None,
    wayback: Annotated[str | None, Parameter(help="Earlier captures of this URL from the Wayback Machine.")] = None,
    oldest_first: Annotated[bool, Parameter(negative="")] = False,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """The same as run for a span of publication days, a list of URLs, WARC files or a folder of saved pages.

    Resumable: a second call does only what is missing.

    Parameters
    ----------
    sites
        Editions or outlets: needed with --since/--until; with --warc they select whose pages are taken.
    since
        The first publication day, in the site's zone.
    until
        The last publication day, included.
    urls
        A file with one URL a line.
    warc
        WARC files (.warc, .warc.gz): each response is taken as fetched at its WARC-Date. No network.
    pages
        A folder of saved pages with an index.jsonl of {"file", "url", "fetched_at"}. No network.
    oldest_first
        Begin with the oldest day instead of the newest.
    dry_run
        Print days, pages known and estimated minutes; fetch nothing.
    """
    settings = load(common.config, data=common.data).settings
    job = _job(settings, sites, since, until, urls, warc, pages, wayback, oldest_first)
    if dry_run:
        if since is None or until is None:
            raise Stop("--dry-run plans days.\nTry: onrecord backfill SITE --since DATE --until DATE --dry-run", 2)
        rows = [days.plan(settings, site, since, until) for site in settings.chosen_sites(sites)]
        _print_plan(rows, json)
        return 0
    with shown("backfill") as advance, stoppable() as stop:
        report = job(advance, stop)
    return told(report, json, stop)


Job = Callable[[Advance, Stopping], RunReport]


def _job(
    settings: Settings,
    sites: tuple[str, ...],
    since: date | None,
    until: date | None,
    urls: Path | None,
    warc: tuple[Path, ...],
    pages: Path | None,
    wayback: str | None,
    oldest_first: bool,
) -> Job:
    chosen = [name for name, given in {
        "--since/--until": since or until, "--urls": urls, "--warc": warc, "--pages": pages, "--wayback": wayback,
    }.items() if given]  # fmt: skip
    if len(chosen) != 1:
        what = " and ".join(chosen) if chosen else "Nothing"
        raise Stop(
            f"{what} given: a backfill needs exactly one of --since/--until, --urls, --warc, --pages, --wayback.\n"
            "Try: onrecord backfill apa-en --since 2024-03-01 --until 2024-03-31",
            2,
        )
    if urls:
        return lambda advance, stop: backfills.from_urls(settings, urls, advance=advance, stop=stop)
    if warc:
        selected = settings.chosen_sites(sites) if sites else ()
        return lambda advance, stop: backfills.from_warc(settings, warc, selected, advance=advance, stop=stop)
    if pages:
        return lambda advance, stop: backfills.from_folder(settings, pages, advance=advance, stop=stop)
    if wayback:
        return lambda advance, stop: backfills.from_wayback(settings, wayback, advance=advance, stop=stop)
    if not sites or since is None or until is None or until < since:
        raise Stop(
            "A backfill of days needs a SITE, --since and --until, the second not before the first.\n"
            "Try: onrecord backfill apa-en --since 2024-03-01 --until 2024-03-31",
            2,
        )
    span = (since, until)
    return lambda advance, stop: days.from_days(
        settings, settings.chosen_sites(sites), *span, oldest_first=oldest_first, advance=advance, stop=stop
    )


def _print_plan(rows: list[days.Plan], as_json: bool) -> None:
    if as_json:
        print_json(asdict(row) for row in rows)
        return
    table = Table("site", "days", "done", "pages known", "requests to go", "minutes to go")
    for row in rows:
        told = (row.site, row.days, row.days_done, row.pages_known, row.requests, f"{row.minutes:g}")
        table.add_row(*map(str, told))
    Console().print(table)
    for row in rows:
        say(f"{row.site}: {row.rests_on}")


def told(report: RunReport, as_json: bool, stop: Stopping) -> int:
    """Print what a run did, a row a site; the exit code of its state."""
    if as_json:
        print_json({"site": s.site, "pages": s.pages, "found": s.found, "outcomes": dict(s.outcomes),
                    "new_versions": s.new_versions, "new_statements": s.new_statements, "edited": s.edited,
                    "withdrawn": s.withdrawn, "findings": list(s.findings), "state": report.state,
                    "run_id": report.run_id} for s in report.sites)  # fmt: skip
    for site in report.sites:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(site.outcomes.items()))
        say(f"  {site.site}: {counts or 'nothing due'}; {site.new_versions} new versions, "
            f"{site.new_statements} new statements")  # fmt: skip
        for failure in site.failures[:5]:
            say(f"    {failure}")
        for finding in site.findings:
            say(f"    ! {finding}")
    say(f"{report.flow} {report.state}: {report.message}")
    return stop.exit_code if report.interrupted else report.exit_code
