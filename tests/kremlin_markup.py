"""Pages and day archives in en.kremlin.ru's markup, with invented people."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def page(number: int, headline: str, day: str, clock: str, paragraphs: Sequence[str]) -> bytes:
    """An article. `day` is ISO (2025-10-14), `clock` Moscow time (13:50); paragraphs are HTML inside <p>."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(headline)}</title></head><body>
<div class="footer">Footer words</div><article class="read__in hentry h-entry" id="event-{number}">
<h1 class="entry-title p-name">{escape(headline)}</h1>
<div class="read__lead entry-summary p-summary"><div><p>A meeting took place.</p></div></div>
<time class="read__published" datetime="{day}" itemprop="datePublished">{day}</time>
<div class="read__time">{clock}</div><div class="read__place p-location">Northport</div>
<div class="entry-content e-content read__internal_content" itemprop="articleBody">{body}
<div class="read__bottommeta hidden-copy">Publication status</div></div></article></body></html>""".encode()


def path(number: int) -> str:
    """The path of an article."""
    return f"/events/president/news/{number}"


def day_archive(numbers: Sequence[int]) -> bytes:
    """The page that lists a day's articles."""
    links = "".join(f'<div class="hentry"><h3><a href="{path(n)}">News {n}</a></h3></div>' for n in numbers)
    return f'<!doctype html><html lang="en"><body><div class="events">{links}</div></body></html>'.encode()


def list_page(cards: Sequence[tuple[int, str]], number: int) -> bytes:
    """The `number`-th page of the list of events, newest first; `cards` are articles with their day (2025-10-14)."""
    links = "".join(
        f'<div class="hentry"><h3><a href="{path(n)}"><span itemprop="name">News {n}</span>'
        f'<time class="published" datetime="{day}">{day}</time></a></h3></div>'
        for n, day in cards
    )
    around = (
        f'<a rel="prev" href="{list_path(number - 1)}">newer</a><a rel="next" href="{list_path(number + 1)}">older</a>'
    )
    return f"<!doctype html><html lang=en><body><a href={path(9)}>Promoted</a>{links}{around}</body></html>".encode()


def list_path(number: int) -> str:
    """The path of a page of the list of events."""
    return f"/events/president/news/page/{number}"


def day_path(day: str) -> str:
    """The path of a day's archive; `day` is DD.MM.YYYY."""
    return f"/events/president/news/by-date/{day}"
