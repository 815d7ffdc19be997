"""The demo's newsroom: its script fits its pages, and its server answers as a news site does."""

from __future__ import annotations

import http.client
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

import pytest

from flows.demo.newsroom import (
    HOSTS,
    Edit,
    Standing,
    article_html,
    feed_xml,
    live,
    moments,
    number_in,
    pages,
    standing_after,
)
from flows.demo.server import Press, presses


def standing_at(count: int) -> Standing:
    """What stands where after the first `count` moments."""
    start: Standing = {}
    return reduce(lambda before, moment: standing_after(moment, before), moments()[:count], start)


def answer(press: Press, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", press.server_address[1], timeout=5)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.fixture
def press() -> Iterator[Press]:
    with presses() as running:
        yield running["en.apa.az"]


def test_moments_come_in_order_and_name_every_page() -> None:
    times = [moment.at for moment in moments()]
    assert times == sorted(set(times))
    assert {name for moment in moments() for name in moment.show} == set(pages())


def test_an_update_takes_the_place_of_the_page_with_its_number() -> None:
    flash, update = pages()["statements-flash"], pages()["statements-updated-1"]
    assert flash.number == update.number != pages()["statements-updated-2"].number
    page = standing_at(len(moments()))["en", flash.number]
    assert page is not None
    assert page.headline == update.headline


def test_the_flash_stands_word_for_word_below_the_clock_line() -> None:
    html = article_html(pages()["statements-updated-1"])
    newest, _, older = html.partition("<p>*** 14:05</p>")
    assert pages()["statements-flash"].body in older
    assert pages()["statements-flash"].body not in newest


def test_a_withdrawn_page_leaves_the_feed_and_stays_known_as_gone() -> None:
    fee = pages()["harbour-fee"]
    before, after = standing_at(len(moments()) - 2), standing_at(len(moments()))
    assert fee.url in feed_xml(before, "en")
    assert fee.url not in feed_xml(after, "en")
    assert after["en", fee.number] is None


def test_an_edit_that_does_not_fit_its_page_is_refused() -> None:
    wrong = replace(moments()[0], edits=(Edit("fog", "words that are not there", ""),))
    with pytest.raises(ValueError, match="do not stand once on the page fog"):
        standing_after(wrong, {})


def test_the_feed_names_every_live_page_newest_first() -> None:
    standing = standing_at(6)
    links = [item.findtext("link") for item in ET.fromstring(feed_xml(standing, "en")).iter("item")]
    assert links == [page.url for page in live(standing, "en")]
    assert links[0] == pages()["statements-updated-2"].url


@pytest.mark.parametrize(
    ("path", "number"),
    [("/social/fog-481165", "481165"), ("/media/-100405", "100405"), ("/all-news", None), ("/a/b/c-1", None)],
)
def test_number_in(path: str, number: str | None) -> None:
    assert number_in(path) == number


def test_a_page_is_sent_once_and_then_not_modified(press: Press) -> None:
    press.standing = standing_at(1)
    page = pages()["fog"]
    first, body = answer(press, page.address)
    again, nothing = answer(press, page.address, **{"If-None-Match": first.headers["ETag"]})
    assert (first.status, again.status, nothing) == (200, 304, b"")
    assert b"Visibility will fall" in body


def test_an_old_address_of_an_updated_page_leads_to_the_new_one(press: Press) -> None:
    press.standing = standing_at(4)
    response, _ = answer(press, pages()["statements-flash"].address)
    assert (response.status, response.headers["Location"]) == (301, pages()["statements-updated-1"].address)


def test_gone_unknown_robots_and_listing(press: Press) -> None:
    press.standing = standing_at(len(moments()))
    assert answer(press, pages()["harbour-fee"].address)[0].status == 410
    assert answer(press, "/social/never-written-1")[0].status == 404
    assert answer(press, "/robots.txt")[1].startswith(b"User-agent: *")
    assert pages()["fog"].url.encode() in answer(press, "/all-news?page=1")[1]


def test_each_edition_has_a_server_of_its_own() -> None:
    with presses() as running:
        assert set(running) == set(HOSTS.values())
        for server in running.values():
            server.standing = standing_at(6)
        assert pages()["ferry-ru"].url.encode() in answer(running["ru.apa.az"], "/rss")[1]
