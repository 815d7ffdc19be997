"""Fetching on a real loopback server: what comes back, what is kept, and how every fault ends."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import brotli
import httpcore
import pytest
import zstandard

from scrapers.bodies import content
from scrapers.connection import Door
from scrapers.fetch import Fetcher
from scrapers.problems import Problem, Refused, Unreachable
from scrapers.records import NotModified, RawPage
from tests.fetching import CONTACT, HOST, QUICK, SITE, at, web
from tests.loopback import Answer, Seen, loopback

WORDS = "<html><body><article><p>Слова министра.</p></article></body></html>".encode()


def page_of(answer: RawPage | NotModified) -> RawPage:
    assert isinstance(answer, RawPage)
    return answer


def test_a_page_comes_as_sent_and_keeps_the_sites_own_address():
    with web({"/a/1": Answer(WORDS, headers={"Content-Type": "text/html", "X-Odd": "caf\xe9"})}) as (
        fetcher,
        server,
        time,
    ):
        page = page_of(fetcher.get(at("/a/1"), SITE))
        assert (page.body, page.status, page.site) == (WORDS, 200, "example-en")
        assert page.url == page.final_url == "https://news.example/a/1"
        assert page.header("x-odd") == "caf\xe9"
        assert page.fetched_at == time.now()
    asked = server.log[-1].headers
    assert asked["user-agent"].startswith("onrecord/")
    assert "(+desk@reader.example)" in asked["user-agent"]
    assert asked["accept-language"].startswith("en")


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(WORDS)),
        ("deflate", zlib.compress(WORDS)),
        ("br", brotli.compress(WORDS)),
        ("zstd", zstandard.compress(WORDS)),
        ("gzip, br", brotli.compress(gzip.compress(WORDS))),
        ("identity", WORDS),
    ],
    ids=["gzip", "deflate", "br", "zstd", "gzip and br", "identity"],
)
def test_the_body_stays_coded_and_its_content_is_the_words(coding: str, packed: bytes):
    with web({"/a/1": Answer(packed, headers={"Content-Encoding": coding})}) as (fetcher, server, _):
        page = page_of(fetcher.get(at("/a/1"), SITE))
    assert page.body == packed
    assert content(page) == WORDS
    assert {"gzip", "br", "zstd"} <= set(server.log[-1].headers["accept-encoding"].replace(",", " ").split())


def test_a_chunked_body_is_put_together_and_no_longer_called_chunked():
    with web({"/a/1": Answer(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", headers={"Transfer-Encoding": "chunked"})}) as (
        fetcher,
        _,
        _,
    ):
        page = page_of(fetcher.get(at("/a/1"), SITE))
    assert page.body == b"abcde"
    assert page.header("transfer-encoding") is None


def test_etag_and_date_go_back_byte_for_byte():
    def route(seen: Seen) -> Answer:
        same = seen.headers.get("if-none-match") == 'W/"\xe9-1"' and "if-modified-since" in seen.headers
        return Answer(status=304) if same else Answer(WORDS)

    with web({"/a/1": route}) as (fetcher, server, time):
        answer = fetcher.get(at("/a/1"), SITE, etag='W/"\xe9-1"', last_modified="Mon, 1 jan 2024 nonsense")
        assert answer == NotModified("example-en", at("/a/1"), time.now())
    assert server.log[-1].headers["if-modified-since"] == "Mon, 1 jan 2024 nonsense"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 451])
def test_a_4xx_answer_is_a_page_asked_for_once(status: int):
    with web({"/a/1": Answer(b"no", status)}) as (fetcher, server, _):
        assert page_of(fetcher.get(at("/a/1"), SITE)).status == status
    assert server.paths() == ["/a/1"]


def test_a_page_that_was_lost_and_then_withdrawn():
    with web({"/a/1": [Answer(status=404), Answer(status=410)]}) as (fetcher, server, _):
        assert [page_of(fetcher.get(at("/a/1"), SITE)).status for _ in range(2)] == [404, 410]
    assert server.paths() == ["/a/1", "/a/1"]


def test_redirects_are_followed_on_the_site_and_the_asked_address_is_kept():
    routes = {
        "/old": Answer(status=301, headers={"Location": "/a/1?x=1#part"}),
        "/a/1": Answer(WORDS),
    }
    with web(routes) as (fetcher, server, _):
        page = page_of(fetcher.get(at("/old"), SITE))
    assert (page.url, page.final_url, page.body) == (at("/old"), at("/a/1?x=1"), WORDS)
    assert server.paths() == ["/old", "/a/1?x=1"]


def test_a_mirror_that_names_itself_in_a_redirect_is_translated_back():
    with web({"/a/1": Answer(WORDS)}) as (fetcher, server, _):
        server.routes["/old"] = Answer(status=302, headers={"Location": f"{server.address}/a/1"})
        assert page_of(fetcher.get(at("/old"), SITE)).final_url == at("/a/1")


def drops(times: int) -> Iterator[bytes]:
    for _ in range(times):
        yield b"\0" * 65536


FAULTS = {
    "body cut": (Answer(WORDS, cut=10), Unreachable, 4),
    "length too long": (Answer(WORDS, length=len(WORDS) + 5, cut=len(WORDS)), Unreachable, 4),
    "gzip cut": (Answer(gzip.compress(WORDS)[:-6], headers={"Content-Encoding": "gzip"}), Unreachable, 4),
    "unknown coding": (Answer(WORDS, headers={"Content-Encoding": "rot13"}), Unreachable, 4),
    "500 for ever": (Answer(b"oops", 500), Unreachable, 4),
    "501 is for ever": (Answer(b"oops", 501), Unreachable, 1),
    "503 for ever": (Answer(b"oops", 503), Unreachable, 4),
    "redirects to itself": (Answer(status=302, headers={"Location": "/x"}), Unreachable, 1),
    "redirects elsewhere": (Answer(status=302, headers={"Location": "https://other.example/"}), Refused, 1),
    "redirects to loopback by name": (Answer(status=302, headers={"Location": "http://localhost:9/"}), Refused, 1),
    "redirects to loopback by number": (Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}), Refused, 1),
    "redirects to a short number": (Answer(status=302, headers={"Location": "http://2130706433/"}), Refused, 1),
    "redirects to IPv6 loopback": (Answer(status=302, headers={"Location": "http://[::1]/"}), Refused, 1),
    "redirects to a file": (Answer(status=302, headers={"Location": "file:///etc/passwd"}), Refused, 1),
    "redirects with a user name": (Answer(status=302, headers={"Location": "http://x@news.example/"}), Refused, 1),
    "redirects to nonsense": (Answer(status=302, headers={"Location": "http://[oops/"}), Refused, 1),
    "a status of its own": (Answer(b"", 799), Unreachable, 1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_as_its_outcome_after_so_many_requests_and_the_next_page_comes(name: str):
    answer, problem, requests = FAULTS[name]
    with web({"/x": answer, "/a/1": Answer(WORDS)}) as (fetcher, server, _):
        with pytest.raises(problem) as raised:
            fetcher.get(at("/x"), SITE)
        assert at("/x") in str(raised.value)
        assert server.paths() == ["/x"] * requests
        assert page_of(fetcher.get(at("/a/1"), SITE)).body == WORDS
    gaps = [later.at - earlier.at for earlier, later in zip(server.log, server.log[1:], strict=False)]
    assert min(gaps) >= SITE.pause


@pytest.mark.parametrize(
    "answer",
    [
        Answer(WORDS, headers={"X": "y" * 200}, drip_head=True),
        Answer(WORDS * 10, drip=True),
        Answer(lambda: drops(10**9)),
    ],
    ids=["slow headers", "slow body", "endless body"],
)
def test_an_answer_that_would_take_for_ever_is_given_up(answer: Answer):
    with web({"/x": answer, "/a/1": Answer(WORDS)}, limits=QUICK) as (fetcher, server, _):
        with pytest.raises(Problem) as raised:
            fetcher.get(at("/x"), SITE)
        assert raised.value.outcome in ("unreachable", "refused")
        assert page_of(fetcher.get(at("/a/1"), SITE)).body == WORDS
    assert 1 <= server.paths().count("/x") <= 4


def test_a_page_of_surplus_bytes_does_not_become_the_next_page():
    with web({"/x": Answer(WORDS + b"HTTP/1.1 200 OK\r\n", length=len(WORDS)), "/a/1": Answer(b"next")}) as (
        fetcher,
        _,
        _,
    ):
        assert page_of(fetcher.get(at("/x"), SITE)).body == WORDS
        assert page_of(fetcher.get(at("/a/1"), SITE)).body == b"next"


def test_what_was_answered_all_the_same_is_kept_with_the_problem():
    with web({"/x": Answer(b"oops", 500)}) as (fetcher, _, _), pytest.raises(Unreachable) as raised:
        fetcher.get(at("/x"), SITE)
    assert raised.value.page is not None
    assert (raised.value.page.status, raised.value.page.body) == (500, b"oops")


def test_a_host_nobody_answers_at_is_unreachable_and_then_left_alone():
    with web({}) as (fetcher, server, time):
        server.__exit__()
        started, problems = time.at, []
        for number in range(5):
            with pytest.raises(Unreachable) as raised:
                fetcher.get(at(f"/a/{number}"), SITE)
            problems.append(str(raised.value))
        assert "robots.txt" in problems[0]
        assert time.at - started < 60, "only the first page may wait for retries"


def test_a_bot_wall_with_an_error_status_is_asked_for_once():
    challenge = b"<html><head><title>Just a moment...</title></head><body>/cdn-cgi/challenge-platform/</body></html>"
    with web({"/a/1": Answer(challenge, 503, {"Retry-After": "5"})}) as (fetcher, server, _):
        assert page_of(fetcher.get(at("/a/1"), SITE)).status == 503
    assert server.paths() == ["/a/1"]


def test_a_foreign_address_is_not_asked_for_at_all():
    with web({}) as (fetcher, server, _), pytest.raises(Refused, match=r"other\.example"):
        fetcher.get("https://other.example/a/1", SITE)
    assert server.log == []


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fe80::1", "::ffff:127.0.0.1"])
def test_a_site_whose_name_leads_to_a_private_address_is_refused_unless_mirrored(address: str):
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34", address]

    with Fetcher("x", {}, None, resolve=resolve) as fetcher, pytest.raises(Refused, match="not a public address"):
        fetcher.get(at("/a/1"), SITE)
    assert asked == ["news.example"]


def test_each_connection_goes_to_the_address_that_was_checked_and_a_name_that_turns_private_is_refused():
    """DNS rebinding: the second look-up says something else. The sockets are only told, so no packet leaves."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    told: list[str] = []

    class Sockets(httpcore.SyncBackend):
        def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
            told.append(host)
            raise httpcore.ConnectError("not in a test")

    door = Door(False, lambda host, port: next(answers))
    door._sockets = Sockets()
    with pytest.raises(httpcore.ConnectError):
        door.connect_tcp(HOST, 443)
    with pytest.raises(Refused, match="not a public address"):
        door.connect_tcp(HOST, 443)
    assert told == ["93.184.216.34"]


def test_a_server_that_speaks_no_tls_is_unreachable():
    with loopback({}) as server:
        mirror = {HOST: server.address.replace("http:", "https:")}
        with (
            Fetcher(CONTACT, mirror, None, sleep=lambda seconds: None, limits=QUICK) as fetcher,
            pytest.raises(Unreachable, match="broken connection"),
        ):
            fetcher.get(at("/a/1"), SITE)
    assert server.log == []


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def test_a_robots_txt_that_cannot_be_unpacked_means_not_now():
    broken = Answer(gzip.compress(ROBOTS)[:-9], headers={"Content-Encoding": "gzip"})
    with web({"/robots.txt": broken}) as (fetcher, server, _), pytest.raises(Unreachable, match="broken gzip"):
        fetcher.get(at("/b"), SITE)
    assert server.paths() == []


ROBOTS = b"User-agent: *\nDisallow: /a/\n"
LARGE = ROBOTS + b"# and so on\n" * 100_000


@pytest.mark.parametrize(
    "answer",
    [
        Answer(LARGE),
        Answer(lambda: chain((LARGE,), repeat(b"# and so on\n" * 9999))),
        Answer(gzip.compress(LARGE), headers={"Content-Encoding": "gzip"}),
        Answer(zlib.compress(LARGE + noise(1 << 20)), headers={"Content-Encoding": "deflate"}),
        Answer(gzip.compress(ROBOTS + bytes(1 << 28)), headers={"Content-Encoding": "gzip"}),
        Answer(b"\xef\xbb\xbf" + ROBOTS, headers={"Content-Encoding": "br"}),
    ],
    ids=["large", "endless", "packed", "packed and larger than is read", "a bomb", "not packed at all"],
)
def test_the_first_half_megabyte_of_a_robots_txt_counts_whatever_follows(answer: Answer):
    with web({"/robots.txt": answer, "/a/1": Answer(WORDS), "/b": Answer(WORDS)}) as (fetcher, server, _):
        with pytest.raises(Refused, match="disallows"):
            fetcher.get(at("/a/1"), SITE)
        fetcher.get(at("/b"), SITE)
    assert [seen.path for seen in server.log] == ["/robots.txt", "/b"]
