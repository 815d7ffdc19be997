"""robots.txt by RFC 9309, as a function of its answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.robots import KEPT_BRIEFLY, KEPT_FOR, Robots


def robots(text: str, status: int | None = 200) -> Robots:
    return Robots(status, text, at=0.0)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: onrecord\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: OnRecord\nDisallow: /a", "/a/1", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/public", "/a/public/1", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("user-agent : * \n disallow : /a # because", "/a", False),
        ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent: *\rDisallow: /новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", False),
        ("<html>not a robots.txt</html>", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool):
    assert robots(text).allows(f"https://news.example{path}") is allowed


@pytest.mark.parametrize(
    ("status", "reachable"),
    [*((status, True) for status in (200, 400, 401, 403, 404, 410, 429, 451, 499)), (500, False), (None, False)],
)
def test_what_an_answer_means(status: int | None, reachable: bool):
    answer = robots("", status)
    assert answer.reachable is reachable
    assert answer.allows("https://news.example/") is reachable


def test_the_text_of_an_error_page_is_no_rule():
    assert robots("User-agent: *\nDisallow: /\nCrawl-delay: 60", 404).allows("https://news.example/a")
    assert robots("User-agent: *\nCrawl-delay: 60", 404).delay == 0


def test_delays():
    assert robots("User-agent: *\nCrawl-delay: 2.5").delay == 2.5
    assert robots("User-agent: onrecord\nCrawl-delay: 9\nUser-agent: *\nCrawl-delay: 1").delay == 9
    assert robots("User-agent: *\nCrawl-delay: soon").delay == 0


def test_how_long_an_answer_counts():
    assert robots("").fresh(KEPT_FOR - 1)
    assert not robots("").fresh(KEPT_FOR)
    assert robots("", 503).fresh(KEPT_BRIEFLY - 1)
    assert not robots("", 503).fresh(KEPT_BRIEFLY)
    assert not robots("", 429).fresh(KEPT_BRIEFLY), "too busy to say is no answer for a day"
    assert not robots("").fresh(-1), "an answer from the future is none"


@given(st.text(max_size=300))
def test_nothing_a_host_writes_breaks_the_reading(text: str):
    answer = robots(f"User-agent: *\nDisallow: /x\n{text}")
    assert isinstance(answer.allows("https://news.example/a"), bool)
    assert answer.delay >= 0
