"""The `onrecord` command: what can be typed, and the exit codes. Each command's module is imported only when called."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError
from rich.console import Console

from flows.commands.common import Stop, say
from storage.problems import StoreProblem

COMMANDS = {
    "demo": ("flows.commands.demo:demo", "Play a bundled newsroom through the real flow, with no network."),
    "run": ("flows.commands.ingest:run", "The scheduled job, once, now."),
    "backfill": ("flows.commands.ingest:backfill", "Days, URLs, WARC files or saved pages, resumable."),
    "reparse": ("flows.commands.remake:reparse", "Read the archive again with today's rules."),
    "rebuild": ("flows.commands.remake:rebuild", "Make the database anew from the archive alone."),
    "sites": ("flows.commands.sites:sites", "List, describe, try and start sites."),
    "sql": ("flows.commands.data:sql", "Read-only SQL on the published database."),
    "show": ("flows.commands.story:show", "One story: its versions and who said what."),
    "diff": ("flows.commands.story:diff", "What changed between two versions of a story."),
    "statements": ("flows.commands.data:statements", "Statements by speaker, date, site or words."),
    "export": ("flows.commands.data:export", "Every public table, or a feed, as files."),
    "forget": ("flows.commands.remake:forget", "Remove a page's words and leave a dated tombstone."),
    "serve": ("flows.commands.watch:serve", "Schedule and run by itself, through Prefect."),
    "publish": ("flows.commands.data:publish", "Publish the readers' copy."),
    "check": ("flows.commands.data:check", "Data checks and site floors."),
    "doctor": ("flows.commands.watch:doctor", "Environment and set-up, line by line, with fixes."),
    "status": ("flows.commands.watch:status", "The last runs, what is due, floors and lags."),
}
"""Every command: where it lives, and its line in the help."""

app = App(
    name="onrecord",
    help="The record of who said what, when, and what was changed afterwards.",
    version_flags=["--version"],
    result_action="return_value",
)
for _name, (_where, _help) in COMMANDS.items():
    app.command(_where, name=_name, help=_help)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0, 1, 2, 3, 75, 130 or 143, as CONTRACT says."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(call(sys.argv[1:] if arguments is None else arguments))


def call(arguments: Sequence[str]) -> int:
    """The exit code of one command. What it has to say goes to stderr, its data to stdout."""
    try:
        code = app(_command_first(list(arguments)), exit_on_error=False, error_console=Console(stderr=True))
    except CycloptsError:
        return 2
    except (Stop, StoreProblem) as stop:
        say(f"onrecord: {stop}")
        return stop.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        say(f"onrecord: {error.filename or 'The disk'}: {error.strerror or error}. What was finished is kept.")
        say("See what can be written and how much room there is: onrecord doctor")
        return 1
    except KeyboardInterrupt:
        say("onrecord: interrupted; what was finished is kept.")
        return 130
    return code if isinstance(code, int) else 0


def _command_first(arguments: list[str]) -> list[str]:
    """`--data DIR` and `--config FILE` may stand before the command as well as behind it."""
    count = 0
    while count < len(arguments) and arguments[count].partition("=")[0] in ("--data", "--config"):
        count += 1 if "=" in arguments[count] else 2
    return arguments[count : count + 1] + arguments[:count] + arguments[count + 1 :] if count else arguments


class Terminated(SystemExit):
    """SIGTERM arrived outside a run; inside one, the batch is finished first."""


def _terminated(_signal: int, _frame: object) -> None:
    raise Terminated(143)


if __name__ == "__main__":
    main()
