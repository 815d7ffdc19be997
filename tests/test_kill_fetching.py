"""kill -9 while fetching: what was archived is not asked for again, and the rows equal an undisturbed run's."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from flows import days, steps
from flows.settings import Settings, SiteSettings
from tests.apa_listing import Agency
from tests.loopback import Answer, Loopback, Route, Seen
from tests.test_kill import rows

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
SPAN = (date(2025, 6, 10), date(2025, 6, 14))


def settings(data: Path, address: str) -> Settings:
    """Small batches, so that a job has many moments to be killed at."""
    site = SiteSettings(pause=0)
    return Settings(data=data, batch=3, lock_wait=30, sites={"apa-en": site}, mirrors={"en.apa.az": address})


def backfill(data: Path, address: str) -> None:
    """What `onrecord backfill apa-en --since --until` does."""
    chosen = settings(data, address)
    days.from_days(chosen, chosen.chosen_sites(), *SPAN, clock=lambda: NOW)


def run(data: Path, address: str) -> None:
    """What `onrecord run` does."""
    chosen = settings(data, address)
    steps.ingest(chosen, chosen.chosen_sites(), clock=lambda: NOW)


JOBS: dict[str, Callable[[Path, str], None]] = {"backfill": backfill, "run": run}


class Doomed:
    """Jobs against one server, each killed at the moment it makes a chosen request, before that is answered."""

    def __init__(self, job: str, data: Path) -> None:
        self.job, self.data, self.server = job, data, Loopback()
        self.killed: Counter[str] = Counter()
        self._process: BaseProcess | None = None
        self._left = 0
        Agency(date(2025, 11, 19), days=200, a_day=4).serve(self.server)
        self.server.routes = {path: self._watched(route) for path, route in self.server.routes.items()}

    def start(self, requests: int) -> int | None:
        """Start the job, kill it at its so-manieth request; its exit code."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.test_kill_fetching"])
        self._left = requests
        self._process = context.Process(target=JOBS[self.job], args=(self.data, self.server.address))
        self._process.start()
        self._process.join()
        return self._process.exitcode

    def _watched(self, route: Route) -> Route:
        def answer(seen: Seen) -> Answer:
            self._left -= 1
            if self._left == 0 and self._process is not None:
                self.killed[seen.path] += 1
                self._process.kill()
            assert not isinstance(route, list)
            return route if isinstance(route, Answer) else route(seen)

        return answer


@pytest.fixture(scope="module", params=sorted(JOBS))
def undisturbed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doomed]:
    doomed = Doomed(request.param, tmp_path_factory.mktemp("undisturbed"))
    with doomed.server:
        assert doomed.start(0) == 0
        yield doomed


@pytest.mark.kill
@pytest.mark.parametrize("life", range(2))
def test_what_was_archived_is_not_asked_for_again(undisturbed: Doomed, life: int, tmp_path: Path) -> None:
    chance = random.Random(life)
    doomed = Doomed(undisturbed.job, tmp_path)
    with doomed.server:
        for _ in range(4):
            doomed.start(chance.randint(1, 9))
        assert doomed.start(0) == 0
    assert sum(doomed.killed.values()) >= 3
    asked = Counter(path for path in doomed.server.paths() if "/a-story-" in path)
    assert asked - doomed.killed == Counter(path for path in undisturbed.server.paths() if "/a-story-" in path)
    assert rows(tmp_path) == rows(undisturbed.data)
