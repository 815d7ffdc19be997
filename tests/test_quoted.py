"""Quotations in narration: cases as data, one file a language; precision and recall over each file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from scrapers.languages import language
from scrapers.people import people
from scrapers.records import Paragraph, Statement
from scrapers.styles import quoted
from scrapers.styles.parts import Page

CASES = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Case:
    """One small page and what is said on it: (speaker or None, paragraphs)."""

    tag: str
    name: str
    paragraphs: tuple[str, ...]
    said: tuple[tuple[str | None, tuple[str, ...]], ...]


def cases(tag: str) -> list[Case]:
    """The cases of one language: `# name`, paragraphs, then `=> speaker | paragraph | paragraph` a statement."""
    found = []
    for block in (CASES / f"quotes_{tag}.txt").read_text(encoding="utf-8").split("\n# "):
        name, *lines = block.strip().removeprefix("# ").split("\n")
        said = [line[2:].split("|") for line in lines if line.startswith("=>")]
        text = tuple(line for line in lines if line and not line.startswith("=>"))
        statements = tuple((who.strip() or None, tuple(p.strip() for p in words)) for who, *words in said)
        found.append(Case(tag, name, text, statements))
    return found


def statements(tag: str, texts: tuple[str, ...]) -> list[Statement]:
    spoken = language(tag)
    paragraphs = tuple(Paragraph(text) for text in texts)
    page = Page(paragraphs, spoken, "", people(texts, spoken))
    return [one.statement for one in quoted.find(page, range(len(paragraphs)))]


def bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


ALL = [case for tag in ("en", "az", "ru", "de", "tr") for case in cases(tag)]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.tag}: {case.name}" for case in ALL])
def test_a_case(case: Case) -> None:
    got = [(s.speaker, tuple(map(bare, s.paragraphs))) for s in statements(case.tag, case.paragraphs)]
    assert got == [(who, tuple(map(bare, words))) for who, words in case.said]
