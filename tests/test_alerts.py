"""Alerts on a change of state only, a ping after good runs, and no secret in any log."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.alerts import announce, masked, ping, told
from flows.doctor import setting_lines
from flows.report import RunReport, SiteReport
from flows.settings import Settings, load
from tests.loopback import Answer, loopback

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise asks for it

NOW = datetime(2024, 3, 11, 12, tzinfo=UTC)
WELL = SiteReport("apa-en", {"stored": 3})
BROKEN = SiteReport("apa-en", findings=("https://en.apa.az/rss could not be read",))
OTHER = SiteReport("kremlin-en", findings=("0 new articles in 24 hours, 5 are the floor",))


class Desk(ThreadingHTTPServer):
    """Where alerts arrive, as apprise's plain JSON; answers 500 while `closed`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Take)
        self.mail: list[dict[str, str]] = []
        self.closed = False

    @property
    def address(self) -> str:
        """The desk as an apprise address, with a secret in it."""
        return f"json://user:hidden@127.0.0.1:{self.server_address[1]}/"

    def titles(self) -> list[str]:
        """What was told, in order."""
        return [message["title"] for message in self.mail]


class _Take(BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.closed:
            self.server.mail.append(message)
        self.send_response(500 if self.server.closed else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def desk() -> Iterator[Desk]:
    taking = Desk()
    thread = threading.Thread(target=taking.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield taking
    taking.shutdown()
    taking.server_close()
    thread.join()


def report(*sites: SiteReport, findings: tuple[str, ...] = (), interrupted: bool = False) -> RunReport:
    return RunReport("20240311T120000Z-ingest-ab", "ingest", NOW, NOW, sites, findings, interrupted)


def test_only_a_change_is_told(tmp_path: Path, desk: Desk) -> None:
    settings = Settings(data=tmp_path, alerts=(desk.address,))
    for run in (WELL, WELL, BROKEN, BROKEN, BROKEN, WELL, WELL):
        announce(settings, report(run))
    assert desk.titles() == ["onrecord ingest: apa-en failed", "onrecord ingest: apa-en well again"]
    assert "https://en.apa.az/rss could not be read" in desk.mail[0]["message"]


def test_a_second_site_that_fails_is_a_change(tmp_path: Path, desk: Desk) -> None:
    settings = Settings(data=tmp_path, alerts=(desk.address,))
    announce(settings, report(BROKEN))
    announce(settings, report(BROKEN, OTHER))
    announce(settings, report(WELL, OTHER))
    assert desk.titles()[1:] == [
        "onrecord ingest: kremlin-en failed; apa-en still failing",
        "onrecord ingest: apa-en well again; kremlin-en still failing",
    ]


def test_a_run_of_one_site_says_nothing_of_another(tmp_path: Path, desk: Desk) -> None:
    settings = Settings(data=tmp_path, alerts=(desk.address,))
    announce(settings, report(BROKEN, OTHER))
    announce(settings, report(BROKEN))
    assert len(desk.mail) == 1
    assert told(tmp_path, "ingest") == {"apa-en", "kremlin-en"}


def test_what_could_not_be_delivered_is_tried_again(
    tmp_path: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=tmp_path, alerts=(desk.address,))
    desk.closed = True
    with caplog.at_level(logging.DEBUG, "flows"):
        announce(settings, report(BROKEN))
    assert f"json://127.0.0.1:{desk.server_address[1]}/… was not delivered" in caplog.text
    assert "hidden" not in caplog.text
    desk.closed = False
    announce(settings, report(BROKEN))
    assert desk.titles() == ["onrecord ingest: apa-en failed"]


def test_a_failed_check_belongs_to_the_store_and_flows_are_told_apart(tmp_path: Path, desk: Desk) -> None:
    settings = Settings(data=tmp_path, alerts=(desk.address,))
    announce(settings, report(WELL, findings=("Not published: ids are not unique",)))
    assert desk.titles() == ["onrecord ingest: store failed"]
    assert told(tmp_path, "nightly") == frozenset()


def test_an_interrupted_run_says_nothing(tmp_path: Path, desk: Desk) -> None:
    with loopback({"/alive": Answer(b"")}) as switch:
        settings = Settings(data=tmp_path, alerts=(desk.address,), ping=f"{switch.address}/alive")
        announce(settings, report(BROKEN, interrupted=True))
        announce(settings, report(WELL, interrupted=True))
    assert (desk.mail, switch.paths()) == ([], [])


def test_the_ping_follows_good_runs_only(tmp_path: Path) -> None:
    some_failed = SiteReport("apa-en", {"stored": 3, "unreachable": 1})
    with loopback({"/alive": Answer(b"")}) as switch:
        settings = Settings(data=tmp_path, ping=f"{switch.address}/alive")
        for run in (WELL, BROKEN, some_failed):
            announce(settings, report(run))
        assert switch.paths() == ["/alive", "/alive"]


def test_a_ping_that_fails_is_a_warning_without_its_secret(caplog: pytest.LogCaptureFixture) -> None:
    with loopback() as switch, caplog.at_level(logging.WARNING, "flows"):
        assert not ping(f"{switch.address}/a-secret-of-mine")
        assert not ping("file:///etc/hostname")
    assert f"the ping to {switch.address}/… failed" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("pushbullet://o.aTokenThatLooksLikeAHost/", "pushbullet://…"),
        ("tgram://123456:AAtoken/42", "tgram://…"),
        ("https://hc-ping.com/0123-4567", "https://hc-ping.com/…"),
        ("https://me:p@ss@hc-ping.com:8443/0123-4567", "https://hc-ping.com:8443/…"),
        ("http://[::1]:8090/?key=0123", "http://[::1]:8090/…"),
        ("mailtos://me:pass@mail.example.org", "mailtos://mail.example.org/…"),
        ("no address at all", "no address at all://…"),
    ],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_one_address_need_not_be_a_list_and_a_misspelt_one_is_told_by_the_doctor() -> None:
    loaded = load(env={"ONRECORD_ALERTS": "slak://TokenA/TokenB", "ONRECORD_CONTACT": "desk@example.org"})
    assert loaded.settings.alerts == ("slak://TokenA/TokenB",)
    assert load(env={"ONRECORD_ALERTS": ""}).settings.alerts == ()
    (line,) = [line for line in setting_lines(loaded) if line.level != "OK"]
    assert (line.name, "slak://…" in line.said, "Token" in line.said + line.fix) == ("alerts", True, False)
    well = load(env={"ONRECORD_ALERTS": '["ntfy://a-topic", "json://127.0.0.1:1/"]', "ONRECORD_CONTACT": "x@y.example"})
    assert {line.level for line in setting_lines(well)} == {"OK"}
