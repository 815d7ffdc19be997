"""The story the project began with, from a served page to SQL: its rows are the promise of the README."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows import steps
from flows.settings import load
from tests.apa_markup import FORMS, feed, page
from tests.loopback import Answer, Loopback
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

URL = "https://en.apa.az/foreign-policy/presidents-of-azerbaijan-and-kazakhstan-made-press-statements-updated-1-430712"


def seed() -> tuple[str, str, list[str]]:
    """Headline, credit line with caption, and body paragraphs of the seed article as a reader sees it."""
    text = (SHARED / "seed" / "apa-en-2024-03-11-press-statements-updated-1.txt").read_text("utf-8")
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return blocks[0], blocks[2], blocks[4:]


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


def served(server: Loopback, form: str) -> None:
    headline, caption, body = seed()
    bytes_ = page(headline, "11 March 2024 20:33 (UTC +04:00)", body, URL, caption, form)
    path = URL.removeprefix("https://en.apa.az")
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nAllow: /\n")
    server.routes["/rss"] = Answer(
        feed((headline, URL)), headers={"Content-Type": "application/rss+xml", "ETag": '"feed"'}
    )
    server.routes[path] = Answer(bytes_, headers={"Content-Type": "text/html; charset=utf-8", "ETag": '"seed"'})


def run(server: Loopback, data: Path) -> None:
    env = {"ONRECORD_MIRRORS": f'{{"en.apa.az": "{server.address}"}}', "ONRECORD_SITES": '{"apa-en": {"pause": 0}}'}
    settings = load(env=env, data=data).settings
    steps.ingest(settings, settings.chosen_sites(("apa-en",)))


@pytest.mark.parametrize("form", FORMS)
def test_the_seed_becomes_its_rows(site: Loopback, tmp_path: Path, form: str) -> None:
    served(site, form)
    run(site, tmp_path)
    with duckdb.connect(str(tmp_path / "onrecord.duckdb"), read_only=True) as con:
        con.execute("SET TimeZone = 'UTC'")
        assert con.execute("SELECT headline, version_count, statement_count, status FROM stories").fetchall() == [
            ("Presidents of Azerbaijan and Kazakhstan made press statements", 2, 2, "live")
        ]
        versions = con.execute(
            "SELECT version_no, strftime(published_at, '%Y-%m-%d %H:%M'), utc_offset, origin, update_no, update_label, "
            "is_latest FROM versions ORDER BY version_no"
        ).fetchall()
        assert versions == [
            (1, "2024-03-11 10:49", "+04:00", "embedded", 0, None, False),
            (2, "2024-03-11 16:33", "+04:00", "page", 1, "UPDATED-1", True),
        ]
        statements = con.execute(
            "SELECT speaker, role, kind, len(paragraphs), paragraphs[1], paragraphs[-1] FROM statements "
            "ORDER BY position"
        ).fetchall()
        assert statements == [
            ("Ilham Aliyev", "President of the Republic of Azerbaijan", "statement", 16,
             "Dear Kassym-Jomart Kemelevich!", "Once again, welcome!"),
            ("Kassym-Jomart Tokayev", "President of the Republic of Kazakhstan", "statement", 14,
             "Dear Ilham Heydarovich, thank you, for your hospitality.", "Thank you."),
        ]  # fmt: skip
        roles = con.execute(
            "SELECT p.role FROM passages p JOIN versions v USING (version_id) WHERE version_no = 2 ORDER BY p.position"
        ).fetchall()
        others = [role for (role,) in roles if role != "statement"]
        assert sorted(others[:2]) == ["caption", "credit"]
        assert others[2:] == ["lead", "narration", "heading", "separator", "narration", "heading", "clock"]


def test_nothing_is_lost_and_nothing_of_the_page_around_comes_in(site: Loopback, tmp_path: Path) -> None:
    served(site, "p")
    run(site, tmp_path)
    with duckdb.connect(str(tmp_path / "onrecord.duckdb"), read_only=True) as con:
        kept = con.execute(
            "SELECT words FROM passages JOIN versions v USING (version_id) WHERE role NOT IN ('caption', 'credit') "
            "ORDER BY v.version_no DESC, position"
        ).fetchall()
    assert [words for (words,) in kept] == [" ".join(words.split()) for words in seed()[2]]


def test_twice_is_once_and_the_second_run_asks_conditionally(site: Loopback, tmp_path: Path) -> None:
    served(site, "p")
    run(site, tmp_path)
    before = rows(tmp_path)
    asked = len(site.log)
    run(site, tmp_path)
    assert rows(tmp_path) == before
    again = {seen.path: seen.headers.get("if-none-match") for seen in site.log[asked:]}
    assert again["/rss"] == '"feed"'
    assert URL.removeprefix("https://en.apa.az") not in again, "a story of 2024 is off the re-check ladder"


def rows(data: Path) -> list[tuple[object, ...]]:
    """Every story, version, passage and statement."""
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        return [
            row
            for table in ("versions", "passages", "statements", "statement_history", "story_aliases")
            for row in con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        ]


def test_the_command_says_what_it_did(site: Loopback, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from flows.cli import call

    served(site, "p")
    os.environ["ONRECORD_MIRRORS"] = f'{{"en.apa.az": "{site.address}"}}'
    os.environ["ONRECORD_SITES"] = '{"apa-en": {"pause": 0}}'
    try:
        code = call(["run", "apa-en", "--data", str(tmp_path)])
    finally:
        del os.environ["ONRECORD_MIRRORS"], os.environ["ONRECORD_SITES"]
    said = capfd.readouterr().err
    assert "2 new versions" in said
    assert code in (0, 3)
