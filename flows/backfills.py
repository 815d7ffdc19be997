"""Backfills fed by WARC files, a folder of saved pages, a list of URLs or the Wayback Machine."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from flows.a_run import close_run, fetching, open_run
from flows.commands.common import Stop
from flows.intake import Clock, Intake, Run, utc_now
from flows.outcomes import site_for
from flows.progress import Advance, silent
from flows.report import RunReport, SiteReport
from flows.settings import Settings
from flows.steps import fetch_all, is_missing, known_pages
from flows.stopping import Stopping
from scrapers.addresses import without_tracking
from scrapers.mirrors import Mirrors
from scrapers.records import RawPage
from scrapers.safety import host_of
from scrapers.site import Site
from storage.archive import Fault, Repeated, foreign
from storage.database import writer
from storage.known import fetched, stored

LOOK_AHEAD = 100
"""How many pages that need no network are looked up, and stored, at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the input that could not be taken, in one sentence."""

    sentence: str


def from_warc(
    settings: Settings,
    files: Sequence[Path],
    selected: Sequence[Site] = (),
    clock: Clock = utc_now,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> RunReport:
    """Take each response of WARC files as fetched at its WARC-Date; of the selected sites only, if any are given.

    Good records before and after a damaged one are kept; each fault is a finding of the report.
    """
    for file in files:
        if not file.is_file():
            raise Stop(f"There is no WARC file {file}.\nTry: onrecord backfill --warc FILE.warc.gz")
    hosts = frozenset(host for site in selected for host in site.hosts) or None
    return _taken(settings, lambda: _warc_pages(files, hosts, advance), clock, stop)


def from_folder(
    settings: Settings,
    folder: Path,
    clock: Clock = utc_now,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> RunReport:
    """Take the saved pages that the folder's index.jsonl lists as `{"file", "url", "fetched_at"}`."""
    index = folder / "index.jsonl"
    if not index.is_file():
        raise Stop(
            f"There is no {index}: a folder of pages needs a line for each, so that we know what it was and when.\n"
            'Such as: {"file": "a.html", "url": "https://example.org/a", "fetched_at": "2024-03-11T20:40:00Z"}'
        )
    return _taken(settings, lambda: _saved_pages(folder, index, advance), clock, stop)


def from_wayback(
    settings: Settings,
    url: str,
    clock: Clock = utc_now,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> RunReport:
    """Take every capture the Wayback Machine has of a URL, each as fetched at its capture time; those we have are not
    asked for. `settings.wayback` is the archive, `[mirrors]` may lead to another."""
    from flows.wayback import Moment, Unplayable, captures

    def have(moments: Sequence[Moment]) -> Collection[Moment]:
        with writer(settings.data, f"backfill of {url}", settings.lock_wait) as con:
            return fetched(con, moments)

    def pages() -> Iterator[RawPage | Skipped]:
        base = Mirrors(settings.mirrors).address(settings.wayback)
        for capture in captures(url, base=base, contact=settings.contact, have=have):
            advance("captures", 1, None)
            yield Skipped(capture.detail) if isinstance(capture, Unplayable) else capture

    return _taken(settings, pages, clock, stop, look_ahead=1)


def from_urls(
    settings: Settings,
    file: Path,
    clock: Clock = utc_now,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> RunReport:
    """Fetch the URLs of a file, one a line (blank lines and lines with # are passed over), those we have not."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except OSError as error:
        raise Stop(f"Cannot read the list of URLs {file}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Stop(f"The list of URLs {file} is not text in UTF-8.\nTry: a file with one address a line", 2) from None
    urls = list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    bad = [url for url in urls if not url.startswith(("http://", "https://")) or not host_of(url)]
    if bad:
        raise Stop(f"{file} has {len(bad)} lines that are no http(s) URL, the first: {bad[0][:80]}", 2)
    sites: dict[str, tuple[Site, list[str]]] = {}
    for url in dict.fromkeys(map(without_tracking, urls)):
        site = settings.site(site_for(url))
        sites.setdefault(site.name, (site, []))[1].append(url)
    with open_run(settings, "backfill", sites, clock, stop) as run:
        with fetching(run) as fetcher, Intake(run) as intake:
            for site, wanted in sites.values():
                missing = [page for page in known_pages(run, site, wanted).values() if is_missing(page)]
                fetch_all(run, site, missing, fetcher, intake, advance)
        return close_run(run, intake.reports())


def _taken(
    settings: Settings,
    pages: Callable[[], Iterator[RawPage | Skipped]],
    clock: Clock,
    stop: Stopping | None,
    look_ahead: int | None = None,
) -> RunReport:
    """Archive and store pages that need no visit to their site, passing over those the store already has."""
    skipped: list[str] = []
    on_its_way = deque[tuple[str, datetime, int]](maxlen=LOOK_AHEAD)  # taken, perhaps not stored yet
    with open_run(settings, "backfill", (), clock, stop) as run:
        with Intake(run, batch=LOOK_AHEAD) as intake:
            for batch in _batches(pages(), look_ahead or LOOK_AHEAD):
                if run.stop.is_set():
                    break
                skipped += [item.sentence for item in batch if isinstance(item, Skipped)]
                for page in _missing(run, [item for item in batch if isinstance(item, RawPage)]):
                    if (taken := (page.url, page.fetched_at, hash(page.body))) not in on_its_way:
                        on_its_way.append(taken)
                        intake.take(page, settings.site(site_for(page.url)))
        faulty = (SiteReport("input", findings=tuple(skipped)),) if skipped else ()
        return close_run(run, (*intake.reports(), *faulty))


def _missing(run: Run, pages: Sequence[RawPage]) -> list[RawPage]:
    """The pages of a batch that are not rows yet: the same URL, second and bytes are the same fetch."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        have = stored(con, pages)
    return [page for page, known in zip(pages, have, strict=True) if not known]


def _warc_pages(files: Iterable[Path], hosts: frozenset[str] | None, advance: Advance) -> Iterator[RawPage | Skipped]:
    repeated = Repeated()
    for file in files:
        for answer in foreign(file, hosts, repeated):
            advance(f"{file.name} records", 1, None)
            yield Skipped(f"{file}: {answer.detail}") if isinstance(answer, Fault) else answer


def _saved_pages(folder: Path, index: Path, advance: Advance) -> Iterator[RawPage | Skipped]:
    lines = index.read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines, start=1):
        advance(f"{folder.name} pages", 1, len(lines))
        if line.strip():
            yield _saved_page(folder, f"{index} line {number}", line)


def _saved_page(folder: Path, where: str, line: str) -> RawPage | Skipped:
    """The page one index line names, or why it cannot be taken."""
    try:
        entry = json.loads(line)
        fetched_at = datetime.fromisoformat(entry["fetched_at"])
        path = (folder / entry["file"]).resolve()
        if not path.is_relative_to(folder.resolve()):
            return Skipped(f"{where}: {entry['file']} lies outside {folder}")
        body = path.read_bytes()
        url = str(entry["url"])
    except (ValueError, TypeError) as error:
        return Skipped(f'{where}: not {{"file", "url", "fetched_at"}}: {error}')
    except KeyError as error:
        return Skipped(f"{where}: no {error}")
    except OSError as error:
        return Skipped(f"{where}: cannot read {error.filename}: {error.strerror}")
    if not host_of(url):
        return Skipped(f"{where}: {url} is no address")
    if fetched_at.tzinfo is None:
        return Skipped(f"{where}: fetched_at {entry['fetched_at']} has no time zone; write it as 2024-03-11T20:40:00Z")
    return RawPage("", url, url, fetched_at.astimezone(UTC), 200, (), body)


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch
