"""Progress for people: a bar on a terminal, one line a minute elsewhere. Both on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from flows.commands.common import say

Advance = Callable[[str, int, int | None], None]
"""Told after each step: what is being worked on, how many more are done, and the total where it is known by now."""

LINE_EVERY = 60.0


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Progress for nobody."""


def uncounted(advance: Advance) -> Advance:
    """Progress of work whose whole is not known, though each of its parts knows its own."""
    return lambda what, done, _total: advance(what, done, None)


@contextmanager
def shown(title: str, unit: str = "") -> Iterator[Advance]:
    """A progress display for the length of the block; yields the function that moves it."""
    if sys.stderr.isatty():
        with _bar(title, unit) as advance:
            yield advance
    else:
        yield _lines(title, unit)


@contextmanager
def _bar(title: str, unit: str) -> Iterator[Advance]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(what: str, done: int, total: int | None) -> None:
            if what in tasks:
                progress.update(tasks[what], advance=done, total=total)
            else:  # what is done already says nothing of the speed
                tasks[what] = progress.add_task(f"{title} {what}", total=total, completed=done)

        yield advance


class _Rate(ProgressColumn):
    """How fast it goes, in the unit of time in which it is a number to remember."""

    def render(self, task: Task) -> Text:
        """The rate of the last half minute, nothing before there is one."""
        speed = task.finished_speed or task.speed
        return Text(rate(speed) if speed else "")


def rate(a_second: float) -> str:
    """A rate as people say it.

    >>> rate(12.34), rate(0.05), rate(0.001)
    ('12.3 a second', '3 a minute', '3.6 an hour')
    """
    for unit, seconds in (("second", 1), ("minute", 60)):
        if a_second * seconds >= 1:
            return f"{a_second * seconds:.3g} a {unit}"
    return f"{a_second * 3600:.2g} an hour"


def _lines(title: str, unit: str) -> Advance:
    last = time.monotonic()
    started: dict[str, tuple[float, int]] = {}
    done_by: dict[str, int] = {}

    def advance(what: str, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        done_by[what] = done_by.get(what, 0) + done
        since, before = started.setdefault(what, (now, done))
        if now - last >= LINE_EVERY:
            last = now
            say(f"{title} {what}: {_told(done_by[what], total, done_by[what] - before, now - since, unit)}")

    return advance


def _told(done: int, total: int | None, done_here: int, seconds: float, unit: str) -> str:
    """`120 of 400, 30 a minute, 9 min left`: as much of it as is known."""
    speed = done_here / seconds if seconds else 0.0
    parts = [(f"{done} of {total} {unit}" if total else f"{done} {unit}").rstrip()]
    parts += [rate(speed)] if speed else []
    parts += [f"{(total - done) / speed / 60:.0f} min left"] if speed and total else []
    return ", ".join(parts)
