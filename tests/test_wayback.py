"""Captures of the Wayback Machine, from a loopback server that speaks as it does (CDX lines, mementos, errors)."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from flows.commands.common import Stop
from flows.wayback import OFFICIAL, Unplayable, captures
from flows.wayback_door import pace, place
from scrapers.records import RawPage
from tests.loopback import Answer, Loopback, Route, Seen, loopback

URL = "https://news.example/a/1"
FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length")
DAYS = ("20240101120000", "20240201120000", "20240301120000", "20240401120000")


def line(stamp: str, status: str, url: str = URL, digest: str = "") -> str:
    return f"example,news)/a/1 {stamp} {url} text/html {status} {digest or 'D' + stamp} 99"


def memento(body: bytes, stamp: str, status: int = 200, **headers: str) -> Answer:
    at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    own = {
        "Memento-Datetime": f"{at:%a, %d %b %Y %H:%M:%S} GMT",
        "Link": f'<{URL}>; rel="original"',
        "X-Archive-Orig-Last-Modified": "yesterday",
        "X-Archive-Orig-Content-Encoding": "gzip",
        "Content-Type": "text/html; charset=windows-1251",
    }
    return Answer(body, status, {**own, **headers})


def path(stamp: str, url: str = URL) -> str:
    return f"/web/{stamp}id_/{url}"


def archive(lines: list[str], **mementos: Answer) -> dict[str, Route]:
    return {
        "/cdx/search/cdx": Answer("\n".join(lines).encode()),
        **{path(at[1:]): page for at, page in mementos.items()},
    }


def taken(server: Loopback, **span: datetime) -> list[RawPage | Unplayable]:
    return list(captures(URL, base=server.address, **span))


def test_captures_are_pages_fetched_when_they_were_captured():
    first = "<p>Первые слова</p>".encode("windows-1251")
    routes = archive(
        [line(DAYS[0], "200"), line(DAYS[1], "301"), line(DAYS[2], "404"), line(DAYS[3], "503")],
        **{
            f"t{DAYS[0]}": memento(gzip.compress(first), DAYS[0], **{"Content-Encoding": "gzip"}),
            f"t{DAYS[2]}": memento(b"gone", DAYS[2], 404),
        },
    )
    with loopback(routes) as server:
        old, gone = taken(server)
    assert isinstance(old, RawPage)
    assert isinstance(gone, RawPage)
    assert (old.url, old.body, old.status) == (URL, first, 200)
    assert old.fetched_at == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert old.header("content-encoding") is None, "the body is decoded already"
    assert "windows-1251" in str(old.header("content-type"))
    assert (gone.status, gone.fetched_at) == (404, datetime(2024, 3, 1, 12, tzinfo=UTC))
    assert server.paths()[1:] == [path(DAYS[0]), path(DAYS[2])], "redirects and errors are not asked for"


def test_a_span_of_time_is_asked_for_and_every_page_of_the_list():
    more = f"{line(DAYS[0], '200')}\n\nresume-here\n"

    def listing(seen: Seen) -> Answer:
        return Answer((line(DAYS[1], "200") if "resumeKey=resume-here" in seen.path else more).encode())

    routes: dict[str, Route] = {"/cdx/search/cdx": listing}
    routes |= {path(at): memento(at.encode(), at) for at in DAYS[:2]}
    with loopback(routes) as server:
        found = taken(server, since=datetime(2024, 1, 1, tzinfo=UTC), until=datetime(2024, 3, 1, tzinfo=UTC))
    assert [page.body for page in found if isinstance(page, RawPage)] == [at.encode() for at in DAYS[:2]]
    assert "from=20240101000000&to=20240301000000" in server.paths()[0]


def test_a_capture_that_cannot_be_played_is_named_and_the_others_come():
    routes = archive([line(DAYS[0], "200"), line(DAYS[1], "200")], **{f"t{DAYS[1]}": memento(b"words", DAYS[1])})
    with loopback(routes) as server:
        missing, page = taken(server)
    assert isinstance(missing, Unplayable)
    assert "2024-01-01 12:00:00" in missing.detail
    assert isinstance(page, RawPage)


def test_an_archive_that_knows_nothing_gives_nothing():
    with loopback({"/cdx/search/cdx": Answer(b"")}) as server:
        assert taken(server) == []


def test_a_body_is_listed_once_though_the_archive_does_not_collapse():
    listed = [line(at, "200", digest=digest) for at, digest in zip(DAYS, "AABA", strict=True)]
    routes = archive(listed, **{f"t{at}": memento(at.encode(), at) for at in DAYS})
    with loopback(routes) as server:
        assert [page.body.decode() for page in taken(server) if isinstance(page, RawPage)] == [
            DAYS[0],
            DAYS[2],
            DAYS[3],
        ]


def test_a_capture_without_end_is_named_and_the_others_come():
    def zeros() -> Iterator[bytes]:
        for _ in range(64):
            yield bytes(1 << 20)

    endless = Answer(zeros, headers=memento(b"", DAYS[0]).headers)
    routes = archive(
        [line(at, "200") for at in DAYS[:2]], **{f"t{DAYS[0]}": endless, f"t{DAYS[1]}": memento(b"x", DAYS[1])}
    )
    with loopback(routes) as server:
        large, page = taken(server)
    assert "larger than" in large.detail
    assert page.body == b"x"


def test_a_capture_that_turns_out_to_redirect_is_none():
    moved = memento(b"", DAYS[0], 302, Location=f"/web/{DAYS[0]}id_/https://news.example/a/2")
    with loopback(archive([line(DAYS[0], "-", digest="A")], **{f"t{DAYS[0]}": moved})) as server:
        assert taken(server) == []
    assert server.paths()[1:] == [path(DAYS[0])]


def test_the_archive_is_told_who_asks():
    with loopback(archive([])) as server:
        list(captures(URL, base=server.address, contact="desk@reader.example"))
    assert server.log[0].headers["user-agent"].startswith("onrecord/")
    assert server.log[0].headers["user-agent"].endswith("(+desk@reader.example)")


def test_an_archive_that_serves_everyone_is_asked_slowly():
    for address in (OFFICIAL, "https://arquivo.pt/wayback", "http://127.0.0.1.example/"):
        assert all(0 < a_second <= 1 for a_second in pace(address))


@pytest.mark.parametrize(
    ("base", "search", "play"),
    [
        (
            "https://a.example/",
            "https://a.example/cdx/search/cdx?url=x&limit=9",
            "https://a.example/web/2024id_/http://b/",
        ),
        (
            "http://a.example/coll/",
            f"http://a.example/coll/cdx?url=x&output=text&fl={'%2C'.join(FIELDS)}",
            "http://a.example/coll/2024id_/http://b/",
        ),
    ],
)
def test_where_an_archive_answers(base: str, search: str, play: str):
    assert place(base, f"{OFFICIAL}/cdx/search/cdx?url=x&limit=9") == search
    assert place(base, f"{OFFICIAL}/web/2024id_/http://b/") == play


def test_an_archive_nobody_answers_at_stops_with_what_to_do():
    with loopback({}) as server:
        pass
    with pytest.raises(Stop, match="Try again later"):
        taken(server)


def test_an_archive_that_fails_stops_with_what_to_do():
    with loopback({"/cdx/search/cdx": Answer(b"no", 400)}) as server, pytest.raises(Stop, match="Try again later"):
        taken(server)


def test_without_the_package_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "wayback", None)
    with pytest.raises(Stop, match="pip install"):
        next(captures(URL))
