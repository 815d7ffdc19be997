"""What a style reads and what it hands back: a `Page`, the `Mark`s of a paragraph, and what was `Found`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scrapers.languages import Language
from scrapers.records import Kind, Paragraph, Role, Statement
from scrapers.speakers import People

Introduced = Callable[[], People]
"""Who is on a page, gathered when first asked for: most pages of news never ask."""


@dataclass(frozen=True)
class Page:
    """An article's paragraphs with what all styles share: its language, its headline, and who is on it."""

    paragraphs: tuple[Paragraph, ...]
    language: Language
    headline: str
    introduced: Introduced

    @cached_property
    def people(self) -> People:
        """Everybody whom labels, headings, headline and lead introduce."""
        return self.introduced()


class Found(NamedTuple):
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


class Opening(NamedTuple):
    """Somebody takes the floor. `printed` is the phrase that names who, None if the style only knows that it changes.

    `meant` is that phrase in the nominative, where it stands in another case; `unnamed`: the page names nobody here.
    """

    kind: Kind
    how: str
    printed: str | None = None
    meant: str | None = None
    unnamed: bool = False

    @property
    def who(self) -> str | None:
        """The phrase to ask the page's people for; None where the words are nobody's by name."""
        return None if self.unnamed else self.meant or self.printed


class Mark(NamedTuple):
    """What one paragraph does to the floor. `role` is its part in the article where it holds none of the words.

    `opens`: the words that follow are somebody's. `words_from`: they begin in this paragraph, at this character;
    None if with the next one. `closes`: whoever had the floor loses it; without, the paragraph only stands aside.
    """

    role: Role
    opens: Opening | None = None
    words_from: int | None = None
    closes: bool = True
