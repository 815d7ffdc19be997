"""The language files: complete, folded, and fit for the words of real conventions."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from scrapers.languages import Language, fold, language, languages

TAGS = ("az", "de", "en", "ru", "tr")
FULL = ("offices", "titles", "bodies", "countries", "pronouns", "said_before", "questions", "anonymous", "months")


def test_every_language_has_a_file() -> None:
    assert {spoken.tag for spoken in languages()} >= set(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_has_the_words_that_the_styles_need(tag: str) -> None:
    spoken = language(tag)
    empty = [
        name for name in (*FULL, "not_labels", "directions", "update_words", "letters") if not getattr(spoken, name)
    ]
    assert not empty
    assert len(spoken.months) == 12


@pytest.mark.parametrize("tag", TAGS)
def test_words_are_as_fold_leaves_them(tag: str) -> None:
    spoken = language(tag)
    for name in FULL:
        for words in getattr(spoken, name):
            for word in words if isinstance(words, tuple) else (words,):
                assert word == fold(word) == word.strip()


@pytest.mark.parametrize("tag", TAGS)
def test_no_label_is_a_speaker_and_none_at_once(tag: str) -> None:
    spoken = language(tag)
    assert not set(spoken.questions) & set(spoken.not_labels)
    assert not set(spoken.offices) & set(spoken.openers)


@pytest.mark.parametrize("tag", TAGS)
def test_a_leader_is_an_office_of_the_language(tag: str) -> None:
    spoken = language(tag)
    for offices in spoken.leaders.values():
        assert set(offices) <= set(spoken.offices) | set(spoken.leaders), offices


@pytest.mark.parametrize("tag", TAGS)
def test_no_name_of_this_register_is_an_opener(tag: str) -> None:
    first_names = {"ilham", "vladimir", "kassym-jomart", "recep", "ильхам", "владимир", "sergey", "anna", "karl"}
    assert not first_names & set(language(tag).openers)


@pytest.mark.parametrize(("printed", "plain"), [("İLHAM", "ilham"), ("Işıq", "işiq"), ("Ёлка", "елка"), ("I", "i")])
def test_fold_keeps_the_length_and_joins_the_turkic_letters(printed: str, plain: str) -> None:
    assert fold(printed) == plain
    assert len(fold(printed)) == len(printed)


def test_an_unknown_language_is_neutral() -> None:
    assert asdict(language("xx")) == asdict(Language(tag="xx"))
