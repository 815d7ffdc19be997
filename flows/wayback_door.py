"""How the optional package `wayback` reaches an archive: at its own address and pace, as ourselves, no body over the
cap. Imported only where the package is there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError
from wayback import WaybackSession

from scrapers.asking import user_agent
from scrapers.bodies import LARGEST
from scrapers.safety import host_of

_SEARCH, _PLAY = "https://web.archive.org/cdx/search/cdx", "https://web.archive.org/web"
"""The addresses the package knows."""

_FIELDS = "urlkey,timestamp,url,mime,status,digest,length"
"""The fields the package reads, by the names pywb has for them."""

_UNDERSTOOD = frozenset({"url", "from", "to", "resolveRevisits"})
"""What pywb knows of what the package asks. Its `limit` is left out: pywb would stop there and not say so."""

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


def session(base: str, contact: str) -> WaybackSession:
    """A session with the archive at `base`, at the pace it is due. `contact` goes into the User-Agent."""
    searches, plays = pace(base)
    opened = WaybackSession(
        user_agent=user_agent(contact), search_calls_per_second=searches, memento_calls_per_second=plays
    )
    if not plays:
        opened.retries, opened.backoff, opened.trust_env = 2, 0.1, False
    opened.mount("https://", _Door(base))
    return opened


def pace(base: str) -> tuple[float, float]:
    """How many lists and how many captures an archive may be asked for a second; 0 for one on this machine: no limit.

    >>> pace("https://web.archive.org"), pace("http://127.0.0.1:8080/news")
    ((0.4, 1.0), (0.0, 0.0))
    """
    return (0.0, 0.0) if host_of(base) in _HERE else (0.4, 1.0)


def place(base: str, asked: str) -> str:
    """Where an archive at `base` answers what the package asks at web.archive.org. A base with a path is a collection
    of pywb, which lists its captures at `/cdx`.

    >>> place("http://127.0.0.1:8080/news", "https://web.archive.org/web/20260311120000id_/http://a.example/")
    'http://127.0.0.1:8080/news/20260311120000id_/http://a.example/'
    """
    base, parts = base.rstrip("/"), urlsplit(asked)
    if not urlsplit(base).path:
        return base + asked.removeprefix(f"{parts.scheme}://{parts.netloc}")
    if not asked.startswith(_SEARCH):
        return base + asked.removeprefix(_PLAY)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] in _UNDERSTOOD]
    return f"{base}/cdx?{urlencode([*query, ('output', 'text'), ('fl', _FIELDS)])}"


class _Door(HTTPAdapter):
    """Sends requests to the archive, while the package keeps seeing the addresses it knows."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base

    def send(self, request: PreparedRequest, *given: Any, **settings: Any) -> Response:  # noqa: ANN401 - requests' own
        there = request.copy()
        there.url = place(self._base, str(request.url))
        response = super().send(there, *given, **{**settings, "stream": True})
        response.url, response.request = str(request.url), request
        if original := response.links.get("original"):  # the others name the archive, which the package would not know
            response.headers["Link"] = f'<{original["url"]}>; rel="original"'
        response._content = _read(response)
        return response


def _read(response: Response) -> bytes:
    """The body, decoded. Raises ContentDecodingError over the cap, which requests itself has not."""
    body = bytearray()
    for part in response.iter_content(64 * 1024):
        body += part
        if len(body) > LARGEST:
            response.close()
            raise ContentDecodingError(f"it is larger than {LARGEST:,} bytes")
    return bytes(body)
