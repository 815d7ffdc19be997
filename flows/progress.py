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
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from flows.commands.common import say

Advance = Callable[[str, int, int | None], None]
"""Told after each step: what is being worked on, how many more are done, and the total where it is known by now."""

LINE_EVERY = 60.0


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Progress for nobody."""


@contextmanager
def shown(title: str, unit: str = "pages") -> Iterator[Advance]:
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
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(what: str, done: int, total: int | None) -> None:
            task = tasks.get(what)
            if task is None:
                task = tasks[what] = progress.add_task(f"{title} {what}", total=total)
            progress.update(task, advance=done, total=total)

        yield advance


def _lines(title: str, unit: str) -> Advance:
    started = last = time.monotonic()
    done_by: dict[str, int] = {}

    def advance(what: str, done: int, total: int | None) -> None:
        nonlocal last
        done_by[what] = done_by.get(what, 0) + done
        now = time.monotonic()
        if now - last >= LINE_EVERY:
            last = now
            rate = sum(done_by.values()) / (now - started)
            of = f" of {total}" if total else ""
            say(f"{title} {what}: {done_by[what]}{of} {unit}, {rate:.1f} a second")

    return advance
