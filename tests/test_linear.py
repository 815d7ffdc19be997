"""Text made to hurt costs in proportion to its length: the calls that splitting makes are counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from types import FrameType

import pytest

from scrapers.records import Paragraph
from scrapers.split import split
from tests.bench.split import labelled, quoted
from tests.hostile import FORMS, brackets, dashes, endless, genitives, letters, quotes

Form = Callable[[int], list[Paragraph]]


def calls(article: list[Paragraph], language: str = "en") -> int:
    """How many functions, ours and the interpreter's, splitting calls."""
    counted = 0

    def count(_frame: FrameType, event: str, _function: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        split(article, language, "President Arne Solheim")
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(("form", "language"), [*((form, "en") for form in FORMS), (genitives, "az")])
def test_four_times_the_text_makes_four_times_the_calls(form: Form, language: str) -> None:
    calls(form(1_000), language)  # what a language needs is made once
    small, large = calls(form(16_000), language), calls(form(64_000), language)
    assert large < 4.5 * small


@pytest.mark.parametrize(
    ("page", "most"), [(labelled, 11_000), (quoted, 130_000)], ids=lambda one: getattr(one, "__name__", "")
)
def test_an_ordinary_page_of_new_people_takes_few_calls(page: Form, most: int) -> None:
    """Some 160 calls a labelled paragraph, some 650 a paragraph of quotations, none of whose names was met before."""
    calls(page(900))
    assert calls(page(901)) < most


@pytest.mark.parametrize("form", [dashes, quotes, endless, letters, brackets], ids=lambda form: form.__name__)
def test_one_call_takes_no_longer_than_its_text(form: Form) -> None:
    """Few calls may hide much work: a pattern or a copy over one long paragraph."""

    def seconds(size: int) -> float:
        article = form(size)
        start = process_time()
        split(article, "en", "President Arne Solheim")
        return process_time() - start

    small, large = seconds(40_000), seconds(320_000)
    assert large < 24 * max(small, 0.05)
