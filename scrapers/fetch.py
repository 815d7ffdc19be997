"""Fetching: one URL in, one answer out, politely. The one module that knows httpx."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from urllib.parse import urldefrag, urljoin

import httpcore
import httpx

from scrapers.answers import NO_ANSWER, Answer, TooLarge, body_of, in_words
from scrapers.asking import LIMITS, Aside, Headers, Limits, Question, refuse_foreign, request_headers, user_agent
from scrapers.connection import Door, Resolve, addresses
from scrapers.mirrors import Mirrors
from scrapers.pace import LONGEST_WAIT, Pace
from scrapers.permission import Permission
from scrapers.problems import Refused, Unreachable
from scrapers.records import NotModified, RawPage
from scrapers.retries import back_off, retry_after, robots_trouble, trouble
from scrapers.robots import READ_AT_MOST
from scrapers.safety import host_of
from scrapers.site import Site

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_FAILURES = 3
"""Pages in a row without a usable answer after which a host is asked once a page, not `Limits.tries` times."""

_SILENT_REST = 2 * LONGEST_WAIT
"""Seconds a host is left alone by every run when so many pages in a row got no answer at all."""

_LONGEST_HOLD = 24 * 3600.0


def utc_now() -> datetime:
    """The time, aware, UTC."""
    return datetime.now(UTC)


class Fetcher:
    """Asks for pages: one connection a host, its pause kept, its robots.txt obeyed. Made once a run, used as a context
    manager, by as many threads as there are hosts.

    `contact` goes into the User-Agent. `mirrors` maps a host to the base address that is asked instead. `pace_dir` is
    where pauses and robots.txt are kept across runs (None: for this one only). `clock` tells the time, aware; `stop`,
    once set, ends every wait; `resolve` and `sleep` replace the look-up of addresses and the waiting, for tests.
    """

    def __init__(
        self,
        contact: str,
        mirrors: Mapping[str, str],
        pace_dir: Path | None,
        *,
        clock: Callable[[], datetime] = utc_now,
        stop: threading.Event | None = None,
        limits: Limits = LIMITS,
        resolve: Resolve = addresses,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._closing = ExitStack()
        folder = pace_dir or Path(self._closing.enter_context(TemporaryDirectory()))
        self._agent = user_agent(contact)
        self._mirrors = Mirrors(mirrors)
        self._clock = clock
        self._stop = stop or threading.Event()
        self._limits = limits
        self._resolve = resolve
        self._pace = Pace(folder, clock, sleep or self._wait)
        self._permission = Permission(folder, clock)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def get(
        self,
        url: str,
        site: Site,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        aside: Aside = lambda _page, _why: None,
    ) -> RawPage | NotModified:
        """The answer to a request for `url`, redirects followed; NotModified if what has this etag or date stands.

        4xx answers come back as pages, so that they are kept; what came on the way (robots.txt, redirects, answers
        that were no use and asked for again) goes to `aside`. Raises Unreachable when no usable answer came (where an
        unusable one did, the problem's `page` holds it), Refused when we may not ask or go on.
        """
        here = urldefrag(url).url
        passed: set[str] = set()
        while here not in passed and len(passed) <= self._limits.redirects:
            passed.add(here)
            refuse_foreign(here, url, site)
            robots = self._permission.given(here, lambda address: self._robots_txt(address, site, aside))
            headers, pause = request_headers(site, etag, last_modified), max(site.pause, robots.delay)
            page = self._answer(Question(self._asked(site, url, here), pause, aside, headers))
            if page.status == 304 and (etag or last_modified):
                return NotModified(site.name, url, page.fetched_at)
            target = self._target(page)
            if target is None:
                return page
            aside(page, "redirect")
            here = target
        raise Unreachable(f"{url} redirects in a circle, or more than {self._limits.redirects} times")

    def _target(self, page: RawPage) -> str | None:
        """Where a redirect leads, in the site's own terms; None if the page is none."""
        location = page.header("location") if page.status in REDIRECTS else None
        if location is None:
            return None
        written = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
        try:
            return urldefrag(self._mirrors.original(urljoin(page.final_url, written), page.final_url)).url
        except ValueError:  # no address at all, such as http://[oops/
            return written

    def _robots_txt(self, here: str, site: Site, aside: Aside) -> tuple[RawPage, str | None]:
        """What a robots.txt's address answers, and where that redirects to. Raises Unreachable or Refused."""
        try:
            page = self._answer(Question(self._asked(site, here, here), site.pause, aside, is_robots=True))
        except Unreachable as problem:
            if problem.page:
                aside(problem.page, "robots.txt")
            raise
        aside(page, "robots.txt")
        return page, self._target(page)

    def _asked(self, site: Site, url: str, here: str) -> RawPage:
        return RawPage(site.name, url, here, self._clock(), 0, (), b"")

    def _answer(self, question: Question) -> RawPage:
        """What an address answers, asked again while that may help. Raises Unreachable or Refused."""
        name = host_of(question.page.final_url)
        host = self._host(name)
        tries = self._limits.tries if host.failures < _FAILURES else 1
        attempt = 0
        while True:
            attempt += 1
            page, problem, again = self._tried(question, host)
            if problem is None:
                host.failures = host.silences = 0
                return page
            wait = retry_after(page.header("retry-after"), page.fetched_at)
            last = not again or attempt == tries or (wait or 0) > LONGEST_WAIT
            if wait is not None or not last:
                self._pace.hold(name, min(back_off(attempt) if wait is None else wait, _LONGEST_HOLD))
            if last:
                raise self._given_up(host, name, page, problem)
            if page.status:
                question.aside(page, "tried again")

    def _tried(self, question: Question, host: _Host) -> tuple[RawPage, Unreachable | None, bool]:
        """One request, when it is its turn: the page, what is wrong with it, whether asking again may help."""
        here = question.page.final_url
        most = READ_AT_MOST if question.is_robots else self._limits.body
        with self._pace.turn(host_of(here), question.pause):
            try:
                came = host.ask(self._mirrors.address(here), question.headers, most)
            except NO_ANSWER as error:
                again = "CERTIFICATE_VERIFY_FAILED" not in str(error)
                return question.page, Unreachable(f"{here} gave no answer: {in_words(error)}"), again
            except httpx.InvalidURL as error:
                raise Refused(f"{here} is not an address that can be asked: {error}") from error
        page = replace(
            question.page,
            fetched_at=self._clock(),
            status=came.status,
            headers=came.headers,
            body=came.body,
            truncated=came.truncated,
        )
        return self._judged(page, came.fault, question, most)

    def _judged(
        self, page: RawPage, fault: Exception | None, question: Question, most: int
    ) -> tuple[RawPage, Unreachable | None, bool]:
        """As _tried(), of what came. Of a page that did not come whole the part is set aside: no article is in it."""
        here = page.final_url
        if isinstance(fault, TooLarge) and question.is_robots:
            fault = None  # its beginning is enough
        if fault and page.body:
            question.aside(page, "cut off")
        if isinstance(fault, TooLarge):
            raise Refused(f"{here} was not read to its end: its body is over {most:,} bytes")
        if fault:
            return replace(page, status=0), Unreachable(f"{here} gave no whole answer: {in_words(fault)}"), True
        try:
            found = (robots_trouble if question.is_robots else trouble)(page, most)
        except Refused as refused:
            refused.page = page
            raise
        return (page, *found) if found else (page, None, False)

    def _given_up(self, host: _Host, name: str, page: RawPage, problem: Unreachable) -> Unreachable:
        """The problem, with the answer that was no use; a host that has gone silent is left alone for a while."""
        host.failures += 1
        if page.status:
            problem.page = page
            host.silences = 0
            return problem
        host.silences += 1
        if host.silences >= _FAILURES:
            self._pace.hold(name, _SILENT_REST)
        return problem

    def _host(self, name: str) -> _Host:
        with self._lock:
            if name not in self._hosts:
                door = Door(self._mirrors.names(name), self._resolve)
                host = _Host(door, self._agent, self._limits)
                self._closing.callback(host.close)
                self._hosts[name] = host
            return self._hosts[name]

    def _wait(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Unreachable("the run was told to stop while this page waited its turn")


class _Host:
    """The one connection to one host, and how well it went lately."""

    def __init__(self, door: Door, agent: str, limits: Limits) -> None:
        self._door = door
        self._limits = limits
        self.failures = 0
        self.silences = 0
        self._headers = [(b"User-Agent", agent.encode("latin-1", "replace")), *_ACCEPTED]
        self._time_outs = httpx.Timeout(limits.read, connect=limits.connect).as_dict()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), max_connections=1, keepalive_expiry=60.0, network_backend=door
        )

    def ask(self, url: str, headers: Headers, most: int) -> Answer:
        """What one request brings: of a body that breaks off, or has over `most` bytes, the beginning. Raises as
        httpcore does where not even a head comes.

        The pool is asked past httpx's client, which cannot be given a door of our own, would keep cookies (we ask as a
        stranger, and so get what every stranger gets) and would raise for a redirect to an address it cannot read.
        """
        self._door.deadline = time.monotonic() + self._limits.whole
        request = httpx.Request("GET", url, headers=[*self._headers, *headers])
        target = request.url
        there = httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
        asked = httpcore.Request("GET", there, headers=request.headers.raw, extensions={"timeout": self._time_outs})
        with closing(self._pool.handle_request(asked)) as answer:
            body, fault = body_of(answer.iter_stream(), most)
        given = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
        return Answer(answer.status, tuple(h for h in given if h[0].lower() != "transfer-encoding"), body, fault)

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


_ACCEPTED = (
    (b"Accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (b"Accept-Encoding", b"gzip, deflate, br, zstd"),
)


@cache
def _tls() -> ssl.SSLContext:
    """One for all hosts: making one takes 20 ms."""
    return httpx.create_ssl_context()
