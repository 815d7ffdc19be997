"""`onrecord show` and `onrecord diff` on a real store: a story under all its names, told in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import call
from scrapers.register import Register
from storage.database import writer
from storage.publish import publish
from storage.write import PageResult, save
from tests.newsdesk import Fetch, address
from tests.test_stories import LIFE, SECOND, told


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the life of one story, published."""
    folder = tmp_path_factory.mktemp("record")
    with writer(folder, "test") as con:
        save(con, [_result(fetch) for fetch in LIFE], Register(()))
    publish(folder)
    return folder


def _result(fetch: Fetch) -> PageResult:
    seen = fetch.observation
    return PageResult(
        page=None,
        page_id=seen.page_id,
        run_id="r1",
        site="shore-en",
        url=seen.url,
        final_url=seen.url,
        fetched_at=seen.fetched_at,
        http_status=404 if seen.gone else 200,
        outcome="gone" if seen.gone else "stored",
        detail=None,
        sha256=None,
        bytes=0,
        warc_file=None,
        warc_offset=None,
        etag=None,
        last_modified=None,
        readings=fetch.readings,
    )


STORY = told(LIFE)


def output(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> str:
    assert call([*arguments, "--data", str(data)]) == 0
    return capsys.readouterr().out


def test_show_tells_the_versions_and_who_said_what(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    shown = output(capsys, data, "show", STORY.story_id)
    assert "Envoys signed the water pact\n" in shown
    assert "its page is gone" in shown
    assert "4 versions" in shown
    assert "4 (2024-03-11 19:10 UTC, seen " in shown
    assert ", UPDATED-2): Envoys signed the water pact-UPDATED-2" in shown
    assert "1. Ada Rook, edited 1 time\n     We hope to open the lower sluice" in shown


@pytest.mark.parametrize(
    "name",
    [
        STORY.aliases[0][0],
        STORY.versions[1].version_id,
        STORY.versions[1].history[0].statement_id,
        address(100),
        address(102) + "/?utm_source=feed",
    ],
    ids=["former id", "version", "statement", "address", "address with tracking"],
)
def test_a_story_answers_to_all_its_names(name: str, capsys: pytest.CaptureFixture[str], data: Path) -> None:
    rows = [json.loads(line) for line in output(capsys, data, "show", name, "--json").splitlines()]
    assert [row["row"] for row in rows] == ["story", *["version"] * 4, *["statement"] * 3]
    assert rows[0]["story_id"] == STORY.story_id


def test_diff_tells_the_last_change_in_words_and_marks(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    shown = output(capsys, data, "diff", STORY.story_id)
    assert (
        "Statements: 1 added, 1 edited, 0 withdrawn, 1 unchanged; narration: unchanged; headline: unchanged." in shown
    )
    assert "Statement edited: Bo Lind\n  The money is there, all [-forty-] {+fourteen+} million of it," in shown
    assert "Statement added: Cy Marsh\n  {+I have never seen the bay" in shown


def test_diff_takes_two_versions_by_number_id_or_mark(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    asked = [("2", "3"), (STORY.versions[1].version_id, "3")]
    for start, end in asked:
        rows = [json.loads(x) for x in output(capsys, data, "diff", STORY.story_id, start, end, "--json").splitlines()]
        assert [(row["what"], row["change"], row["speaker"]) for row in rows] == [("statement", "edited", "Ada Rook")]
        assert "[-shall-] {+hope to+}" in rows[0]["diff"]
    shown = output(capsys, data, "diff", STORY.story_id, "1", "UPDATED-2")
    assert "Headline edited\n  Envoys [-are signing-] {+signed+} the water pact" in shown
    assert "Narration edited\n  Envoys of Tarvia and Ostrene [-are signing-] {+have signed+} the water pact" in shown


def test_diff_of_a_version_is_against_the_one_before(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    rows = output(capsys, data, "diff", STORY.versions[2].version_id, "--json").splitlines()
    assert [(json.loads(row)["from_version"], json.loads(row)["to_version"]) for row in rows] == [(2, 3)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "nobody"), "No story, version or page is called 'nobody'"),
        (("diff", STORY.story_id, "9"), "has no version '9': it has 4, numbered from 1."),
        (("diff", STORY.versions[0].version_id), "has no version before that one: there is nothing to compare."),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    assert call([*arguments, "--data", str(data)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert "Try: onrecord" in said.err


def test_nothing_published_yet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert call(["show", STORY.story_id, "--data", str(tmp_path)]) == 1
    assert "onrecord run" in capsys.readouterr().err


def test_a_later_page_is_found_by_its_own_address(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    assert SECOND.observation.url in output(capsys, data, "show", SECOND.observation.url)
