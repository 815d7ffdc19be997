"""An agency of many days on loopback: pages of dated or undated cards, newest first, and the articles they name."""

from __future__ import annotations

from datetime import date, timedelta

from tests.apa_markup import page
from tests.loopback import Answer, Loopback, Seen

HTML = {"Content-Type": "text/html; charset=utf-8"}
CARDS = 6
LATE = 300
PINNED = 9999


class Agency:
    """`days` days that end at `newest`, `a_day` articles each, numbered upwards; `dated` cards print their day.

    `beyond` is what pages beyond the end of the listing are: "empty", 404 ("gone"), the "first" or the "last" page
    again. A `busy` agency publishes an article of today with every fourth request of its listing.
    """

    def __init__(
        self,
        newest: date,
        days: int,
        a_day: int = 2,
        *,
        dated: bool = True,
        pinned: bool = False,
        beyond: str = "empty",
        busy: bool = False,
    ) -> None:
        self.newest, self.a_day, self.dated, self.pinned = newest, a_day, dated, pinned
        self.beyond, self.busy, self.asked = beyond, busy, 0
        self.count = days * a_day
        self.broken: set[str] = set()

    def serve(self, server: Loopback) -> None:
        """Answer everything of the agency at `server`."""
        server.routes["/rss"] = Answer(b"<rss><channel/></rss>", headers={"Content-Type": "text/xml"})
        server.routes["/all-news"] = self._listing
        for number in (*range(1, self.count + (LATE if self.busy else 0) + 1), PINNED):
            server.routes[self.path(number)] = self._article

    def day(self, number: int) -> date:
        """The day of an article, Baku time; the pinned one is of long ago."""
        back = max(0, (self.count - number) // self.a_day)
        return date(2009, 3, 1) if number == PINNED else self.newest - timedelta(days=back)

    def path(self, number: int) -> str:
        """The path of an article."""
        return f"/politics/a-story-{number}"

    def within(self, since: date, until: date) -> list[str]:
        """The paths of a span's articles."""
        numbers = range(1, self.count + 1)
        return sorted(self.path(number) for number in numbers if since <= self.day(number) <= until)

    def _listing(self, seen: Seen) -> Answer:
        if seen.path in self.broken:
            return Answer(b"", 404)
        self.asked += 1
        newest, asked = self.count + self.asked // 4 * self.busy, int(seen.path.partition("page=")[2] or 1)
        last = -(-newest // CARDS)
        if asked > last and self.beyond == "gone":
            return Answer(b"", 404)
        first = newest - ({"first": 1, "last": last}.get(self.beyond, asked) if asked > last else asked) * CARDS + CARDS
        numbers = [*([PINNED] if self.pinned else []), *(n for n in range(first, first - CARDS, -1) if n > 0)]
        cards = "".join(self._card(number) for number in numbers)
        return Answer(f"<!doctype html><html><body><div>{cards}</div></body></html>".encode(), headers=HTML)

    def _card(self, number: int) -> str:
        day = self.day(number)
        date = f'<div class="date"><span>17:44</span><span>{day:%-d %B %Y}</span></div>' if self.dated else ""
        return (
            f'<a class="item" href="{self.path(number)}"><div class="content"><h2>Story {number}</h2>{date}</div></a>'
        )

    def _article(self, seen: Seen) -> Answer:
        number = int(seen.path.rpartition("-")[2])
        words = [
            f"The harbour of Northport was closed on day {number} because of the wind.",
            f"Berth {number} was not.",
        ]
        body = page(f"Story {number}", f"{self.day(number):%-d %B %Y} 17:44 (UTC +04:00)", words, seen.path)
        return Answer(body, headers=HTML)
