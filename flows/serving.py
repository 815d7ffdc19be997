"""`onrecord serve`: one process that schedules and runs the flows; it starts a server where none is set."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.commands.common import Stop, say
from flows.prefect_server import AsksForPassword, NoAnswer, Server, authorization, configured
from flows.settings import DEFAULT_FILE, Settings
from flows.stopping import Stopping, stoppable

EVERY_QUARTER_HOUR = "7,22,37,52 * * * *"
EVERY_NIGHT = "45 3 * * *"
ZONE = "Asia/Baku"
AT_ONCE = 4
"""Flow runs side by side; prefect.yaml leaves that to `prefect worker start --limit`."""

SERVER_SECONDS = 180.0
_PR_SET_PDEATHSIG = 1
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,scrapers,storage",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": '["events","flow_runs"]',
}
"""Nothing is sent to anybody, dead runs are noticed, our lines are in the run's log, the server's file stays small."""


def serve(settings: Settings, config: Path | None, port: int = 4200) -> int:
    """Serve until SIGTERM (143) or Ctrl-C (130); what was in hand is finished and stored first. Raises Stop."""
    _pass_on(settings, config)
    with stoppable() as stop, server(settings.data, port, stop) as api:
        run_forever = _prefect(api)
        if stop.is_set():
            return stop.exit_code
        say(f"serve: every quarter of an hour and every night ({ZONE}); {api.shown.removesuffix('/api')} shows it")
        return run_forever()


def _prefect(api: Server) -> Callable[[], int]:
    """What serves, with Prefect imported and told where its server is: it takes as long as that server's own start."""
    os.environ["PREFECT_API_URL"] = api.api
    from flows.served import run_forever

    return run_forever


def _pass_on(settings: Settings, config: Path | None) -> None:
    """Let the flows, which run in processes of their own, find the same settings and the same data."""
    os.environ["ONRECORD_DATA"] = str(settings.data.resolve())
    if config or DEFAULT_FILE.exists():
        os.environ["ONRECORD_CONFIG"] = str((config or DEFAULT_FILE).resolve())
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if password := os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        os.environ.setdefault("PREFECT_API_AUTH_STRING", password)


@contextmanager
def server(data: Path, port: int, stop: Stopping) -> Iterator[Server]:
    """The Prefect server that is set, or on our port already, and answers; else one of our own, for the block."""
    known = configured()
    if known and _answers(known):
        yield known
        return
    if known and known.origin == "PREFECT_API_URL":
        raise Stop(
            f"The Prefect server at {known.shown} (from PREFECT_API_URL) does not answer.\n"
            "Try: unset PREFECT_API_URL, and serve starts one of its own; or start that one: prefect server start"
        )
    own = Server(f"http://127.0.0.1:{port}/api", "serve", authorization(os.environ))
    if _answers(own):
        yield own
        return
    home = data.resolve() / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(home))
    with _process(home / "server.log", port) as process:
        say(f"serve: starting a Prefect server on {own.shown} (its log: {home / 'server.log'})")
        _prefect(own)
        _await(own, process, home / "server.log", stop)
        yield own


@contextmanager
def _process(log: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process in a session of its own, so that Ctrl-C reaches it only after the runs have ended."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    env = {**os.environ, "PREFECT_SERVER_UI_API_URL": f"http://127.0.0.1:{port}/api"}
    with log.open("wb") as lines:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, a number for a port
            command, stdout=lines, stderr=lines, env=env, start_new_session=True, preexec_fn=_end_with_parent
        )
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    """Where Linux can: SIGTERM for the server when serve dies without a word, so that no server is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _await(own: Server, process: subprocess.Popen[bytes], log: Path, stop: Stopping) -> None:
    until = time.monotonic() + SERVER_SECONDS
    while not stop.is_set() and not _answers(own):
        if process.poll() is not None or time.monotonic() > until:
            last = (log.read_text(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
            raise Stop(
                f"The Prefect server did not start: {last}\nIts log: {log}\n"
                "Try another port: onrecord serve --port 4201"
            )
        time.sleep(0.2)


def _answers(known: Server) -> bool:
    try:
        return bool(known.version())
    except AsksForPassword as why:
        raise Stop(f"The Prefect server at {known.shown} does not let us in: {why}.\nTry: {why.FIX}") from None
    except NoAnswer:
        return False
