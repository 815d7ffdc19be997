"""Backfills of sites without a day archive: the span is found by jumping, and nothing outside it is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from flows import days
from flows.report import RunReport
from flows.settings import Settings, SiteSettings
from flows.stopping import Stopping
from tests.apa_listing import Agency
from tests.loopback import Answer, Loopback, Seen

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
SPAN = (date(2025, 6, 10), date(2025, 6, 14))


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


def backfill(
    data: Path,
    server: Loopback,
    span: tuple[date, date] = SPAN,
    stop: Stopping | None = None,
    oldest_first: bool = False,
) -> RunReport:
    mirrors = {"en.apa.az": server.address}
    chosen = Settings(data=data, sites={"apa-en": SiteSettings(pause=0)}, mirrors=mirrors)
    sites = chosen.chosen_sites(("apa-en",))
    return days.from_days(chosen, sites, *span, oldest_first=oldest_first, clock=lambda: NOW, stop=stop)


def asked(server: Loopback) -> tuple[list[str], list[str]]:
    """The articles and the listing pages that were asked for."""
    paths = server.paths()
    return sorted(p for p in paths if "all-news" not in p), [p for p in paths if "all-news" in p]


def test_only_the_span_is_fetched_and_its_pages_are_found_by_jumping(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=400, pinned=True)
    agency.serve(server)
    assert backfill(tmp_path, server).state == "completed"
    articles, listings = asked(server)
    assert articles == agency.within(*SPAN)
    assert len(listings) < 25, "of 134 pages"
    backfill(tmp_path, server)
    assert len(server.log) == len(articles) + len(listings) + 1, "a second call has nothing to ask"


def test_cards_without_a_date_are_dated_by_asking_few_articles(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=60, a_day=6, dated=False)
    agency.serve(server)
    span = (date(2025, 10, 26), date(2025, 10, 27))
    backfill(tmp_path, server, span)
    articles, _ = asked(server)
    assert set(agency.within(*span)) <= set(articles)
    assert len(articles) < len(agency.within(*span)) + 25, "of 360"
    assert len(articles) == len(set(articles))


def test_a_walk_that_was_stopped_goes_on_where_it_was(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=400)
    agency.serve(server)
    stop, path = Stopping(), agency.within(*SPAN)[4]
    answers = server.routes[path]
    assert callable(answers)

    def stops(seen: Seen) -> Answer:
        stop.set()
        return answers(seen)

    server.routes[path] = stops
    assert backfill(tmp_path, server, stop=stop).state == "interrupted"
    server.routes[path] = answers
    assert backfill(tmp_path, server).state == "completed"
    assert asked(server)[0] == agency.within(*SPAN)


def test_a_day_that_was_not_answered_whole_is_asked_for_again_and_no_other(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=400)
    agency.serve(server)
    path = agency.path(int(agency.within(*SPAN)[4].rpartition("-")[2]))
    answers = server.routes[path]
    server.routes[path] = Answer(b"Forbidden", 403)
    assert backfill(tmp_path, server).exit_code == 3
    server.routes[path] = answers
    del server.log[:]
    assert backfill(tmp_path, server).state == "completed"
    assert asked(server)[0] == [path]


def test_a_listing_that_ends_before_the_span_is_a_finding(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=20)
    agency.serve(server)
    report = backfill(tmp_path, server)
    assert asked(server)[0] == []
    assert report.exit_code == 3
    assert "goes back to 2025-10-31 only" in report.sites[0].findings[0]


def test_a_lost_page_of_the_listing_costs_no_other_page_and_is_looked_at_again(
    server: Loopback, tmp_path: Path
) -> None:
    agency = Agency(date(2025, 11, 19), days=400)
    agency.serve(server)
    agency.broken.add("/all-news?page=54")
    backfill(tmp_path, server)
    lost = set(agency.within(*SPAN)) - set(asked(server)[0])
    assert 0 < len(lost) <= 6
    agency.broken.clear()
    backfill(tmp_path, server)
    assert asked(server)[0] == agency.within(*SPAN)


def test_the_walk_leaves_no_other_trace_than_a_run_over_all(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=12)
    agency.serve(server)
    span = (date(2025, 11, 8), date(2025, 11, 19))
    assert backfill(tmp_path, server, span).state == "completed"
    with duckdb.connect(str(tmp_path / "onrecord.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*), min(published_at)::DATE FROM stories").fetchone() == (24, span[0])
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM pipeline.slices").fetchone() == (12,)


def test_oldest_first_begins_with_the_oldest_day_and_asks_few_pages_more(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=400)
    agency.serve(server)
    assert backfill(tmp_path, server, oldest_first=True).state == "completed"
    articles = [path for path in server.paths() if "all-news" not in path]
    assert sorted(articles) == agency.within(*SPAN)
    asked_for = [agency.day(int(path.rpartition("-")[2])) for path in articles]
    assert asked_for == sorted(asked_for)
    assert len(asked(server)[1]) < 30, "of 134 pages, for five days"


@pytest.mark.parametrize(("beyond", "oldest_first"), [("gone", False), ("last", False), ("first", True)])
def test_a_listing_that_never_ends_is_left_all_the_same(
    server: Loopback, tmp_path: Path, beyond: str, oldest_first: bool
) -> None:
    agency = Agency(date(2025, 11, 19), days=20, beyond=beyond, busy=True)
    agency.serve(server)
    span = (date(2025, 10, 28), date(2025, 11, 1))
    report = backfill(tmp_path, server, span, oldest_first=oldest_first)
    articles, listings = asked(server)
    assert articles == agency.within(date(2025, 10, 31), span[1])
    assert len(listings) < 40
    assert ["2025-10-31" in finding for finding in report.sites[0].findings] == [True]


@pytest.mark.parametrize("oldest_first", [False, True])
def test_news_that_comes_in_meanwhile_hides_no_article(server: Loopback, tmp_path: Path, oldest_first: bool) -> None:
    agency = Agency(date(2025, 11, 19), days=30, busy=True)
    agency.serve(server)
    span = (date(2025, 11, 4), date(2025, 11, 7))
    assert backfill(tmp_path, server, span, oldest_first=oldest_first).state == "completed"
    assert asked(server)[0] == agency.within(*span)


def test_a_plan_of_a_listing_counts_its_pages_and_what_is_known(server: Loopback, tmp_path: Path) -> None:
    agency = Agency(date(2025, 11, 19), days=40)
    agency.serve(server)
    chosen = Settings(data=tmp_path, mirrors={"en.apa.az": server.address})
    (site,) = chosen.chosen_sites(("apa-en",))
    span = (date(2025, 11, 1), date(2025, 11, 15))
    blind = days.plan(chosen, site, *span)
    assert (blind.days, blind.days_done, blind.pages_known) == (15, 0, 0)
    assert "lower bound" in blind.rests_on
    backfill(tmp_path, server, (date(2025, 11, 6), date(2025, 11, 10)))
    del server.log[:]
    plan = days.plan(chosen, site, *span)
    assert (plan.days_done, plan.pages_known) == (5, 10)
    backfill(tmp_path, server, span)
    articles, listings = asked(server)
    assert len(articles) == 20
    assert plan.requests == pytest.approx(len(articles) + len(listings), rel=0.35)
    assert plan.minutes == pytest.approx(plan.requests * 2 * 1.125 / 60, abs=0.1)
