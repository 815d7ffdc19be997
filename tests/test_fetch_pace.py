"""Politeness, proved by the server's log: pauses, Retry-After, back-off, robots.txt, across threads and processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.fetch import Fetcher
from scrapers.pace import JITTER, Pace
from scrapers.problems import Refused, Unreachable
from scrapers.retries import FIRST_WAIT, LONGEST_BACK_OFF, back_off, retry_after
from tests.fetching import CONTACT, HOST, SITE, Time, at, web
from tests.loopback import Answer, Loopback, Seen, loopback

OK = Answer(b"<p>words</p>")


def gaps(server: Loopback) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(server.log)]


def test_the_pause_is_kept_between_all_requests_with_jitter_over_one_connection():
    with web({f"/a/{n}": OK for n in range(20)}) as (fetcher, server, _):
        for number in range(20):
            fetcher.get(at(f"/a/{number}"), SITE)
    assert all(SITE.pause <= gap <= SITE.pause * (1 + JITTER) + 0.001 for gap in gaps(server))
    assert len({round(gap, 4) for gap in gaps(server)}) > 10, "like clockwork"
    assert len({seen.connection for seen in server.log}) == 1
    assert [seen.path for seen in server.log].count("/robots.txt") == 1


def test_the_pause_counts_from_the_end_of_a_slow_answer():
    time = Time()

    def slow(_: Seen) -> Answer:
        time.at += 60
        return OK

    with (
        loopback({"/a/1": slow, "/a/2": OK}, time) as server,
        Fetcher(CONTACT, {HOST: server.address}, None, clock=time.now, sleep=time.sleep) as fetcher,
    ):
        fetcher.get(at("/a/1"), SITE)
        fetcher.get(at("/a/2"), SITE)
    assert gaps(server)[-1] >= 60 + SITE.pause


def test_the_pause_and_robots_hold_across_runs(tmp_path: Path):
    time = Time()
    with loopback({"/a/1": OK}, time) as server:
        for _ in range(3):
            with Fetcher(CONTACT, {HOST: server.address}, tmp_path, clock=time.now, sleep=time.sleep) as fetcher:
                fetcher.get(at("/a/1"), SITE)
    assert [seen.path for seen in server.log] == ["/robots.txt", "/a/1", "/a/1", "/a/1"]
    assert min(gaps(server)) >= SITE.pause


def test_robots_is_asked_again_after_a_day(tmp_path: Path):
    with web({"/a/1": OK}, tmp_path) as (fetcher, server, time):
        for _ in range(3):
            fetcher.get(at("/a/1"), SITE)
            time.at += timedelta(hours=13).total_seconds()
    assert [seen.path for seen in server.log].count("/robots.txt") == 2


def test_crawl_delay_is_a_floor_for_the_pause():
    with web({"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 7\n"), "/a/1": OK}) as (fetcher, server, _):
        for _ in range(3):
            fetcher.get(at("/a/1"), SITE)
    assert min(gaps(server)[1:]) >= 7


def test_a_shorter_crawl_delay_does_not_shorten_the_sites_pause():
    with web({"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.1\n"), "/a/1": OK}) as (fetcher, server, _):
        for _ in range(3):
            fetcher.get(at("/a/1"), SITE)
    assert min(gaps(server)) >= SITE.pause


def test_a_crawl_delay_of_years_ends_no_run_late(tmp_path: Path):
    robots = Answer(b"User-agent: *\nCrawl-delay: 1000000000\n")
    with web({"/robots.txt": robots, "/a/1": OK}, tmp_path) as (fetcher, server, time):
        with pytest.raises(Unreachable, match="left alone"):
            fetcher.get(at("/a/1"), SITE)
        assert sum(time.slept) < 60
    assert server.paths() == []


def test_what_robots_disallows_is_never_asked_for():
    robots = b"User-agent: onrecord\nDisallow: /a/\nUser-agent: *\nAllow: /\n"
    with web({"/robots.txt": Answer(robots), "/a/1": OK, "/b": OK}) as (fetcher, server, _):
        with pytest.raises(Refused, match=r"robots\.txt"):
            fetcher.get(at("/a/1"), SITE)
        fetcher.get(at("/b"), SITE)
    assert server.paths() == ["/b"]


def test_a_redirect_into_what_robots_disallows_is_not_followed():
    routes = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /a/\n"), "/x": Answer(b"", 302, {"Location": "/a/1"})}
    with web(routes) as (fetcher, server, _), pytest.raises(Refused, match=r"robots\.txt"):
        fetcher.get(at("/x"), SITE)
    assert server.paths() == ["/x"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 410, 425, 429, 451])
def test_a_4xx_robots_allows_everything(status: int):
    with web({"/robots.txt": Answer(b"User-agent: *\nDisallow: /", status), "/a/1": OK}) as (fetcher, server, _):
        fetcher.get(at("/a/1"), SITE)
    assert server.paths() == ["/a/1"]


def test_a_host_too_busy_for_its_robots_gets_its_peace_and_is_asked_again_for_its_rules(tmp_path: Path):
    busy, rules = Answer(b"", 429, {"Retry-After": "100"}), Answer(b"User-agent: *\nDisallow: /a/")
    with web({"/robots.txt": [*[busy] * 4, rules], "/a/1": OK}, tmp_path) as (fetcher, server, time):
        fetcher.get(at("/a/1"), SITE)
        assert server.log[-1].path == "/a/1"
        assert min(gaps(server)) >= 100
        time.at += timedelta(minutes=16).total_seconds()
        with pytest.raises(Refused, match="disallows"):
            fetcher.get(at("/a/1"), SITE)
    assert server.paths() == ["/a/1"]


@pytest.mark.parametrize("status", [500, 503])
def test_robots_that_cannot_be_had_means_not_now_and_a_later_run_asks_again(status: int, tmp_path: Path):
    with web({"/robots.txt": Answer(b"", status), "/a/1": OK}, tmp_path) as (fetcher, server, time):
        for number in range(5):
            with pytest.raises(Unreachable, match=r"robots\.txt"):
                fetcher.get(at(f"/a/{number}"), SITE)
        assert server.paths() == []
        assert len(server.log) <= 4
        server.routes["/robots.txt"] = Answer(b"")
        time.at += timedelta(minutes=16).total_seconds()
        fetcher.get(at("/a/1"), SITE)
    assert server.paths() == ["/a/1"]


def test_robots_is_found_behind_redirects_and_without_end_counts_as_not_there():
    routes = {
        "/robots.txt": Answer(b"", 301, {"Location": "/r1"}),
        "/r1": Answer(b"", 302, {"Location": "/r2"}),
        "/r2": Answer(b"User-agent: *\nDisallow: /a/"),
        "/a/1": OK,
    }
    with web(routes) as (fetcher, _, _), pytest.raises(Refused):
        fetcher.get(at("/a/1"), SITE)
    with web({"/robots.txt": Answer(b"", 301, {"Location": "/robots.txt"}), "/a/1": OK}) as (fetcher, server, _):
        fetcher.get(at("/a/1"), SITE)
    assert server.paths() == ["/a/1"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_kept_in_both_its_forms(status: int, form: str):
    time = Time()
    when = "30" if form == "seconds" else format_datetime(time.now() + timedelta(seconds=40), usegmt=True)
    with (
        loopback({"/a/1": [Answer(b"", status, {"Retry-After": when}), OK]}, time) as server,
        Fetcher(CONTACT, {HOST: server.address}, None, clock=time.now, sleep=time.sleep) as fetcher,
    ):
        fetcher.get(at("/a/1"), SITE)
    assert server.paths() == ["/a/1", "/a/1"]
    assert 30 <= gaps(server)[-1] <= 45


def test_a_host_that_asks_for_an_hour_gets_it_though_runs_go_on(tmp_path: Path):
    with web({"/a/1": Answer(b"", 429, {"Retry-After": "3600"}), "/a/2": OK}, tmp_path) as (fetcher, server, time):
        with pytest.raises(Unreachable, match="429"):
            fetcher.get(at("/a/1"), SITE)
        with pytest.raises(Unreachable, match="left alone"):
            fetcher.get(at("/a/2"), SITE)
        assert server.paths() == ["/a/1"]
        assert sum(time.slept) < 60
        time.at += 3600
        fetcher.get(at("/a/2"), SITE)
    assert server.paths() == ["/a/1", "/a/2"]


def test_a_storm_of_500s_is_met_with_fewer_and_fewer_requests():
    with web({f"/a/{n}": Answer(b"", 500) for n in range(10)}) as (fetcher, server, _):
        for number in range(10):
            with pytest.raises(Unreachable, match="500"):
                fetcher.get(at(f"/a/{number}"), SITE)
        asked = server.paths()
        assert [asked.count(f"/a/{n}") for n in range(10)] == [4, 4, 4, 1, 1, 1, 1, 1, 1, 1]
        waits = gaps(server)[1:4]
    assert min(waits) >= SITE.pause
    assert waits[2] > FIRST_WAIT


def test_two_hosts_do_not_wait_for_each_other():
    time = Time()
    slow, quick = replace(SITE, hosts=("slow.example",)), replace(SITE, hosts=("quick.example",))
    answered = threading.Event()

    def stuck(_: Seen) -> Answer:
        assert answered.wait(20)
        return OK

    with loopback({"/s/robots.txt": stuck, "/q/a/1": OK}, time) as server:
        mirrors = {"slow.example": f"{server.address}/s", "quick.example": f"{server.address}/q"}
        with (
            Fetcher(CONTACT, mirrors, None, clock=time.now, sleep=time.sleep) as fetcher,
            ThreadPoolExecutor(2) as pool,
        ):
            waiting = pool.submit(fetcher.get, "https://slow.example/a/1", slow)
            fetcher.get("https://quick.example/a/1", quick)
            answered.set()
            waiting.result()
    assert "/q/a/1" in server.paths()


def test_threads_of_one_host_take_turns():
    with web({f"/a/{n}": OK for n in range(8)}) as (fetcher, server, _), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: fetcher.get(at(f"/a/{n}"), SITE), range(8)))
    assert min(gaps(server)) >= SITE.pause
    assert sorted(server.paths()) == [f"/a/{n}" for n in range(8)]


def test_processes_of_one_host_take_turns(tmp_path: Path):
    ask = (
        "import sys; from pathlib import Path\n"
        "from scrapers.fetch import Fetcher; from tests.fetching import SITE, HOST, at\n"
        "from dataclasses import replace; site = replace(SITE, pause=0.15)\n"
        "with Fetcher('x', {HOST: sys.argv[1]}, Path(sys.argv[2])) as fetcher:\n"
        "    for n in range(3): fetcher.get(at(f'/a/{n}'), site)\n"
    )
    with loopback({f"/a/{n}": OK for n in range(3)}) as server:
        runs = [subprocess.Popen([sys.executable, "-c", ask, server.address, str(tmp_path)]) for _ in range(2)]
        assert [run.wait(60) for run in runs] == [0, 0]
    assert len(server.paths()) == 6
    assert min(gaps(server)) >= 0.145


def test_a_run_told_to_stop_does_not_sleep_its_pause_out():
    stop = threading.Event()
    with (
        loopback({"/a/1": OK, "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 200")}) as server,
        Fetcher(CONTACT, {HOST: server.address}, None, stop=stop) as fetcher,
        ThreadPoolExecutor(1) as pool,
    ):
        waiting = pool.submit(fetcher.get, at("/a/1"), SITE)
        stop.set()
        with pytest.raises(Unreachable, match="told to stop"):
            waiting.result(20)
    assert server.paths() == []


def test_a_clock_set_back_stops_nothing(tmp_path: Path):
    time = Time()
    pace = Pace(tmp_path, time.now, time.sleep)
    with pace.turn("a.example", 2.0):
        pass
    time.at -= 10**6
    with pace.turn("a.example", 2.0):
        pass
    assert time.slept[-1] <= 2.0 * (1 + JITTER)


@given(st.integers(1, 50))
def test_back_off_grows_to_a_cap_and_never_vanishes(attempt: int):
    full = min(LONGEST_BACK_OFF, FIRST_WAIT * 2 ** (attempt - 1))
    assert full / 2 <= back_off(attempt) <= full


@given(st.text(max_size=40) | st.none())
def test_any_retry_after_is_seconds_or_nothing(header: str | None):
    wait = retry_after(header, datetime(2026, 1, 1, tzinfo=UTC))
    assert wait is None or wait >= 0
