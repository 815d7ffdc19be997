"""The register of people, applied: when its file changes, every statement's speaker_key is made anew."""

from __future__ import annotations

import hashlib
from itertools import islice

import duckdb

from scrapers.register import Register
from storage.tables import insert, rows_given
from storage.transaction import transaction

_BATCH = 100_000


def apply_register(con: duckdb.DuckDBPyConnection, register: Register) -> bool:
    """Make speaker_key follow `register`; False, and cheap, if this register was applied last.

    Set-based, in one transaction: the distinct (name, role, language, day) are asked once each.
    """
    digest = hashlib.sha256(repr(register.people).encode()).hexdigest()[:24]
    if con.execute("SELECT value FROM pipeline.state WHERE name = 'register'").fetchall() == [(digest,)]:
        return False
    with transaction(con):
        _rekey(con, register)
        con.execute("DELETE FROM pipeline.register")
        insert(con, "pipeline.register", [(p.key, p.names[0], p.wikidata) for p in register.people])
        con.execute("DELETE FROM pipeline.state WHERE name = 'register'")
        con.execute("INSERT INTO pipeline.state VALUES ('register', ?)", [digest])
    return True


def _rekey(con: duckdb.DuckDBPyConnection, register: Register) -> None:
    rows = con.execute(
        "SELECT DISTINCT speaker, role, language, published_at::DATE, speaker_key FROM statement_history "
        "WHERE speaker IS NOT NULL"
    ).fetchall()
    keyed = ((*row[:4], register.key(*row[:4])) for row in rows)
    wrong = (new for new, old in zip(keyed, rows, strict=True) if new[4] != old[4])
    while batch := list(islice(wrong, _BATCH)):
        columns = list(zip(*batch, strict=True))
        rows_given(
            con,
            "UPDATE statement_history h SET speaker_key = given.k FROM given "
            "WHERE h.speaker = given.speaker AND h.language = given.language "
            "AND h.role IS NOT DISTINCT FROM given.role AND h.published_at::DATE IS NOT DISTINCT FROM given.day",
            **dict(zip(("speaker", "role", "language", "day", "k"), columns, strict=True)),
        )
