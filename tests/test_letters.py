"""Letters and messages quoted in full: whose they are, where they end."""

from __future__ import annotations

import pytest

from scrapers.languages import language
from scrapers.people import people
from scrapers.records import Paragraph, Statement
from scrapers.styles import letters
from scrapers.styles.parts import Page


def letter(tag: str, *texts: str) -> list[Statement]:
    spoken = language(tag)
    page = Page(tuple(map(Paragraph, texts)), spoken, "", lambda: people(texts, spoken))
    return [found.statement for found in letters.find(page, range(len(texts)))]


CASES = [
    (
        "en, marks on the first and last paragraph, an inner quotation",
        "en",
        [
            "Anna Lee sent a message of greetings to the participants of the festival.",
            "The message reads, in part:",
            "“Dear friends,",
            "I am happy to “greet” you.",
            "Enjoy the festival.”",
            "The festival lasts three days.",
        ],
        ("Anna Lee", ["Dear friends,", "I am happy to “greet” you.", "Enjoy the festival."]),
    ),
    (
        "en, marks on every paragraph",
        "en",
        [
            "President Anna Lee sent a message to Tom Bell.",
            "The message reads, in part:",
            "“One.”",
            "“Two.”",
            "The end.",
        ],
        ("Anna Lee", ["One.", "Two."]),
    ),
    (
        "en, the marks the wrong way round",
        "en",
        [
            "Anna Lee sent greetings to the museum.",
            "The message reads, in part:",
            "”You keep our memory.",
            "I wish you success.“",
            "The museum is the oldest on the island.",
        ],
        ("Anna Lee", ["You keep our memory.", "I wish you success."]),
    ),
    (
        "en, announced by an office, marks that never close",
        "en",
        ["Anna Lee wished the choir well.", "The President said, in particular, in her message:", "“Sing on."],
        ("Anna Lee", ["Sing on."]),
    ),
    (
        "en, in the announcing paragraph, sender unknown",
        "en",
        ["The letter says: “We will come back.” It was sent on Monday."],
        (None, ["We will come back."]),
    ),
    (
        "en, without marks, to the signature",
        "en",
        [
            "Anna Lee has sent a letter to Tom Bell.",
            "The letter reads:",
            "Dear Tom,",
            "Come soon.",
            "Sincerely,",
            "Anna Lee",
        ],
        ("Anna Lee", ["Dear Tom,", "Come soon."]),
    ),
    (
        "en, without marks, to the next letter",
        "en",
        ["Anna Lee sent a message to Tom Bell.", "The message reads:", "Come soon.", "Earlier, others wrote too."],
        ("Anna Lee", ["Come soon."]),
    ),
    (
        "ru",
        "ru",
        [
            "Президент Казахстана Олег Громов направил телеграмму Ивану Петрову.",
            "В телеграмме, в частности, говорится:",
            "«Уважаемый Иван! Поздравляю Вас».",
            "Фестиваль продлится три дня.",
        ],
        ("Олег Громов", ["Уважаемый Иван! Поздравляю Вас"]),
    ),
    (
        "az, without marks, to the signature",
        "az",
        [
            "Azərbaycan Prezidenti Anar Məmmədov Gürcüstan Prezidenti Giorgi Beridzeyə məktub göndərib.",
            "Məktubda deyilir:",
            "Hörmətli cənab Prezident,",
            "Sizi təbrik edirəm.",
            "Hörmətlə,",
            "Anar Məmmədov",
        ],
        ("Anar Məmmədov", ["Hörmətli cənab Prezident,", "Sizi təbrik edirəm."]),
    ),
]


@pytest.mark.parametrize(("tag", "texts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_letter_is_one_statement_of_its_sender(
    tag: str, texts: list[str], expected: tuple[str | None, list[str]]
) -> None:
    assert [(s.speaker, list(s.paragraphs)) for s in letter(tag, *texts)] == [expected]


def test_the_sender_is_not_whom_it_was_sent_to() -> None:
    (statement,) = letter("en", "Tom Bell received a message.", "The message reads:", "“Come soon.”")
    assert statement.speaker is None


def test_an_announcement_without_a_letter_is_none() -> None:
    assert letter("en", "The message reads:") == []
    assert letter("en", "The message reads, in part, much like the last one.") == []


def test_the_announcing_line_alone_is_narration() -> None:
    texts = ["Anna Lee sent a message.", "The message reads:", "“Come soon.”"]
    page = Page(tuple(map(Paragraph, texts)), language("en"), "", lambda: people(texts, language("en")))
    (found,) = letters.find(page, range(3))
    assert found.roles == ((2, "statement"),)
