"""Whole pages as agencies, governments, parliaments and newspapers print them: cases as data, held to the letter."""

from __future__ import annotations

import pytest

from scrapers.declension import GENITIVE, in_nominative
from scrapers.languages import language
from tests.pages import WholePage, whole_pages

ALL = [page for tag in ("en", "az", "ru", "de", "tr") for page in whole_pages(tag)]


@pytest.mark.parametrize("page", ALL, ids=lambda page: f"{page.language}: {page.name}")
def test_a_whole_page(page: WholePage) -> None:
    assert page.found() == page.said


@pytest.mark.parametrize(
    ("printed", "case", "nominative"),
    [
        ("Вячеславом Федотовым", None, "Вячеслав Федотов"),
        ("Ивана Петрова", None, "Иван Петров"),
        ("Павла Козлова", None, "Павел Козлов"),
        ("Ильи Громова", None, "Илья Громов"),
        ("Татьяне Голиковой", None, "Татьяна Голикова"),
        ("Данияром Сеитовым", None, "Данияр Сеитов"),
        ("Александра Ивановича Петрова", None, "Александр Иванович Петров"),
        ("Александра Петрова", None, None),
        ("Александра Петрова", GENITIVE, "Александр Петров"),
        ("Анна Петрова", None, None),
        ("Юлии Ким", None, "Юлия Ким"),
        ("Льва Толстого", None, None),
        ("Государственной Думы", None, None),
    ],
)
def test_a_name_is_led_back_only_where_one_reading_is_left(printed: str, case: int | None, nominative: str) -> None:
    assert in_nominative(printed, language("ru"), case) == nominative
