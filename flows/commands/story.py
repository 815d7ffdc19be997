"""`onrecord show` and `onrecord diff`: one story, and what changed between two of its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text as Printed

from flows import stories
from flows.commands.common import COMMON, Common, Json, print_json
from flows.settings import load
from flows.stories import Row
from scrapers.changes import Change, Piece, what_changed
from storage.database import reader

_STYLES = {"kept": "", "removed": "red strike", "added": "green"}
_SIGNS = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def show(story: str, /, *, json: Json = False, common: Common = COMMON) -> int:
    """Show one story: its versions, and who said what in the newest.

    With --json: a line for the story, one for each version and one for each statement; `row` says which.

    Parameters
    ----------
    story
        A story id (former ones too), the id of one of its versions or statements, or a page's address.
    """
    with reader(load(common.config, data=common.data).settings.data) as con:
        name = stories.found(con, story).story_id
        row = stories.rows(con, "story_row", story=name)[0]
        versions = stories.rows(con, "story_versions", story=name)
        statements = stories.rows(con, "story_statements", story=name)
    if json:
        kinds = [("story", [row]), ("version", versions), ("statement", statements)]
        print_json({"row": kind} | one for kind, some in kinds for one in some)
    else:
        console = _console()
        for line in _story(row, versions, statements):
            console.print(line, soft_wrap=not console.is_terminal)
    return 0


def diff(
    story: str, start: str | None = None, end: str | None = None, /, *, json: Json = False, common: Common = COMMON
) -> int:
    """Tell what changed between two versions: statements, who they are given to, narration and headline, word by word.

    Removed words stand in [-…-] and added ones in {+…+}, on a terminal in colour. With --json: a line for each change.

    Parameters
    ----------
    story
        A story id (former ones too), the id of one of its versions or statements, or a page's address.
    start
        The earlier version: its number, id or mark. Without it, the one before the later version.
    end
        The later version. Without it, the newest.
    """
    with reader(load(common.config, data=common.data).settings.data) as con:
        found = stories.found(con, story)
        versions = stories.rows(con, "story_versions", story=found.story_id)
        before, after = stories.chosen(versions, story, start, end, found.version_id)
        old, new = stories.text(con, before), stories.text(con, after)
    changes = what_changed(old, new)
    if json:
        print_json(_row(found.story_id, before, after, change) for change in changes)
        return 0
    console = _console()
    unchanged = len(new.statements) - sum(c.what == "statement" and c.how != "withdrawn" for c in changes)
    for line in _diff(before, after, changes, unchanged, colour=console.is_terminal and not console.no_color):
        console.print(line, soft_wrap=not console.is_terminal)
    return 0


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _story(row: Row, versions: Sequence[Row], statements: Sequence[Row]) -> Iterator[str | Printed]:
    yield Printed(str(row["headline"]), "bold")
    gone = " - its page is gone" if row["status"] == "gone" else ""
    yield f"{row['site']} - {row['url']}{gone}"
    yield f"story {row['story_id']}"
    yield ""
    yield _count(len(versions), "version")
    for version in versions:
        yield f"  {_named(version)}: {version['headline_printed']}"
        yield f"     {version['reason']}"
    yield ""
    yield _count(len(statements), "statement")
    for said in statements:
        edited = f", edited {_count(int(str(said['revisions'])), 'time')}" if said["revisions"] else ""
        role = f", {said['role']}" if said["role"] else ""
        yield Printed(f"  {said['position']}. {said['speaker'] or '(the page does not say who)'}{role}{edited}", "bold")
        yield _indented(str(said["words"]))


def _diff(before: Row, after: Row, changes: Sequence[Change], unchanged: int, colour: bool) -> Iterator[str | Printed]:
    yield f"from {_named(before)}: {before['headline_printed']}"
    yield f"to   {_named(after)}: {after['headline_printed']}"
    yield _summary(changes, unchanged)
    for change in changes:
        yield ""
        yield Printed(_said_of(change), "bold")
        yield _pieces(change.pieces, colour)


def _summary(changes: Sequence[Change], unchanged: int) -> str:
    """The change in one sentence."""
    kinds = [
        f"{sum(c.what == 'statement' and c.how == how for c in changes)} {how}"
        for how in ("added", "edited", "withdrawn")
    ]
    moved = sum(c.reattributed for c in changes)
    parts = [f"Statements: {', '.join(kinds)}, {unchanged} unchanged"]
    parts += [f"attribution: {_count(moved, 'statement')} given to another name"] if moved else []
    told = sum(c.what == "narration" for c in changes)
    parts.append(f"narration: {_count(told, 'paragraph') + ' changed' if told else 'unchanged'}")
    parts.append(f"headline: {'changed' if any(c.what == 'headline' for c in changes) else 'unchanged'}")
    return "; ".join(parts) + "."


def _said_of(change: Change) -> str:
    """What happened, in words."""
    if change.what != "statement":
        return f"{change.what.capitalize()} {change.how}"
    nobody = "nobody named"
    if change.reattributed:
        return f"Statement edited, given to {change.speaker or nobody}, before to {change.speaker_before or nobody}"
    return f"Statement {change.how}: {(change.speaker or change.speaker_before) or nobody}"


def _pieces(pieces: Sequence[Piece], colour: bool) -> Printed:
    """The words with their changes, in colour or between marks."""
    line = Printed()
    for (kind, words), (following, _) in zip(pieces, (*pieces[1:], ("kept", "")), strict=True):
        opening, closing = ("", "") if colour else _SIGNS[kind]
        line.append(f"{opening}{words.rstrip()}{closing}", _STYLES[kind] if colour else "")
        replaced = kind == "removed" and following == "added"
        line.append("\n\n" if words.endswith("\n") and not replaced else " ")
    line.rstrip()
    return Printed("\n").join(Printed("  ") + part for part in line.split("\n"))


def _row(story: str, before: Row, after: Row, change: Change) -> Row:
    """A change as a JSON line."""
    return {
        "story_id": story,
        "from_version": before["version_no"],
        "to_version": after["version_no"],
        "what": change.what,
        "change": change.how,
        "statement_id": change.statement_id,
        "speaker_before": change.speaker_before,
        "speaker": change.speaker,
        "before": change.before,
        "after": change.after,
        "diff": _pieces(change.pieces, colour=False).plain.replace("\n  ", "\n").strip(),
    }


def _named(version: Row) -> str:
    """A version by number, mark, time and origin."""
    when = version["published_at"] or version["seen_at"]
    told = f"{when:%Y-%m-%d %H:%M} UTC" if isinstance(when, datetime) else "time unknown"
    seen = version["seen_at"]
    told += f", seen {seen:%Y-%m-%d %H:%M}" if isinstance(seen, datetime) and version["origin"] == "page" else ""
    mark = f", {version['update_label']}" if version["update_label"] else ""
    kept = ", kept below a later text" if version["origin"] == "embedded" else ""
    return f"{version['version_no']} ({told}{mark}{kept})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _indented(words: str) -> str:
    return "\n".join(f"     {line}" if line else "" for line in words.split("\n"))
