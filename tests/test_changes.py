"""What changed between two versions, in words and word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scrapers.changes import Said, Text, what_changed, word_pieces
from scrapers.words import tokens

BEFORE = Text(
    "Envoys sign",
    (
        Said("s1", "Ada Rook", "We shall open it in May."),
        Said("s2", "Bo Lind", "Forty million."),
        Said("s3", None, "Go!"),
        Said("s4", "Cy Marsh", "No comment."),
    ),
    ("Envoys met in Salt Bay on Monday.", "It rained all day.", "Ferries ran."),
)
AFTER = Text(
    "Envoys have signed",
    (
        Said("s3", "Bo Lind", "Go!"),
        Said("s1", "Ada Rook", "We hope to open it in May."),
        Said("s2", "Bo Lind", "forty  million"),
        Said("s5", "Ada Rook", "Thank you."),
    ),
    ("Ferries ran.", "Envoys met in Salt Bay on Tuesday.", "The pact has nine articles and a map of it all."),
)


def test_each_change_is_told_once() -> None:
    found = [(c.what, c.how, c.statement_id, c.after or c.before) for c in what_changed(BEFORE, AFTER)]
    assert found == [
        ("headline", "edited", None, "Envoys have signed"),
        ("statement", "edited", "s3", "Go!"),
        ("statement", "edited", "s1", "We hope to open it in May."),
        ("statement", "added", "s5", "Thank you."),
        ("statement", "withdrawn", "s4", "No comment."),
        ("narration", "edited", None, "Envoys met in Salt Bay on Tuesday."),
        ("narration", "added", None, "The pact has nine articles and a map of it all."),
        ("narration", "withdrawn", None, "It rained all day."),
    ]


def test_a_change_of_name_is_one_of_attribution() -> None:
    moved = [c for c in what_changed(BEFORE, AFTER) if c.reattributed]
    assert [(c.statement_id, c.speaker_before, c.speaker) for c in moved] == [("s3", None, "Bo Lind")]


def test_pieces_show_what_went_before_what_came() -> None:
    assert word_pieces("We shall open it in May.", "We hope to open it in May.") == (
        ("kept", "We"),
        ("removed", "shall"),
        ("added", "hope to"),
        ("kept", "open it in May."),
    )


def test_quotes_case_and_spacing_change_no_word() -> None:
    assert [kind for kind, _ in word_pieces("“Talks” – in\u00a0Baku", '"talks" - in Baku')] == ["kept"]
    assert what_changed(BEFORE, BEFORE) == ()


def test_paragraphs_stay_apart() -> None:
    assert word_pieces("One two.\n\nThree.", "One two.\n\nFour.") == (
        ("kept", "One two.\n\n"),
        ("removed", "Three."),
        ("added", "Four."),
    )


TEXTS = st.lists(st.sampled_from(["alpha", "beta", "gamma,", "delta.", "14", "“quoted”"]), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = word_pieces(before, after)
    assert tokens(" ".join(words for kind, words in pieces if kind != "added")) == tokens(before)
    assert tokens(" ".join(words for kind, words in pieces if kind != "removed")) == tokens(after)
