"""`onrecord doctor`: every line OK, WARN or FAIL, with what to do. Works offline, writes nothing that stays."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from flows.alerts import masked, not_understood
from flows.settings import Loaded, Settings

Level = Literal["OK", "WARN", "FAIL"]

LOCK = Path(__file__).parents[1] / "requirements" / "dev.txt"
"""The pinned environment of a clone; an installed wheel has none and is held to its declared ranges."""

LITTLE_DISK = 2 * 1024**3
NO_DISK = 200 * 1024**2
SECRET = frozenset({"alerts", "ping"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: how it is, what was found, and what to type when it is not well."""

    level: Level
    name: str
    said: str
    fix: str = ""


def exit_code(lines: list[Line]) -> int:
    """1 when something must be mended first, 3 when something deserves a look, else 0."""
    levels = {line.level for line in lines}
    return 1 if "FAIL" in levels else 3 if "WARN" in levels else 0


def python_line() -> Line:
    """The interpreter."""
    asked = SpecifierSet(metadata.metadata("onrecord")["Requires-Python"] or "")
    said = f"{platform.python_version()} at {sys.executable}"
    if not asked.contains(platform.python_version(), prereleases=True):
        return Line("FAIL", "python", f"{said} is not {asked}", "make env PYTHON=python3.11")
    return Line("OK", "python", said)


def package_lines(lock: Path = LOCK) -> Iterator[Line]:
    """The packages onrecord asks for: there, in range, and as pinned where a lock is at hand."""
    wanted = [Requirement(text) for text in metadata.requires("onrecord") or ()]
    wanted = [need for need in wanted if need.marker is None or need.marker.evaluate({"extra": ""})]
    faults = [fault for need in wanted if (fault := _fault(need))]
    for fault in faults:
        yield Line("FAIL", "packages", fault, "make env")
    drift = [text for need in wanted if (text := _drift(need.name, _pins(lock)))]
    if drift:
        yield Line("WARN", "packages", f"not as pinned in {lock.name}: {'; '.join(drift)}", "make env")
    if not faults and not drift:
        as_pinned = f", as pinned in requirements/{lock.name}" if lock.is_file() else ", in the declared ranges"
        key = ", ".join(f"{name} {metadata.version(name)}" for name in ("prefect", "fastapi", "duckdb", "httpx"))
        yield Line("OK", "packages", f"{key} and {len(wanted) - 4} more{as_pinned}")


def _fault(need: Requirement) -> str | None:
    try:
        version = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is not installed"
    if need.specifier.contains(version, prereleases=True):
        return None
    return f"{need.name} {version} is not {need.specifier}"


def _drift(name: str, pins: dict[str, set[str]]) -> str | None:
    pinned = pins.get(_canonical(name))
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
    return f"{name} {version} instead of {' or '.join(sorted(pinned))}" if pinned and version not in pinned else None


def _pins(lock: Path) -> dict[str, set[str]]:
    """Pinned versions by package; a universal lock may pin one package twice, for different platforms."""
    pins: dict[str, set[str]] = {}
    if lock.is_file():
        for name, version in re.findall(
            r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock.read_text(), re.MULTILINE
        ):
            pins.setdefault(_canonical(name), set()).add(version)
    return pins


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def setting_lines(loaded: Loaded) -> Iterator[Line]:
    """Every setting, its value and where it came from; secrets only by their scheme and host."""
    for key in Settings.model_fields:
        yield Line(
            "OK", f"setting {key}", f"{_shown(loaded.settings, key)} (from {loaded.sources.get(key, 'default')})"
        )
    if not loaded.settings.contact:
        yield Line(
            "WARN",
            "contact",
            "not set: the people whose pages are read cannot reach you",
            'add contact = "you@example.org" to onrecord.toml, or set ONRECORD_CONTACT',
        )
    for address in not_understood(loaded.settings.alerts) if loaded.settings.alerts else ():
        said = f"{address} is no address that apprise knows: no alert will arrive there"
        yield Line("WARN", "alerts", said, 'spell it as in alerts = ["ntfy://my-topic"]; all kinds: appriseit.com')


def _shown(settings: Settings, key: str) -> str:
    value = getattr(settings, key)
    if key in SECRET:
        addresses = [value] if isinstance(value, str) else list(value or ())
        return ", ".join(masked(address) for address in addresses) or "none"
    if key == "data":
        return str(value.resolve())
    if key == "sites":
        return ", ".join(name if chosen.enabled else f"{name} (off)" for name, chosen in value.items())
    if key == "mirrors":
        return ", ".join(f"{host} -> {masked(address)}" for host, address in value.items()) or "none"
    return str(value) if value not in (None, "") else "none"


def site_lines(settings: Settings) -> Iterator[Line]:
    """The sites a run would ask, and whether their time zones are known here."""
    sites = settings.chosen_sites()
    for site in sites:
        try:
            ZoneInfo(site.zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield Line(
                "FAIL", f"site {site.name}", f"the time zone {site.zone} is not known here", "pip install tzdata"
            )
    yield Line("OK", "sites", ", ".join(f"{site.name} ({site.zone}, {site.checked})" for site in sites))


def folder_lines(data: Path) -> Iterator[Line]:
    """The data folder: there, writable, with room."""
    place = data.resolve()
    if not data.exists():
        place = next(parent for parent in place.parents if parent.exists())
        yield Line("OK", "data folder", f"{data.resolve()} is not there yet; the first run makes it")
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".doctor-"):
            pass
        yield Line("OK", "writable", str(place))
    except NotADirectoryError:
        yield Line(
            "FAIL", "writable", f"{place} is a file, not a folder", "name a folder: --data DIR, or ONRECORD_DATA"
        )
    except OSError as error:
        fix = f"give write permission on {place}, or name another folder: --data DIR"
        yield Line("FAIL", "writable", f"{place}: {error.strerror}", fix)
    yield _disk_line(place)


def _disk_line(place: Path) -> Line:
    free = shutil.disk_usage(place).free
    said = f"{free / 1024**3:.1f} GB free at {place}"
    if free < NO_DISK:
        return Line("FAIL", "disk", said, "make room: a run that cannot write stops with what it has")
    return Line("WARN" if free < LITTLE_DISK else "OK", "disk", said, "make room soon" if free < LITTLE_DISK else "")


def clock_line(now: datetime, newest: datetime | None) -> Line:
    """The clock, against the newest thing we know to have happened: our own records and this program's own files."""
    made = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    said = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    for what, then in (("this program was installed", made), ("the newest page was fetched", newest)):
        if then and (then - now).total_seconds() > 60:
            return Line(
                "FAIL", "clock", f"{said}, but {what} at {then:%Y-%m-%d %H:%M} UTC", "set the clock: timedatectl"
            )
    return Line("OK", "clock", said)
