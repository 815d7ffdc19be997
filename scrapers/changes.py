"""What changed between two versions, word by word: statements, who they are given to, narration, headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from scrapers.words import plain, tokens

Piece = tuple[Literal["kept", "removed", "added"], str]
"""A run of words, and what happened to it. A run that ends a paragraph ends in a blank line, unless it is the last."""

What = Literal["headline", "statement", "narration"]
How = Literal["added", "edited", "withdrawn"]

_REWORDED = 0.4
"""A paragraph that shares this much with one that went is that one, reworded."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as far as comparing goes."""

    statement_id: str
    speaker: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A version as far as comparing goes: headline, statements in order, and the other paragraphs in order."""

    headline: str
    statements: tuple[Said, ...]
    narration: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `before` and `after` are None where there was or is nothing; `pieces` show the words.

    `speaker_before` and `speaker` differ where the words were given to somebody else.
    """

    what: What
    how: How
    before: str | None
    after: str | None
    pieces: tuple[Piece, ...]
    statement_id: str | None = None
    speaker_before: str | None = None
    speaker: str | None = None

    @property
    def reattributed(self) -> bool:
        """Whether the statement stands in both versions under different names."""
        return self.what == "statement" and self.how == "edited" and self.speaker_before != self.speaker


def what_changed(before: Text, after: Text) -> tuple[Change, ...]:
    """Everything that differs in words or attribution: headline, statements as they now stand, narration."""
    return (*_headline(before, after), *_statements(before, after), *_narration(before.narration, after.narration))


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, in runs of words kept, removed and added. Quote style, case and dashes change no word.

    >>> word_pieces("talks in Baku", "new talks in Astana")
    (('added', 'new'), ('kept', 'talks in'), ('removed', 'Baku'), ('added', 'Astana'))
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for step in Indel.opcodes([key for key, _ in old], [key for key, _ in new]):
        if step.tag == "equal":
            pieces.append(("kept", _joined(new[step.dest_start : step.dest_end])))
        elif step.tag == "delete":
            pieces.append(("removed", _joined(old[step.src_start : step.src_end])))
        else:
            pieces.append(("added", _joined(new[step.dest_start : step.dest_end])))
    return tuple(_tidied(pieces))


def _words(text: str) -> list[tuple[str, str]]:
    """The words by what they are compared by, each as printed; a lone dash goes with its neighbour, as does the end of
    a paragraph.
    """
    found: list[tuple[str, str]] = []
    for paragraph in text.split("\n\n"):
        for word in paragraph.split():
            key = plain(word)
            if key or not found or found[-1][1].endswith("\n\n"):
                found.append((key, word))
            else:
                found[-1] = found[-1][0], f"{found[-1][1]} {word}"
        if found:
            found[-1] = found[-1][0], found[-1][1].rstrip("\n") + "\n\n"
    if found:
        found[-1] = found[-1][0], found[-1][1].rstrip("\n")
    return found


def _joined(words: Iterable[tuple[str, str]]) -> str:
    return " ".join(word for _, word in words).replace("\n\n ", "\n\n")


def _tidied(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What was removed before what was added, where both stand in one place."""
    held: list[Piece] = []
    for piece in pieces:
        if piece[0] == "kept":
            yield from _merged(held)
            held = []
            yield piece
        else:
            held.append(piece)
    yield from _merged(held)


def _merged(held: Sequence[Piece]) -> Iterator[Piece]:
    removed = " ".join(words for kind, words in held if kind == "removed").replace("\n\n ", "\n\n")
    added = " ".join(words for kind, words in held if kind == "added").replace("\n\n ", "\n\n")
    if removed:
        yield "removed", removed
    if added:
        yield "added", added


def _headline(before: Text, after: Text) -> Iterator[Change]:
    if _differ(before.headline, after.headline):
        yield _edited("headline", before.headline, after.headline)


def _differ(before: str, after: str) -> bool:
    """Whether the words do; most texts are equal to the letter, and cost nothing."""
    return before != after and plain(before) != plain(after)


def _edited(what: What, before: str, after: str) -> Change:
    return Change(what, "edited", before, after, word_pieces(before, after))


def _statements(before: Text, after: Text) -> Iterator[Change]:
    old = {said.statement_id: said for said in before.statements}
    for said in after.statements:
        last = old.pop(said.statement_id, None)
        if last is None:
            yield _new(said)
        elif _differ(last.words, said.words) or last.speaker != said.speaker:
            pieces = word_pieces(last.words, said.words)
            yield Change(
                "statement", "edited", last.words, said.words, pieces, said.statement_id, last.speaker, said.speaker
            )
    for last in old.values():
        gone: tuple[Piece, ...] = (("removed", last.words),)
        yield Change("statement", "withdrawn", last.words, None, gone, last.statement_id, last.speaker, None)


def _new(said: Said) -> Change:
    return Change(
        "statement", "added", None, said.words, (("added", said.words),), said.statement_id, None, said.speaker
    )


def _narration(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Paragraphs that are new, reworded or gone; moved ones did not change."""
    kept = Counter(map(plain, before)) & Counter(map(plain, after))
    old, new = _left(before, kept), _left(after, kept)
    for paragraph in new:
        likest = max(old, key=lambda other: _likeness(other, paragraph), default=None)
        if likest is None or _likeness(likest, paragraph) < _REWORDED:
            yield Change("narration", "added", None, paragraph, (("added", paragraph),))
        else:
            old.remove(likest)
            yield _edited("narration", likest, paragraph)
    for paragraph in old:
        yield Change("narration", "withdrawn", paragraph, None, (("removed", paragraph),))


def _left(paragraphs: Iterable[str], kept: Counter[str]) -> list[str]:
    """The paragraphs with words that are not among the kept ones, as often as those were kept."""
    still, left = Counter(kept), []
    for paragraph in paragraphs:
        key = plain(paragraph)
        if still[key]:
            still[key] -= 1
        elif key:
            left.append(paragraph)
    return left


def _likeness(one: str, other: str) -> float:
    return Indel.normalized_similarity(tokens(one), tokens(other))
