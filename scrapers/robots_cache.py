"""Answers to /robots.txt, kept on disk so that a run that follows within the day need not ask again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from scrapers.robots import Robots
from scrapers.safety import file_stem


class RobotsCache:
    """One small file an origin (`https://en.apa.az`) in `folder`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._known: dict[str, Robots] = {}

    def get(self, origin: str, now: float) -> Robots | None:
        """The answer, if there is one that still counts at POSIX time `now`."""
        robots = self._known.get(origin) or self._read(origin)
        if robots is None or not robots.fresh(now):
            return None
        self._known[origin] = robots
        return robots

    def put(self, origin: str, robots: Robots) -> None:
        """Keep an answer."""
        self._known[origin] = robots
        path = self._path(origin)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(json.dumps({"status": robots.status, "text": robots.text, "at": robots.at}), "utf-8")
        fresh.replace(path)

    def _read(self, origin: str) -> Robots | None:
        try:
            kept = json.loads(self._path(origin).read_text("utf-8"))
            return Robots(kept["status"], kept["text"], kept["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _path(self, origin: str) -> Path:
        return self._folder / f"{file_stem(origin)}.robots.json"
