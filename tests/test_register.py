"""The register: exact names in any script, nobody merged, two people of one name told apart by role and date only."""

from __future__ import annotations

import pickle
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.register import STARTER, Register, folded

TWO = """
[[person]]
key = "george-stone-elder"
names = ["George Stone"]
offices = [{ role = "President of Fredonia", since = 1989-01-20, until = 1993-01-20 }]

[[person]]
key = "george-stone-younger"
names = ["George Stone", "Джордж Стоун"]
offices = [
  { role = "President of Fredonia", since = 2001-01-20, until = 2009-01-20 },
  { role = "Governor of Northland", since = 1995-01-17, until = 2000-12-21 },
]
"""


@pytest.fixture
def two(tmp_path: Path) -> Register:
    path = tmp_path / "speakers.toml"
    path.write_text(TWO, encoding="utf-8")
    return Register.load([path])


def test_a_name_is_found_in_every_script_whatever_case_and_spaces() -> None:
    register = Register.load()
    at = datetime(2024, 3, 11, tzinfo=UTC)
    for name, language in (
        ("Ilham Aliyev", "en"),
        ("ILHAM  ALIYEV", "en"),
        ("İlham Əliyev", "az"),
        ("İLHAM ƏLİYEV", "az"),
        ("Ильхам Алиев", "ru"),
    ):
        assert register.key(name, None, language, at) == "ilham-aliyev"


def test_nobody_is_guessed() -> None:
    register = Register.load()
    for name in ("Aliyev", "Ilham", "Ilham Aliyeva", "I. Aliyev", "", None):
        assert register.key(name, "President of the Republic of Azerbaijan", "en", None) is None


def test_two_people_of_one_name_are_told_apart_by_role_and_date_or_not_at_all(two: Register) -> None:
    president = "President of Fredonia"
    assert two.key("George Stone", None, "en", date(2005, 1, 1)) is None
    assert two.key("George Stone", president, "en", None) is None
    assert two.key("George Stone", president, "en", date(1990, 1, 1)) == "george-stone-elder"
    assert two.key("George Stone", president, "en", datetime(2005, 1, 1, tzinfo=UTC)) == "george-stone-younger"
    assert two.key("George Stone", president, "en", date(1997, 1, 1)) is None
    assert two.key("George Stone", "Governor of Northland", "en", None) == "george-stone-younger"
    assert two.key("Джордж Стоун", None, "ru", None) == "george-stone-younger"


def test_a_later_file_replaces_the_person_with_the_same_key(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[person]]\nkey = "vladimir-putin"\nnames = ["Vladimir Putin", "V. V. Putin"]\n', encoding="utf-8")
    register = Register.load([STARTER, own])
    assert register.key("V. V. Putin", None, "en", None) == "vladimir-putin"
    assert register.key("Владимир Путин", None, "ru", None) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[person]]\nnames = ["A B"]\n', "no key"),
        ('[[person]]\nkey = "a"\n', "no names"),
        ('[[person]]\nkey = "a"\nnames = ["A B"]\nnick = "x"\n', "nick"),
        ('[[person]]\nkey = "a"\nnames = ["A B"]\noffices = [{ since = 2003-01-01 }]\n', "no role"),
        ('[[person]]\nkey = "a"\nnames = ["A B"]\noffices = [{ role = "x", since = "2003" }]\n', "not a day"),
        ("[[person]\n", "not TOML"),
    ],
)
def test_a_broken_entry_is_named_in_one_sentence(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "speakers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told) as problem:
        Register.load([path])
    assert str(path) in str(problem.value)


def test_the_starter_lists_each_key_once_and_no_name_for_two() -> None:
    register = Register.load()
    keys = [person.key for person in register.people]
    names = [name for person in register.people for name in {folded(name) for name in person.names}]
    assert len(keys) == len(set(keys)) > 11
    assert len(names) == len(set(names))


def test_it_travels_between_processes_and_answers_fast() -> None:
    register = pickle.loads(pickle.dumps(Register.load()))
    started = time.process_time()
    for _ in range(10_000):
        register.key("Kassym-Jomart Tokayev", "President of Kazakhstan", "en", None)
    assert time.process_time() - started < 1


_STARTER = Register.load()


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["en", "az", "ru", "xx"]))
def test_any_text_is_somebody_listed_or_nobody(speaker: str, role: str, language: str) -> None:
    key = _STARTER.key(speaker, role, language, None)
    assert key is None or _STARTER.person(key) is not None
