"""What can be wrong with the store. Each says in a sentence or two: what, where, why, what to type next."""

from __future__ import annotations

from pathlib import Path


class StoreProblem(Exception):
    """The store cannot do what was asked. The text is the whole message."""

    code = 1
    """The exit code a command ends with."""


class Busy(StoreProblem):
    """Another run holds the store and the time to wait is over: try later."""

    code = 75

    def __init__(self, data: Path, holder: object) -> None:
        super().__init__(
            f"The store in {data} is held by {holder or 'another process'}; nothing was written. "
            "Try again when it is done."
        )


class NewerSchema(StoreProblem):
    """The file was made by a newer onrecord, or a newer DuckDB, than this one."""


class NotMigrated(StoreProblem):
    """An older database whose rows a migration cannot be carried out on. It is left as it is."""

    def __init__(self, path: Path, migration: str, why: str) -> None:
        super().__init__(
            f"{path} is of an older onrecord and cannot take the migration {migration}: {why}. Nothing was changed; "
            f"make it anew from the archive with: onrecord rebuild --data {path.parent}"
        )


class Damaged(StoreProblem):
    """The file is there and cannot be read. Nothing is deleted; the archive can make it again, or, where it is only the
    readers' copy (`is_copy`), the warehouse."""

    def __init__(self, path: Path, why: str, is_copy: bool = False) -> None:
        again = "make it again from the archive with: onrecord rebuild"
        if is_copy:
            again = "move it away and make it again with: onrecord publish"
        super().__init__(f"{path} cannot be read: {why}. Nothing was deleted; {again} --data {path.parent}")


class Lost(StoreProblem):
    """The warehouse is not there and the archive is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not there, though the archive beside it holds pages. Nothing was changed; put it back, or "
            f"make it again from the archive with: onrecord rebuild --data {path.parent}"
        )


class CannotWrite(StoreProblem):
    """The folder or the disk does not take what we write: full, read-only, not ours."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} cannot be written: {why}. What was stored before is kept; "
            "make room or give write permission there, then run the same command again."
        )


class NotPublished(StoreProblem):
    """There is no readers' copy yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no {path} yet: nothing was published there. Fetch something first with: onrecord run"
        )


class Refused(StoreProblem):
    """A query that would do more than read, or an answer that may not go out."""
