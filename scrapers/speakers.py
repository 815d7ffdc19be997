"""Who is on a page: names and roles taken from labels and sentences, and short forms led back to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scrapers.languages import Language


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are. `name` is None where the page does not say (or names two it could be); `how` is the rule."""

    name: str | None
    role: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in running words: `words[start:end]` is the phrase, `speaker` who it is."""

    start: int
    end: int
    printed: str
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class People:
    """The people of one page. Immutable: `known` returns a page that also knows the people of more text."""

    language: Language
    roles: dict[str, str] = field(default_factory=dict)

    def resolve(self, printed: str) -> Speaker | None:
        """Who `printed` means on this page: a full name, a name with an office or title, a short form, an office.

        None if it names nobody; a Speaker without a name if it names somebody the page does not let us tell apart.
        """
        raise NotImplementedError

    def mentions(self, words: str) -> tuple[Mention, ...]:
        """The people named in a sentence, in order: names, short forms, offices ("the head of state")."""
        raise NotImplementedError


def people(texts: Iterable[str], language: Language) -> People:
    """Everybody whom the texts (headline, lead, labels, narration; most telling first) introduce."""
    raise NotImplementedError
