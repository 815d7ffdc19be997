"""Progress for people: a bar on a terminal, one line a minute elsewhere. Both on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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


def _lines(title: str, unit: str, now: Callable[[], float] = time.monotonic) -> Advance:
    last = now()
    works: dict[str, _Work] = {}

    def advance(what: str, done: int, total: int | None) -> None:
        nonlocal last
        if what in works:
            works[what].done += done
            works[what].total = total
        else:  # what is done already says nothing of the speed
            works[what] = _Work(now(), done, done, total)
        if now() - last >= LINE_EVERY:
            last = now()
            going_on = [(name, work) for name, work in list(works.items()) if work.done != work.total]
            say(f"{title} {'; '.join(f'{name}: {work.told(last, unit)}' for name, work in going_on)}")

    return advance


@dataclass
class _Work:
    """How far one thing is: since when, from how many on, how many are done, of how many if that is known."""

    since: float
    before: int
    done: int
    total: int | None

    def told(self, now: float, unit: str) -> str:
        """`120 of 400, 30 a minute, 9 min left`: as much of it as is known."""
        speed = (self.done - self.before) / (now - self.since) if now > self.since else 0.0
        parts = [(f"{self.done} of {self.total} {unit}" if self.total else f"{self.done} {unit}").rstrip()]
        parts += [rate(speed)] if speed else []
        parts += [f"{(self.total - self.done) / speed / 60:.0f} min left"] if speed and self.total else []
        return ", ".join(parts)
