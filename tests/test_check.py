"""onrecord check: what is wrong with the data, and what a site owes; a folder that nobody keeps up owes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from flows.cli import call
from flows.demo.script import play
from scrapers.register import Register
from scrapers.site import Floor, Site, sites
from storage.database import writer
from storage.floors import LAPSED, missed_floors
from storage.runs import start_run
from storage.write import save
from tests.published import LIFE
from tests.readings import NOON

DAY = timedelta(days=1)
SITE = sites()["apa-en"]


def owed(data: Path, now: datetime, site: Site = SITE) -> list[str]:
    with writer(data, "test") as con:
        return [floor.what for floor in missed_floors(con, [site], now)]


def test_the_demos_day_is_well_however_long_ago_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in islice(play(tmp_path), 3):
        pass
    assert call(["check", "--data", str(tmp_path)]) == 0
    assert "All checks passed" in capsys.readouterr().err


def test_a_schedule_that_died_is_noticed_for_a_month_and_a_backfill_owes_nothing(tmp_path: Path) -> None:
    site = replace(SITE, name="vardia-en", floor=Floor(pages_a_day=5))
    with writer(tmp_path, "test") as con:
        save(con, LIFE, Register())
        start_run(con, "filled", "backfill", NOON, [site.name])
    assert owed(tmp_path, NOON + 2 * DAY, site) == []
    with writer(tmp_path, "test") as con:
        start_run(con, "asked", "ingest", NOON, [site.name])
    assert owed(tmp_path, NOON + DAY / 2, site) == []
    for days in (2, 9, 29):
        assert owed(tmp_path, NOON + days * DAY, site) == ["new pages"]
    assert owed(tmp_path, NOON + LAPSED + DAY, site) == []
