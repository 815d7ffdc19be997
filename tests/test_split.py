"""Laws of splitting: nothing vanishes, nothing depends on anything else, and no text takes longer than its length."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.languages import fold, language, languages
from scrapers.records import Paragraph, Split
from scrapers.split import split
from tests.hostile import FORMS
from tests.shared import SHARED, needs_shared

PIECES = (
    *("President of Georgia Nino Beridze", "Nino Beridze", "Mr Beridze", "Q", "Question:", "THE PRESIDENT:", "Sədr."),
    *("Председатель.", "Prezident Anar Məmmədovun bəyanatı", "Statement by", "x x x", "* * *", "<…>", "(Applause.)"),
    *("14:49", "- ", "— ", ": ", ". ", "?", "“We will", "go”", "«да»", "she said", "dedi:", "сказал:", "1. ", "()"),
    *("made the statement", "The message reads:", "I ", "мы", "biz", "\u00a0"),
)
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=8).map(
    lambda some: " ".join("".join(some).split())
)
KINDS = st.sampled_from(["text", "text", "text", "heading", "lead", "list", "quotation", "caption", "credit"])


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    words = draw(WORDS)
    cut = draw(st.integers(0, len(words)))
    return Paragraph(words, draw(KINDS), ((0, cut),) if cut and draw(st.booleans()) else ())


SOUP = st.lists(paragraphs(), max_size=14)
TAGS = st.sampled_from([*(one.tag for one in languages()), "xx"])


def letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


def holds(article: list[Paragraph], found: Split) -> None:
    """The law: every paragraph in exactly one passage, in order and whole; statements only hold words of theirs."""
    assert [passage.words for passage in found.passages] == [paragraph.words for paragraph in article]
    named = [number for passage in found.passages for number in passage.statements]
    assert set(named) == set(range(len(found.statements)))
    for number, statement in enumerate(found.statements):
        own = [passage.words for passage in found.passages if number in passage.statements]
        assert len(own) == len(statement.paragraphs)
        assert statement.how
        for said, printed in zip(statement.paragraphs, own, strict=True):
            left = iter(letters(printed))
            assert all(sign in left for sign in letters(said)), (said, printed)


@given(SOUP, TAGS, WORDS)
@settings(max_examples=150, deadline=None)
def test_every_paragraph_is_in_exactly_one_passage(article: list[Paragraph], tag: str, headline: str) -> None:
    holds(article, split(article, tag, headline))


@given(SOUP, TAGS)
@settings(max_examples=30, deadline=None)
def test_splitting_is_a_function_of_its_arguments(article: list[Paragraph], tag: str) -> None:
    first = split(article, tag)
    split([Paragraph("PRESIDENT SOLHEIM: Something else.")], tag, "Something else")
    assert split(tuple(article), tag) == first


@needs_shared
def test_every_shared_transcript_keeps_the_law() -> None:
    lines = (SHARED / "whitehouse" / "turns.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, islice(lines, 0, None, 4)):
        article = [Paragraph(" ".join(block.split())) for block in row["input"].split("\n\n") if block.strip()]
        holds(article, split(article, "en", row["title"]))


@needs_shared
def test_every_shared_pair_keeps_the_law() -> None:
    lines = (SHARED / "pairs" / "pairs.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, islice(lines, 0, None, 5)):
        for side in ("a", "b"):
            article = [Paragraph(" ".join(block.split())) for block in row[side]["text"].split("\n") if block.strip()]
            holds(article, split(article, "en", row[side]["title"] or ""))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_law_holds_on_hostile_text(form: Callable[[int], list[Paragraph]]) -> None:
    article = form(8_000)
    holds(article, split(article, "en", "President Arne Solheim"))


@pytest.mark.parametrize("line", ["x x x", "х х х", "X X X", "Х Х Х", "* * *", "***", "* * * * *", "———", "⁂"])
def test_a_separator_ends_the_statement(line: str) -> None:
    article = [
        Paragraph(words) for words in ("Speech of President Nino Beridze", "- Dear friends!", line, "Rain fell.")
    ]
    assert [passage.role for passage in split(article, "en").passages] == [
        "heading",
        "statement",
        "separator",
        "narration",
    ]


def test_a_lead_and_a_caption_stay_what_the_markup_says() -> None:
    article = [
        Paragraph("“We will open the bridge in May,” said Nino Beridze.", "lead"),
        Paragraph("Nino Beridze: a portrait.", "caption"),
        Paragraph("© Aran Photo", "credit"),
        Paragraph("Nino Beridze: Good afternoon, friends."),
        Paragraph("Question: When?"),
    ]
    assert [passage.role for passage in split(article, "en").passages] == [
        "lead",
        "caption",
        "credit",
        "statement",
        "question",
    ]


def test_an_unknown_language_still_reads_what_the_writing_shows() -> None:
    article = [
        Paragraph(w) for w in ("Anna Kovač: Dobar dan.", "Ivo Marić: Hvala.", "Anna Kovač: Molim.", "Ivo Marić: Da.")
    ]
    found = split(article, "hr")
    assert [one.speaker for one in found.statements] == ["Anna Kovač", "Ivo Marić", "Anna Kovač", "Ivo Marić"]


def test_a_language_file_with_an_unknown_key_is_refused(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    import scrapers.languages as home

    assert isinstance(tmp_path, Path)
    (tmp_path / "qq.toml").write_text('officces = ["president"]', "utf-8")
    monkeypatch.setattr(home, "FOLDER", tmp_path)
    home.language.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"qq.toml: no rule asks for 'officces'"):
            home.language("qq")
    finally:
        home.language.cache_clear()


@given(st.text())
def test_folding_keeps_the_length(words: str) -> None:
    assert len(fold(words)) == len(words)


def test_a_region_of_a_language_is_that_language() -> None:
    assert language("en-GB") is not None
    assert language("en_US").offices == language("en").offices
    assert language("xx").offices == ()
