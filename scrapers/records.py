"""The records that travel from the web to SQL, in the order they are made: one frozen type a stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["statement", "turn", "question", "answer", "quote"]
"""What sort of words a statement is."""

Role = Literal[
    "lead",
    "narration",
    "heading",
    "label",
    "separator",
    "statement",
    "question",
    "quote",
    "caption",
    "credit",
    "clock",
    "direction",
    "background",
    "dateline",
    "tail",
]
"""What a paragraph does in its article."""

ParagraphKind = Literal["text", "heading", "lead", "list", "quotation", "caption", "credit"]
"""What the markup says a paragraph is: `heading` is <h2>…<h6>, `quotation` <blockquote>, `list` <li>."""

Origin = Literal["page", "embedded"]

Outcome = Literal[
    "stored",
    "unchanged",
    "same words",
    "no statements",
    "not an article",
    "blocked",
    "layout changed",
    "gone",
    "unreachable",
    "refused",
]
"""How a fetch ended; every fetch ends in exactly one."""

Truncated = Literal["length", "time", "disconnect", "unspecified"]
"""Why only the beginning of a body came, in the words of WARC 1.1 (WARC-Truncated)."""

Span = tuple[int, int]
"""A half-open range of characters, as `str` counts them."""


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page worth fetching, and what the feed or listing that named it already says."""

    site: str
    url: str
    headline: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    found_in: str | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """One answer of the web, as it came. `body` is as received, still under its Content-Encoding.

    `fetched_at` is aware, UTC. `url` is what was asked for (never a mirror's address), `final_url` what answered
    after redirects. `warc_file` (name inside the archive folder) and `warc_offset` say where the bytes are kept.
    `truncated` is None where the body is whole; no page is read from a part of one.
    """

    site: str
    url: str
    final_url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    warc_file: str | None = None
    warc_offset: int | None = None
    truncated: Truncated | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name; None if it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site answered 304: what we have still stands."""

    site: str
    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article: its words (single spaces, no line break) and what the markup said of them.

    `bold` and `italic` are spans of `words`, in order, never overlapping or touching.
    """

    words: str
    kind: ParagraphKind = "text"
    bold: tuple[Span, ...] = ()
    italic: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A page as a reader sees it: what parse() makes of a RawPage.

    `native_id` is the site's own number for the article. Times are aware; `published_at` carries the printed offset
    where the page prints one, else the site's zone; `utc_offset` is that offset as `+04:00`. `paragraphs` holds
    lead, captions, credits and body in reading order. `found` names, field by field, the selector that matched.
    """

    site: str
    language: str
    url: str
    headline_printed: str
    paragraphs: tuple[Paragraph, ...]
    native_id: str | None = None
    section: str | None = None
    published_at: datetime | None = None
    utc_offset: str | None = None
    modified_at: datetime | None = None
    place: str | None = None
    parser: str = "generic"
    found: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph with its part in the article. `statements` are indexes into the statements it gives words to."""

    role: Role
    words: str
    statements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of one speaker. `paragraphs` are without dash, label or quotation marks; `how` names the rule that decided.

    `speaker` is the full name as best known from the page, None where the page does not say; `role` as printed at its
    fullest; `speaker_printed` the label, heading or phrase that named the speaker here.
    """

    kind: Kind
    how: str
    paragraphs: tuple[str, ...]
    speaker: str | None = None
    speaker_printed: str | None = None
    role: str | None = None

    @property
    def words(self) -> str:
        """The paragraphs, parted by a blank line."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Split:
    """An article's paragraphs, each in exactly one passage and in order, and the statements among them."""

    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text of a story as one page carries it: the page's own, or an earlier version stacked below a clock line.

    `page_key` identifies the page (site and native id, else site and canonical address): two addresses of one article
    share it. `content_hash` covers headline and words, `body_hash` the words alone; captions, credits and clock lines
    are not words. `depth` is 0 for the page's own text, 1 for the text below the first clock line, and so on; `depths`
    is how many the page stacks.
    """

    site: str
    language: str
    url: str
    page_key: str
    origin: Origin
    headline: str
    headline_printed: str
    content_hash: str
    body_hash: str
    split: Split
    parser: str
    native_id: str | None = None
    update_no: int | None = None
    update_label: str | None = None
    section: str | None = None
    place: str | None = None
    published_at: datetime | None = None
    utc_offset: str | None = None
    modified_at: datetime | None = None
    depth: int = 0
    depths: int = 0

    @property
    def body(self) -> str:
        """The cleaned text: every passage that is the story's own words, parted by blank lines."""
        return "\n\n".join(p.words for p in self.split.passages if p.role not in NOT_WORDS)


NOT_WORDS: frozenset[Role] = frozenset({"caption", "credit", "clock"})
"""Roles that are kept as passages but are not the story's words: a changed caption makes no new version."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One fetch of a page whose story is being told: when, how it ended, and which readings it carried.

    `page_id` names the fetch. `content_hashes` are the readings' in stacked order (the page's own first), empty for a
    page that is gone.
    """

    page_id: str
    page_key: str
    url: str
    fetched_at: datetime
    gone: bool = False
    content_hashes: tuple[str, ...] = field(default=())
