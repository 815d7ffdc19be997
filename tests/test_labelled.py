"""Turns, headings and interviews in the conventions of agencies, governments and parliaments: cases as data."""

from __future__ import annotations

import pytest

from scrapers.split import split
from tests.turns import Case, cases, shown

ALL = [case for language in ("en", "az", "ru", "de", "tr") for case in cases(language)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}: {case.name}")
def test_who_said_what(case: Case) -> None:
    found = split(case.paragraphs, case.language, case.headline)
    rows = zip(found.passages, case.expected, case.paragraphs, strict=True)
    assert [f"{shown(p, found, e)} :: {x.words}" for p, e, x in rows] == [
        f"{e} :: {x.words}" for e, x in zip(case.expected, case.paragraphs, strict=True)
    ]
