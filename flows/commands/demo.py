"""`onrecord demo`: the bundled newsroom's day, told while it is played, with no network."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp

from rich.console import Console

from flows.commands.common import COMMON, Common, Json, Stop, print_json, say
from flows.commands.story import diff
from flows.demo.ending import command, queries_to_paste, rows, who_said_what
from flows.demo.newsroom import moments
from flows.demo.script import Played, play
from flows.progress import shown
from storage.database import WAREHOUSE


def demo(folder: Path | None = None, *, json: Json = False, common: Common = COMMON) -> int:
    """Play a bundled newsroom through the real flow, with no network: a flash, updates, a silent edit.

    Parameters
    ----------
    folder
        Where the data goes; an empty or new folder. Without it: --data, or a temporary folder named at the end.
    """
    data = _empty(folder or common.data) or Path(mkdtemp(prefix="onrecord-demo-"))
    say("demo: an invented newsroom on a loopback port. Its people, places and words do not exist; no network is used.")
    day = moments()
    with shown("demo", unit="moments") as advance:
        for played in play(data):
            say(_told(played))
            advance("the newsroom's day", 1, len(day))
    if json:
        print_json(rows(data, "who_said_what"))
        return 0
    _ending(data)
    return 0


def _empty(data: Path | None) -> Path | None:
    """The folder, if the demo may fill it. Raises Stop where a record is kept already."""
    if data and (data / WAREHOUSE).exists():
        raise Stop(
            f"{data} already holds a record, and the demo's day would mix with it.\nTry: onrecord demo NEWFOLDER"
        )
    return data


OUTCOMES = {
    "stored": "stored",
    "no statements": "in which nobody speaks",
    "same words": "with the same words as before",
    "gone": "gone",
    "unchanged": "unchanged (304)",
    "not an article": "feeds and listings",
}
"""How the demo puts the outcomes it can meet."""


def _told(played: Played) -> str:
    """A moment in two lines: what happened in the newsroom, what the run made of it."""
    counts: Counter[str] = Counter()
    for site in played.report.sites:
        counts.update(site.outcomes)
    made = [f"{counts[outcome]} {words}" for outcome, words in OUTCOMES.items() if counts[outcome]]
    made += [f"{counts[outcome]} {outcome}" for outcome in counts if outcome not in OUTCOMES]
    return f"{played.moment.at:%H:%M}  {played.moment.says}\n       pages: {', '.join(made)}"


def _ending(data: Path) -> None:
    """The day's result, on stdout: who said what, what the newest versions changed, and three queries to paste."""
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(who_said_what(data))
    changed = rows(data, "changed")
    for story in changed:
        print(f"\nWhat changed in the last of {story['version_count']} versions of one story\n", flush=True)
        diff(str(story["story_id"]), common=Common(data=data))
    print("\nThree queries to paste\n")
    print("\n\n".join(queries_to_paste(data)))
    print(f"\nAll of it is in {data}. Another change of the day:")
    print(f"{command()} diff {changed[0]['story_id']} 2 3 --data {shlex.quote(str(data))}")
