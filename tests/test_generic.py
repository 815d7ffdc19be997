"""The generic reading on pages of every make: the article's words, and not one of what surrounds them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scrapers.generic import generic_site
from scrapers.parse import parse
from scrapers.problems import NotAnArticle
from scrapers.records import Article, RawPage

URL = "https://www.ostrene.example/harbour/ferry-line-opens-4711"
TEXT = (
    "The ferry line between Ostrene and Tavland was opened on Monday, four years after the first agreement.",
    "“It took us four years, and it was worth each of them,” harbour master Lonn Abrek said at the pier.",
    "Two ferries a day will cross the Sound, and a third one at night, if the ice allows it.",
)
P = "".join(f"<p>{line}</p>" for line in TEXT)
NOISE = (
    "<header class=masthead><nav><a href=/>Home</a><a href=/w>World</a></nav></header>",
    "<div class='cookie-consent'><p>We use cookies, and by going on you agree to every single one of them.</p></div>",
    "<aside><h3>Most read</h3><p>Fog closes the harbour for a third day in a row, and nobody minds at all.</p></aside>",
    "<div class=ad-banner>Buy cheese from Ostrene, the best cheese of the whole Sound, now cheaper.</div>",
    "<section id=comments><p>First! What a ferry, I have never seen a better one in all my life.</p></section>",
    "<div class=newsletter-signup><p>Subscribe to our newsletter, and never miss a ferry again in your life.</p></div>",
    "<ul class=share-buttons><li><a href=#>Facebook</a></li></ul>",
    "<footer><p>All rights reserved, the Ostrene Post, printed in the harbour since the flood.</p></footer>",
)


def read(body: str, head: str = "<title>Ferry line opens</title>", lang: str = "en", url: str = URL) -> Article:
    html = f"<!DOCTYPE html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"
    return parse(RawPage("", url, url, datetime(2026, 3, 2, tzinfo=UTC), 200, (), html.encode()), generic_site(url))


FIRST, REST = P[: P.index("<p>Two")], P[P.index("<p>Two") :]
H1 = "<h1>Ferry line opens</h1>"
DIVS = "".join(f"<div>{line}</div>" for line in TEXT)
SHAPES = {
    "article": f"<article>{H1}{P}</article>",
    "articleBody": f"{H1}<div itemprop=articleBody>{P}</div>",
    "main": f"<main>{H1}<div class=c1><div class=c2>{P}</div></div></main>",
    "class": f"<div class=wrap>{H1}<div class=entry-content>{P}</div></div>",
    "nothing": f"<div id=x>{H1}<div id=y>{P}</div></div>",
    "breaks": f"<div id=x>{H1}<div id=y>{'<br><br>'.join(TEXT)}</div></div>",
    "divs": f"<div id=x>{H1}<div id=y>{DIVS}</div></div>",
    "table": f"<table><tr><td><a href=/>Home</a></td><td>{H1}{P}</td></tr></table>",
    "form": f"<form action=/><div class=page>{H1}<div class=txt>{P}</div></div></form>",
    "sections": f"<article>{H1}<section>{FIRST}</section><section>{REST}</section></article>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_article_and_nothing_but_the_article(shape: str) -> None:
    middle = len(NOISE) // 2
    article = read("".join(NOISE[:middle]) + SHAPES[shape] + "".join(NOISE[middle:]))
    assert tuple(p.words for p in article.paragraphs) == TEXT
    assert article.headline_printed == "Ferry line opens"
    assert (article.site, article.parser) == ("www.ostrene.example", "generic")


def test_noise_inside_the_article_is_left_out() -> None:
    inside = "".join(NOISE[3:7])
    links = (
        "<h4>Read more</h4><ul><li><a href=/a>Tickets get cheaper</a></li><li><a href=/b>The pier is full</a></li></ul>"
    )
    first, rest = P.split("</p>", 1)
    article = read(f"<article>{first}</p>{inside}{links}<p>Read also: <a href=/c>Fog again</a></p>{rest}</article>")
    assert tuple(p.words for p in article.paragraphs) == TEXT


def test_linked_and_tagged_words_stay_in_their_sentences() -> None:
    line = "The <a href=/t class=tag>ferry</a> of <span class=author-name>Lonn Abrek</span> came in at five, as always."
    assert read(f"<article><p>{line}</p>{P}</article>").paragraphs[0].words == (
        "The ferry of Lonn Abrek came in at five, as always."
    )


def test_a_repeated_paragraph_is_kept() -> None:
    words = [p.words for p in read(f"<article>{P}<p>Thank you.</p><p>Thank you.</p></article>").paragraphs]
    assert words[-2:] == ["Thank you.", "Thank you."]


@pytest.mark.parametrize(
    ("lang", "head", "expected"),
    [
        ("ru-RU", "", "ru"),
        ("", "<meta property=og:locale content=az_AZ>", "az"),
        ("", '<script type="application/ld+json">{"@type":"NewsArticle","inLanguage":"tr-TR"}</script>', "tr"),
        ("", "", "und"),
    ],
)
def test_the_language_is_the_page_s_own(lang: str, head: str, expected: str) -> None:
    assert read(f"<article>{P}</article>", f"<title>x</title>{head}", lang).language == expected


LD = '<script type="application/ld+json">'
GRAPH = '{"@graph":[{"@type":["NewsArticle"],"datePublished":"2026-02-05"}]}'


@pytest.mark.parametrize(
    ("head", "shown", "expected"),
    [
        ("<meta property='article:published_time' content='2026-02-05T12:40+04:00'>", "", "2026-02-05T12:40:00+04:00"),
        (f"{LD}[{GRAPH}]</script>", "<time datetime='2026-02-05T12:40:00Z'>5 Feb</time>", "2026-02-05T00:00:00+00:00"),
        ("", "<time datetime='2026-02-05T12:40:00Z'>5 Feb</time>", "2026-02-05T12:40:00+00:00"),
        ("", "<span class=post-date>5 February 2026, 12:40</span>", "2026-02-05T12:40:00+00:00"),
        ("", "<p>Published 5 February 2026, 12:40 (UTC+3)</p>", "2026-02-05T12:40:00+03:00"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_date_is_found_where_pages_keep_it(head: str, shown: str, expected: str | None) -> None:
    at = read(f"{shown}<article>{P}</article>", f"<title>x</title>{head}").published_at
    assert (at.isoformat() if at else None) == expected


def test_broken_json_ld_is_no_json_ld() -> None:
    head = f'<title>Ferry line opens</title>{LD}{{"@type": "NewsArticle", "headline": </script>'
    assert read(f"<article>{P}</article>", head).headline_printed == "Ferry line opens"


def test_the_site_s_name_is_no_part_of_a_headline() -> None:
    head = "<title>Ferry line opens - Ostrene Post</title><meta property=og:site_name content='Ostrene Post'>"
    assert read(f"<div>{P}</div>", head).headline_printed == "Ferry line opens"


CARD = "<div class=card><h3><a href=/s/{0}>Story {0} of the day</a></h3><p>Something happened, {0} tells it.</p></div>"


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (P, "https://www.ostrene.example/"),
        (P, "https://www.ostrene.example/tag/ferry"),
        ("<main>" + "".join(CARD.format(n) for n in range(9)) + "</main>", "https://www.ostrene.example/harbour"),
        ("<p>Hello.</p>", URL),
        ("", URL),
        (
            "<main><h1>404</h1><p>The page that you asked for is not there, or it never was at all.</p></main>",
            URL,
        ),
    ],
)
def test_listings_and_empty_pages_are_no_articles(body: str, url: str) -> None:
    with pytest.raises(NotAnArticle):
        read(body, url=url)


def test_a_flash_is_an_article_however_short() -> None:
    flash = "The first ferry has left Ostrene."
    page = f"<article>{H1}<time datetime=2026-03-02T09:00:00Z>9:00</time><p>{flash}</p></article>"
    assert [paragraph.words for paragraph in read(page).paragraphs] == [flash]


def test_a_host_is_needed() -> None:
    with pytest.raises(ValueError, match="has no host"):
        generic_site("saved.html")
