"""Quotations in narration: cases as data, one file a language; precision and recall over each file."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    page = Page(paragraphs, spoken, "", lambda: people([text[:800] for text in texts[:12]], spoken))
    return [one.statement for one in quoted.find(page, range(len(paragraphs)))]


def bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


ALL = [case for tag in ("en", "az", "ru", "de", "tr") for case in cases(tag)]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.tag}: {case.name}" for case in ALL])
def test_a_case(case: Case) -> None:
    got = [(s.speaker, tuple(map(bare, s.paragraphs))) for s in statements(case.tag, case.paragraphs)]
    assert got == [(who, tuple(map(bare, words))) for who, words in case.said]


@pytest.mark.parametrize("tag", ["en", "az", "ru", "de", "tr"])
def test_nobody_is_given_words_that_are_not_theirs(tag: str) -> None:
    """Precision before recall: over a language's cases no named speaker is wrong, and few are missing."""
    wrong, missing, named = [], [], 0
    for case in cases(tag):
        gold = {bare(" ".join(words)): who for who, words in case.said}
        for statement in statements(tag, case.paragraphs):
            who = gold.get(bare(" ".join(statement.paragraphs)))
            named += who is not None
            if statement.speaker not in (who, None):
                wrong.append((case.name, statement.speaker))
            elif who and statement.speaker is None:
                missing.append(case.name)
    assert not wrong
    assert len(missing) <= named * 0.05


PIECES = [*"“”\"„«»‘’',.:!?-—– \u00a0abЯİı", " said ", " he ", "Tom Bell", " сказал ", " deyib "]
SOUP = st.lists(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), max_size=8)


@settings(max_examples=150, deadline=None)
@given(SOUP, st.sampled_from(["en", "az", "ru", "de", "tr", "xx"]))
def test_a_statement_says_only_what_its_paragraphs_say(texts: list[str], tag: str) -> None:
    spoken = language(tag)
    page = Page(tuple(map(Paragraph, texts)), spoken, "", lambda: people(texts, spoken))
    for found in quoted.find(page, range(len(texts))):
        assert len(found.roles) == len(found.statement.paragraphs)
        for (index, _), said in zip(found.roles, found.statement.paragraphs, strict=True):
            rest = iter(bare(texts[index]))
            assert all(letter in rest for letter in bare(said))


HOSTILE = {
    "dashes": lambda size: ["- " * size],
    "opening marks": lambda size: ["“a " * size],
    "attributed quotations in one paragraph": lambda size: ["“We will go on,” he said. " * (size // 8)],
    "Russian quotations": lambda size: ["«Мы — идём», — сказал Громов. " * (size // 8)],
    "unclosed paragraphs": lambda size: ["“We will go on"] * (size // 8),
    "single marks": lambda size: ["'a ‘b " * size + "» " * size],
    "no sentence": lambda size: ["word " * size + "“we go on and on,” said Tom Bell"],
    "names": lambda size: ["“We go,” said " + "Tom Bell " * size],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_time_in_proportion(kind: str) -> None:
    def seconds(size: int) -> float:
        texts = tuple(HOSTILE[kind](size))
        started = time.process_time()
        statements("ru" if "Russian" in kind else "en", texts)
        return time.process_time() - started

    seconds(500)
    small, large = seconds(4_000), seconds(16_000)
    assert large < 12 * small + 0.3


@pytest.mark.parametrize(
    ("tag", "text", "printed"),
    [
        ("en", "“We are reviewing the plan,” the company said.", "the company"),
        (
            "en",
            "The Harbour Bank Group said in a statement that “these decisions are never easy.”",
            "The Harbour Bank Group",
        ),
        ("ru", "«Все бумаги получены заранее», — ответили газете в мэрии.", "мэрии"),
        ("ru", "«Мы готовы к диалогу», — говорится в сообщении ведомства.", "сообщении ведомства"),
    ],
)
def test_an_institution_is_no_speaker_and_yet_is_told(tag: str, text: str, printed: str) -> None:
    """A reader finds whose words they are in speaker_printed; a speaker is a person."""
    (said,) = statements(tag, (text,))
    assert (said.speaker, said.speaker_printed) == (None, printed)
    assert said.how.endswith("an institution, no person")
