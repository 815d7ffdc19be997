"""The newsroom's web server: one edition's standing pages on a loopback port, with ETag, 304, 410, redirects."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from flows.demo.newsroom import HOSTS, NewsPage, Standing, article_html, feed_xml, listing_html, live, number_in

ROBOTS = "User-agent: *\nDisallow: /search-result\n"


class Press(ThreadingHTTPServer):
    """Serves one edition on 127.0.0.1, on a free port. `standing` is what stands where now; set it to move on."""

    daemon_threads = True

    def __init__(self, edition: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.edition = edition
        self.standing: Standing = {}
        self.requests: list[tuple[str, int]] = []

    @property
    def address(self) -> str:
        """Where it listens, as a mirror names it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    """One request. Answers depend on the path and on what stands now, on nothing else."""

    server: Press
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a page, a listing, the feed or robots.txt."""
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        standing, edition = self.server.standing, self.server.edition
        if path == "/robots.txt":
            self._send(HTTPStatus.OK, ROBOTS, "text/plain")
        elif path == "/rss":
            self._send(HTTPStatus.OK, feed_xml(standing, edition), "application/rss+xml", _newest(standing, edition))
        elif path in ("/", "/all-news"):
            listed = standing if query.get("page", ["1"]) == ["1"] else {}
            self._send(HTTPStatus.OK, listing_html(listed, edition), since=_newest(listed, edition))
        else:
            self._article(path, (edition, number_in(path) or ""))

    def _article(self, path: str, key: tuple[str, str]) -> None:
        if key not in self.server.standing:
            return self._send(HTTPStatus.NOT_FOUND, "<!DOCTYPE html><title>Not found</title><p>No such page.</p>")
        page = self.server.standing[key]
        if page is None:
            return self._send(HTTPStatus.GONE, "<!DOCTYPE html><title>Gone</title><p>This page was taken down.</p>")
        if page.address != path:
            return self._redirect(page)
        return self._send(HTTPStatus.OK, article_html(page), since=page.since)

    def _redirect(self, page: NewsPage) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", page.address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, text: str, kind: str = "text/html", since: datetime | None = None) -> None:
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status is HTTPStatus.OK and self.headers.get("If-None-Match") == etag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        self.send_header("ETag", etag)
        if since:
            self.send_header("Last-Modified", format_datetime(since.astimezone(UTC), usegmt=True))
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Note the request instead of printing it: the demo and its tests count them."""
        self.server.requests.append((self.path, int(code)))


def _newest(standing: Standing, edition: str) -> datetime | None:
    return next((page.since for page in live(standing, edition)), None)


@contextmanager
def presses() -> Iterator[dict[str, Press]]:
    """A running server an edition, by host; stopped on the way out."""
    running = {host: Press(edition) for edition, host in HOSTS.items()}
    threads = [threading.Thread(target=press.serve_forever, args=(0.05,), daemon=True) for press in running.values()]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        for press in running.values():
            press.shutdown()
            press.server_close()
