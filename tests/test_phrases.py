"""A list of phrases as a pattern finds what the plain alternation of them finds, the longest first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from scrapers.phrases import any_phrase

_TEXT = st.text(alphabet="ab '-.é", max_size=12)
_PHRASES = st.lists(st.text(alphabet="ab '.é", min_size=1, max_size=5), max_size=6)


@given(_PHRASES, _TEXT, st.sampled_from([(r"\w", r"\w"), (r"\w'-", r"\w-")]))
def test_it_finds_what_a_plain_alternation_finds(phrases: list[str], text: str, signs: tuple[str, str]) -> None:
    before, after = signs
    longest = sorted(phrases, key=len, reverse=True)
    plain = rf"(?<![{before}])(?:{'|'.join(map(re.escape, longest))})(?![{after}])" if phrases else r"(?!)"
    found = [match.span() for match in any_phrase(phrases, before, after).finditer(text)]
    assert found == [match.span() for match in re.finditer(plain, text)]


def test_no_phrases_are_found_nowhere() -> None:
    assert any_phrase(()).search("") is None
