"""The jobs that tests kill: each runs in a process of its own, as a command would."""

from __future__ import annotations

from pathlib import Path

from flows import backfills
from flows.a_run import register_of
from flows.remake import Store
from flows.remake import rebuild as rebuilt
from flows.rereading import reparse as reread
from flows.settings import Settings
from storage.publish import publish as published


def settings(data: Path) -> Settings:
    """Small batches, so that a job has many moments to be killed at."""
    return Settings(data=data, batch=3, lock_wait=30)


def store(data: Path) -> Store:
    """The warehouse of a folder."""
    return Store(data, "test", 30, register_of(settings(data)))


def backfill(data: Path, warcs: list[Path]) -> None:
    """Take WARC files into the store, a few pages at a time, and publish."""
    backfills.LOOK_AHEAD = 3
    backfills.from_warc(settings(data), warcs)


def reparse(data: Path, _warcs: list[Path]) -> None:
    """Read everything archived so far again."""
    reread(store(data))


def rebuild(data: Path, _warcs: list[Path]) -> None:
    """Make the database anew from what is archived so far."""
    rebuilt(store(data))


def publish(data: Path, _warcs: list[Path]) -> None:
    """Write the readers' copy."""
    published(data, wait=30, force=True)


JOBS = {"backfill": backfill, "reparse": reparse, "rebuild": rebuild, "publish": publish}
