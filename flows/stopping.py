"""Stopping in good order: the first Ctrl-C or SIGTERM finishes the batch, the second stops at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flows.commands.common import say


class Stopping(threading.Event):
    """Set when a run should finish its batch and end; `signal` says by what."""

    signal: int = signal.SIGINT

    @property
    def exit_code(self) -> int:
        """130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + self.signal


@contextmanager
def stoppable() -> Iterator[Stopping]:
    """A Stopping that this process's SIGINT and SIGTERM set for the length of the block (main thread only)."""
    stop = Stopping()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.signal = number
        stop.set()
        say("stopping after this batch; once more to stop at once")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
