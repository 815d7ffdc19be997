"""What a style reads and what it hands back: a `Page`, and what was `Found` in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scrapers.languages import Language
from scrapers.records import Paragraph, Role, Statement
from scrapers.speakers import People


@dataclass(frozen=True, slots=True)
class Page:
    """An article's paragraphs with what all styles share: its language, its headline, and who is on it."""

    paragraphs: tuple[Paragraph, ...]
    language: Language
    headline: str
    people: People


@dataclass(frozen=True, slots=True)
class Found:
    """One statement, and the paragraphs it is made of with the part each plays: (index, role), in order.

    A paragraph may be named by several Founds (two quotations in one paragraph). The role of a lead, caption or credit
    stays what the markup said, whatever a Found calls it.
    """

    statement: Statement
    roles: tuple[tuple[int, Role], ...]

    @property
    def start(self) -> int:
        """The first paragraph."""
        return self.roles[0][0]


Style = Callable[[Page, Sequence[int]], list[Found]]
"""find(page, free): the statements among the paragraphs at the indexes `free`, which no earlier style has claimed."""
