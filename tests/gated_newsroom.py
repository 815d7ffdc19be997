"""A news site of ours on loopback that can be told to keep its visitors waiting, or to change its layout."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from flows.demo.newsroom import HOSTS, article_html, feed_xml, listing_html, live, moments, standing_after
from tests.loopback import Answer, Loopback, Seen, loopback

PATIENCE = 120
"""Seconds that anything may take on a machine that has much else to do; nothing is waited for longer than it needs."""


class NewsSite:
    """One edition of the demo's newsroom at the end of its day, behind a gate: shut it, and articles have to wait.

    Once `redesigned`, an article's words stand where no layout looks for them.
    """

    def __init__(self, server: Loopback, edition: str) -> None:
        self.address = server.address
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()
        self.redesigned = False
        standing: Any = {}
        for moment in moments():
            standing = standing_after(moment, standing)
        self._articles_only = False
        feed = _page(feed_xml(standing, edition), "application/rss+xml")
        server.routes["/rss"] = self._behind_the_gate(feed, article=False)
        server.routes["/all-news?page=1"] = self._behind_the_gate(_page(listing_html(standing, edition)), article=False)
        for page in live(standing, edition):
            server.routes[page.address] = self._behind_the_gate(_page(article_html(page)), article=True)

    def shut(self, articles_only: bool = False) -> None:
        """Let nobody have anything, or any article, from now on."""
        self._articles_only = articles_only
        self.waiting.clear()
        self.gate.clear()

    def _behind_the_gate(self, answer: Answer, article: bool) -> Callable[[Seen], Answer]:
        def route(_seen: Seen) -> Answer:
            if not self.gate.is_set() and (article or not self._articles_only):
                self.waiting.set()
                self.gate.wait(PATIENCE)
            return _redesigned(answer) if self.redesigned and article else answer

        return route


def _redesigned(answer: Answer) -> Answer:
    assert isinstance(answer.body, bytes)
    return replace(answer, body=answer.body.replace(b'class="texts', b'class="story'))


def _page(text: str, kind: str = "text/html") -> Answer:
    return Answer(text.encode(), headers={"Content-Type": f"{kind}; charset=utf-8"})


@contextmanager
def newsroom() -> Iterator[dict[str, NewsSite]]:
    """A running site an edition; whoever still waits at a gate is let through at the end."""
    with ExitStack() as running:
        sites = {edition: NewsSite(running.enter_context(loopback()), edition) for edition in HOSTS}
        for site in sites.values():
            running.callback(site.gate.set)
        yield sites
