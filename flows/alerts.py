"""Telling people: one alert when something starts or stops being wrong, and a ping after each good run."""

from __future__ import annotations

import json
import logging
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from flows.report import RunReport
from flows.settings import Settings

FOLDER = ".told"
STORE = "store"
"""The name under which what belongs to no single site is told."""

PING_SECONDS = 10.0

HOST_IS_A_HOST = frozenset({"http", "https", "json", "jsons", "mailto", "mailtos"})
"""Schemes whose addresses have a host in the host's place; elsewhere a token may stand there."""

log = logging.getLogger(__name__)


def announce(settings: Settings, report: RunReport) -> None:
    """Send an alert if this run changed what is wrong, and the ping if it went well. Never raises for the network.

    What was last told is kept a flow in `DATA/.told/`; an alert that could not be delivered is tried again by the
    next run. An interrupted run says nothing: it does not know.
    """
    if report.interrupted:
        return
    if settings.alerts:
        _alert(settings, report)
    if settings.ping and report.state != "failed":
        ping(settings.ping)


def wrong(report: RunReport) -> frozenset[str]:
    """What this run found wrong: names of sites, and `store` for what belongs to no site."""
    sites = {site.site for site in report.sites if site.findings}
    return frozenset(sites | ({STORE} if report.findings else set()))


def told(data: Path, flow: str) -> frozenset[str]:
    """What was last told to be wrong by this flow; nothing if nothing ever was."""
    try:
        return frozenset(json.loads(_note(data, flow).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return frozenset()


def masked(address: str) -> str:
    """An address fit for a log: its scheme, host and port, nothing a secret could hide in.

    >>> masked("mailto://user:secret@example.org?to=desk@example.org")
    'mailto://example.org/…'
    >>> masked("slack://TokenA/TokenB/TokenC")
    'slack://…'
    """
    scheme, _, _ = address.partition("://")
    host = urlsplit(address).netloc.rpartition("@")[2] if scheme in HOST_IS_A_HOST else None
    return f"{scheme}://{host}/…" if host else f"{scheme}://…"


def not_understood(addresses: Sequence[str]) -> list[str]:
    """Those of the addresses, masked, that are none that apprise could send anything to."""
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    return [masked(address) for address in addresses if not apprise.Apprise().add(address)]


def deliver(addresses: Sequence[str], title: str, body: str) -> bool:
    """Send a message to every address (mail, Slack, ntfy…: whatever apprise knows); whether all took it."""
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    taken = []
    for address in addresses:
        post = apprise.Apprise()
        taken.append(bool(post.add(address) and post.notify(body=body, title=title)))
        if not taken[-1]:
            log.warning("the alert to %s was not delivered; the next run tries again", masked(address))
    return all(taken)


def ping(address: str) -> bool:
    """Tell a dead-man's switch that a run went well; whether it answered."""
    try:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError("not an http address")
        with urllib.request.urlopen(address, timeout=PING_SECONDS):  # noqa: S310 - the scheme is checked above
            return True
    except (URLError, ValueError, OSError) as error:
        log.warning("the ping to %s failed: %s", masked(address), getattr(error, "reason", type(error).__name__))
        return False


def _alert(settings: Settings, report: RunReport) -> None:
    before = told(settings.data, report.flow)
    asked = {site.site for site in report.sites} | {STORE}
    now = wrong(report) | (before - asked)
    if now == before:
        return
    if deliver(settings.alerts, _title(report.flow, before, now), _body(report)):
        _remember(settings.data, report.flow, now)


def _title(flow: str, before: frozenset[str], now: frozenset[str]) -> str:
    parts = [
        f"{_names(now - before)} failed" if now - before else "",
        f"{_names(before - now)} well again" if before - now else "",
        f"{_names(now & before)} still failing" if now & before else "",
    ]
    return f"onrecord {flow}: {'; '.join(part for part in parts if part)}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _body(report: RunReport) -> str:
    failures = [failure for site in report.sites for failure in site.failures]
    more = [f"and {len(failures) - 5} more"] if len(failures) > 5 else []
    return "\n".join([report.message, *failures[:5], *more, f"run {report.run_id}"])


def _remember(data: Path, flow: str, now: frozenset[str]) -> None:
    note = _note(data, flow)
    note.parent.mkdir(parents=True, exist_ok=True)
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps(sorted(now)), encoding="utf-8")
    fresh.replace(note)


def _note(data: Path, flow: str) -> Path:
    return data / FOLDER / f"{flow}.json"
