"""A small published record to read from: a story updated, a statement withdrawn, one unnamed, one on two sites."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from scrapers.register import Register
from storage.database import writer
from storage.publish import Published, publish
from storage.runs import finish_run, start_run
from storage.write import save
from tests.readings import NOON, fetched, reading

MIRA, TOMAS = "Mira Oduya", "Tomas Venn"
TRADE = "We spoke at length about trade and green energy, and agreed on a road.\n\nThe road will be long."
BEFORE = reading(1, [(MIRA, TRADE), (TOMAS, "I thank my colleague for the warm welcome in this fine city.")])
AFTER = reading(1, [(MIRA, TRADE.replace("long", "short"))], update_no=1, published_at=NOON + timedelta(hours=1))
UNNAMED = reading(2, [(None, "İqtisadi ƏMƏKDAŞLIQ bizim üçün çox vacibdir, dedilər.")], "Bakı", site="vardia-az")
COPY = reading(3, [(MIRA, TRADE.replace("long", "short"))], site="ostland-en", published_at=NOON + timedelta(days=1))
LIFE = (fetched([BEFORE], 5), fetched([AFTER], 65), fetched([UNNAMED], 70), fetched([COPY], 24 * 60 + 5))


def fill(data: Path) -> Published:
    """Store that life in the folder `data` and publish it."""
    data.mkdir(exist_ok=True)
    with writer(data, "test") as con:
        start_run(con, "run", "ingest", NOON, ["vardia-en"])
        save(con, LIFE, Register())
        finish_run(con, "run", NOON + timedelta(minutes=1), "done", 4, 4, 4, "all well")
    return publish(data)
