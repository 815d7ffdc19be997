"""A paragraph that reminds of an earlier report is background: kept as a passage, its old words no new statement."""

from __future__ import annotations

import pytest

from scrapers.records import Paragraph
from scrapers.split import split


@pytest.mark.parametrize(
    ("language", "said", "reminder"),
    [
        (
            "en",
            "“We will build the road,” Anna Berg said.",
            "Earlier it was reported that Olsen said: “No money.”",
        ),
        ("az", "“Biz yolu tikəcəyik”, - deyə Anar Məmmədov bildirib.", "Xatırladaq ki, nazir demişdi: “Pul yoxdur”."),
        ("ru", "«Мы построим дорогу», — сказала Анна Берг.", "Напомним, министр заявил: «Денег на дорогу нет»."),
    ],
)
def test_a_reminder_is_no_new_statement(language: str, said: str, reminder: str) -> None:
    found = split([Paragraph("A road was the subject."), Paragraph(said), Paragraph(reminder)], language)
    assert [passage.role for passage in found.passages][1:] == ["quote", "background"]
    assert len(found.statements) == 1


def test_earlier_today_somebody_spoke_is_news() -> None:
    found = split([Paragraph("Earlier, Anna Berg said: “We will build the road this year.”")], "en")
    assert [statement.speaker for statement in found.statements] == ["Anna Berg"]
