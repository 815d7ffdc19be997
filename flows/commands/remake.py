"""`onrecord reparse`, `rebuild` and `forget`: the commands that go over what is already kept. No network."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Annotated

from cyclopts import Parameter

from flows.a_run import register_of
from flows.commands.common import COMMON, Common, Json, Stop, print_json, say
from flows.pool import cores
from flows.progress import shown
from flows.remake import Store
from flows.remake import rebuild as rebuilt
from flows.rereading import Reread
from flows.rereading import reparse as reread
from flows.settings import Settings, load
from flows.stopping import stoppable
from storage.database import reader, writer
from storage.erase import erase
from storage.forget import forget as forgotten
from storage.forget import scrub, stones_for
from storage.problems import NotPublished
from storage.publish import publish
from storage.tombstones import keep, read

SAMPLES = 10


def reparse(
    *sites: str,
    since: date | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """Read the archive again with today's rules and apply what changes, or show what would.

    Parameters
    ----------
    sites
        Editions or outlets; all without one.
    since
        Only pages fetched on this day (UTC) or later.
    dry_run
        Count and show samples; write nothing.
    """
    settings = load(common.config, data=common.data).settings
    names = [site.name for site in settings.chosen_sites(sites)] if sites else []
    begun = datetime.combine(since, time.min, UTC) if since else None
    with shown("reparse") as advance, stoppable() as stop:
        report = reread(
            store_of(settings, "reparse"), names, begun, dry_run=dry_run, workers=cores(), advance=advance, stop=stop
        )
    if not dry_run:
        publish(settings.data, wait=settings.lock_wait)
    _tell(settings, report, dry_run, json)
    return stop.exit_code if report.interrupted else 3 if report.lost else 0


def rebuild(*, json: Json = False, common: Common = COMMON) -> int:
    """Make the database anew from the archive alone; the old one stays beside it as warehouse.duckdb.before-rebuild."""
    settings = load(common.config, data=common.data).settings
    if not (settings.data / "archive").is_dir():
        raise Stop(f"There is no archive in {settings.data} to rebuild from.\nTry: --data DIR")
    with shown("rebuild") as advance:
        faults, pages = rebuilt(store_of(settings, "rebuild"), workers=cores(), advance=advance)
    publish(settings.data, wait=settings.lock_wait, force=True)
    for fault in faults:
        say(f"  damaged: {fault.warc_file} at {fault.offset}: {fault.detail}")
    if json:
        print_json([{"pages": pages, "damaged": [asdict(fault) for fault in faults]}])
    say(f"rebuilt {settings.data}/warehouse.duckdb from {pages} archived fetches; {len(faults)} damaged records")
    return 3 if faults else 0


def forget(
    url: str,
    *,
    reason: str,
    yes: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """Remove a page's words from store, archive and published copy; leave a dated tombstone that later runs respect.

    Parameters
    ----------
    url
        The page's address, as in the `pages` table.
    reason
        Why; it is kept with the tombstone.
    yes
        Needed, because it cannot be undone.
    """
    settings = load(common.config, data=common.data).settings
    if not yes:
        raise Stop(f"This removes every word of {url} for good.\nTry: onrecord forget {url} --yes --reason TEXT", 2)
    now, register, archive = datetime.now(UTC), register_of(settings), settings.data / "archive"
    with writer(settings.data, f"forget {url}", settings.lock_wait) as con:
        stones = stones_for(con, url, reason, now, read(archive))
        keep(archive, stones)  # first, so that one killed from here on can be done again
        told_elsewhere = forgotten(con, stones, register)
    places = erase(archive, [stone.url for stone in stones], now)
    scrub(settings.data, register, settings.lock_wait)
    if json:
        print_json(asdict(stone) for stone in stones)
    say(f"forgot {len(stones)} address(es), {len(places)} archive record(s): {reason}")
    if not places:
        say("No answer of that address was in the archive; a fetch from now on is refused.")
    for other in told_elsewhere:
        say(f"The same story is told, maybe in the same words, by {other}: forget it too if it should go.")
    say("Exports, backups and Prefect's pages of earlier runs are not touched: delete those that have words of it.")
    return 0


def store_of(settings: Settings, what: str) -> Store:
    """The warehouse as the command `what` writes to it."""
    return Store(settings.data, f"{what} {secrets.token_hex(3)}", settings.lock_wait, register_of(settings))


def _tell(settings: Settings, report: Reread, dry_run: bool, as_json: bool) -> None:
    counts = {key: value for key, value in asdict(report).items() if isinstance(value, int)}
    if as_json:
        print_json([{**counts, "stories": list(report.stories), "lost": report.lost, "dry_run": dry_run}])
    would = "would change" if dry_run else "changed"
    say(
        f"reparse: {report.pages} fetches read again; {len(report.stories)} stories {would}: "
        f"{report.new_versions} versions and {report.new_statements} statements new, "
        f"{report.removed_versions} versions no more"
    )
    for line in _headlines(settings, list(report.stories)[:SAMPLES]):
        say(f"  {line}")
    for sentence in report.lost[:SAMPLES]:
        say(f"  lost: {sentence}")


def _headlines(settings: Settings, stories: list[str]) -> list[str]:
    """A line for each story, as far as the published copy knows it."""
    try:
        with reader(settings.data) as con:
            rows = con.execute(
                "SELECT story_id || '  ' || headline FROM stories WHERE list_contains(?, story_id)", [stories]
            ).fetchall()
    except NotPublished:
        return stories
    return [line for (line,) in rows]
