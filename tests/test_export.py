"""Exports: every public table, the same bytes for the same data, whole files only, a manifest that tells the truth."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from storage.database import reader
from storage.export import TABLES, Format, export
from tests.published import LIFE, MIRA, fill

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    fill(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv", "atom"])
def test_the_same_data_gives_the_same_bytes_and_the_manifest_names_every_file(
    data: Path, tmp_path: Path, form: Format
) -> None:
    written = []
    for name in ("one", "two"):
        with reader(data) as con:
            export(con, tmp_path / name, form)
        written.append(files(tmp_path / name))
    assert written[0] == written[1]
    manifest = json.loads(written[0].pop("manifest.json"))
    assert {f["file"]: f["sha256"] for f in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in written[0].items()
    }
    assert manifest["as_of"] == max(r.fetched_at for r in LIFE).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_parquet_is_parted_by_site_and_month_and_has_every_row(data: Path, tmp_path: Path) -> None:
    with reader(data) as con:
        manifest = export(con, tmp_path, "parquet")
        expected = {t.name: con.execute(f"SELECT count(*) FROM {t.name}").fetchall()[0][0] for t in TABLES}
    assert (tmp_path / "statements/site=vardia-en/month=2024-03/statements.parquet").is_file()
    for name, rows in expected.items():
        found = duckdb.execute(f"SELECT count(*) FROM '{tmp_path}/{name}*/**/*.parquet'") if (tmp_path / name).is_dir() else duckdb.execute(f"SELECT count(*) FROM '{tmp_path}/{name}.parquet'")  # fmt: skip  # noqa: E501
        assert found.fetchall()[0][0] == rows
        assert sum(f["rows"] for f in manifest["files"] if f["file"].startswith((f"{name}/", f"{name}."))) == rows


def test_every_line_of_every_table_keeps_to_its_schema(data: Path, tmp_path: Path) -> None:
    with reader(data) as con:
        export(con, tmp_path, "jsonl")
    formats = FormatChecker()
    formats.checks("date-time", ValueError)(lambda text: text is None or bool(datetime.fromisoformat(text).tzinfo))
    for table in TABLES:
        schema = json.loads((tmp_path / f"{table.name}.schema.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, format_checker=formats)
        rows = [json.loads(line) for line in (tmp_path / f"{table.name}.jsonl").read_text("utf-8").splitlines()]
        assert rows or table.name == "story_aliases"
        for row in rows:
            validator.validate(row)
    assert all(row["fetched_at"].endswith("Z") for row in rows)


def test_a_schema_is_not_kept_by_whatever_is_put_in(data: Path, tmp_path: Path) -> None:
    with reader(data) as con:
        export(con, tmp_path, "jsonl")
    validator = Draft202012Validator(json.loads((tmp_path / "statements.schema.json").read_text("utf-8")))
    row = json.loads((tmp_path / "statements.jsonl").read_text("utf-8").splitlines()[0])
    for wrong in ({"position": "first"}, {"paragraphs": "one"}, {"paragraphs": [1]}, {"unheard_of": 1}):
        assert not validator.is_valid(row | wrong)
    assert not validator.is_valid({name: row[name] for name in list(row)[1:]})


def test_the_feed_tells_what_was_said_changed_and_withdrawn(data: Path, tmp_path: Path) -> None:
    with reader(data) as con:
        export(con, tmp_path, "atom")
    feed = ET.parse(tmp_path / "statements.atom").getroot()
    entries = feed.findall(f"{ATOM}entry")
    changes = {entry.find(f"{ATOM}category").get("term") for entry in entries}  # type: ignore[union-attr]
    assert changes == {"first", "edited", "withdrawn"}
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert entries[0].findtext(f"{ATOM}title", "").startswith(MIRA)


def test_the_feed_is_what_rfc_4287_asks_for(data: Path, tmp_path: Path) -> None:
    """4.1.1, 4.1.2: an id, a title, a time of updating each, once; an author; a link, content; times as in RFC 3339."""
    with reader(data) as con:
        export(con, tmp_path, "atom")
    feed = ET.parse(tmp_path / "statements.atom").getroot()
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for once in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{once}")
            assert found.text
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
        assert element.findtext(f"{ATOM}id", "").startswith("tag:")
    updated = [entry.findtext(f"{ATOM}updated", "") for entry in feed.findall(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    for entry in feed.findall(f"{ATOM}entry"):
        (link,) = entry.findall(f"{ATOM}link")
        assert link.get("href", "").startswith("https://")
        assert entry.find(f"{ATOM}content").get("type") == "text"  # type: ignore[union-attr]


def test_a_second_export_removes_its_own_stale_files_and_no_others(data: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("keep me")
    with reader(data) as con:
        export(con, tmp_path, "csv")
    with reader(data) as con:
        export(con, tmp_path, "atom")
    assert files(tmp_path).keys() == {"mine.csv", "manifest.json", "statements.atom"}
