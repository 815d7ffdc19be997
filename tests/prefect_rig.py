"""A real Prefect server and worker on loopback for tests, with a password, and `onrecord serve` with one of its own."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import duckdb

from flows.demo.newsroom import HOSTS
from flows.prefect_server import NoAnswer, Server, authorization
from tests.gated_newsroom import PATIENCE, NewsSite, newsroom

ROOT = Path(__file__).resolve().parents[1]
PREFECT = [sys.executable, "-m", "prefect"]
_NOT_OURS = ("PREFECT_", "ONRECORD_", "PYTHONDONTWRITEBYTECODE")
ENGINE = shlex.join([sys.executable, "-m", "prefect.engine"])
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


PASSWORD = "desk:not-a-secret"


def until(what: Callable[[], Any], seconds: float = PATIENCE, said: str = "") -> Any:
    """The first answer that is not false, asked for every third of a second. Fails after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := what():
            return answer
        time.sleep(0.3)
    raise AssertionError(said or f"{what} did not come true in {seconds:g} seconds")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, sites: dict[str, NewsSite], **more: str) -> dict[str, str]:
    """The environment of an operator: a data folder, our sites in place of apa.az, Prefect's files apart."""
    settings = folder / "onrecord.toml"
    settings.write_text('contact = "the test suite"\n[sites.apa-en]\n[sites.apa]\nenabled = false\npause = 0\n')
    clean = {name: text for name, text in os.environ.items() if not name.startswith(_NOT_OURS)}
    (folder / "prefect").mkdir(exist_ok=True)
    return {
        **clean,
        "ONRECORD_DATA": str(folder / "data"),
        "ONRECORD_CONFIG": str(settings),
        "ONRECORD_MIRRORS": json.dumps({HOSTS[edition]: site.address for edition, site in sites.items()}),
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",  # a new schedule is looked for every minute otherwise
        "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_API_AUTH_STRING": PASSWORD,
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        **more,
    }


@contextmanager
def process(command: list[str], env: dict[str, str], log: Path, cwd: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours in a session of its own; it is told to end when the block does, and made to if it does not."""
    with log.open("ab") as lines:
        running = subprocess.Popen(command, cwd=cwd, env=env, stdout=lines, stderr=lines, start_new_session=True)
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


class Rig:
    """A server with our four deployments on it, the folder its runs write to, and the commands of an operator."""

    def __init__(self, folder: Path, sites: dict[str, NewsSite], port: int) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.sites = sites
        self.env = environment(folder, sites, PREFECT_API_URL=f"http://127.0.0.1:{port}/api")
        self.server = Server(self.env["PREFECT_API_URL"], "test", authorization(self.env))
        self.running = ExitStack()
        self.worker: subprocess.Popen[bytes] | None = None

    def ask(self, path: str, body: object = None) -> Any:
        """The server's answer; asked again while it is too busy to give one. Raises NoAnswer where it says no."""

        def answer() -> list[Any]:
            try:
                return [self.server.ask(path, body)]
            except NoAnswer as why:
                if str(why) in ("Conflict", "Unprocessable Entity", "Unprocessable Content"):
                    raise
                return []

        return until(answer, said=f"the server did not answer {path}")[0]

    def prefect(self, *arguments: str, ok: bool = True) -> str:
        """What a prefect command says. Fails if the command does, unless told that it should."""
        done = subprocess.run(
            [*PREFECT, *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=PATIENCE
        )
        said = done.stdout + done.stderr
        assert (done.returncode == 0) == ok, said
        return said

    def healthy(self) -> bool:
        """Whether the server answers."""
        try:
            return self.server.ask("health") is True
        except NoAnswer:
            return False

    def start(self, name: str, at: datetime | None = None, **parameters: object) -> str:
        """Ask for a run of one of our deployments, now or as if scheduled for a moment; the flow run's id.

        Its worker starts the run itself, not a process before it that looks for the code and imports Prefect for that
        too; runs by the clock and by `prefect deployment run` go the whole way.
        """
        deployment = self.ask(f"deployments/name/{name}/{name}")
        asked: dict[str, object] = {"parameters": parameters, "job_variables": {"command": ENGINE}}
        if at is not None:
            asked["state"] = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
        return str(self.ask(f"deployments/{deployment['id']}/create_flow_run", asked)["id"])

    def stop_the_clock(self) -> None:
        """Take our deployments off their schedules: a quarter of an hour may strike while a test runs."""
        for deployment in self.rows("deployments"):
            for schedule in deployment["schedules"]:
                address = f"{self.server.api}/deployments/{deployment['id']}/schedules/{schedule['id']}"
                request = urllib.request.Request(address, headers=self._headers(), method="DELETE")

                def deleted(request: urllib.request.Request = request) -> bool:
                    try:
                        urllib.request.urlopen(request, timeout=30).close()
                    except HTTPError as why:
                        why.close()
                        return why.code == 404  # an earlier try was heard, though not answered
                    return True

                until(deleted, said=f"the server did not take {address} off")

    def _headers(self) -> dict[str, str]:
        """What lets us delete: the password, and a token against forged requests."""
        token = self.ask("csrf-token?client=rig")["token"]
        shown = {"Authorization": str(self.server.authorization)}
        return {**shown, "Prefect-Csrf-Client": "rig", "Prefect-Csrf-Token": token}

    def schedule(self, name: str, seconds: int) -> None:
        """Put a deployment on the clock: soon, and then every so many seconds, for the scheduler may miss the first."""
        deployment = self.ask(f"deployments/name/{name}/{name}")
        often = {"interval": seconds, "anchor_date": (datetime.now(UTC) + timedelta(seconds=4)).isoformat()}
        self.ask(f"deployments/{deployment['id']}/schedules", [{"active": True, "schedule": often}])

    def run(self, run_id: str) -> dict[str, Any]:
        """A flow run as the server tells it."""
        return dict(self.ask(f"flow_runs/{run_id}"))

    def ended(self, run_id: str) -> tuple[str, str]:
        """State and message of a flow run, once it has ended."""

        def state() -> tuple[str, str] | None:
            run = self.run(run_id)
            return (run["state"]["type"], run["state"].get("message") or "") if run["state_type"] in ENDED else None

        answer: tuple[str, str] = until(state, said=f"flow run {run_id} did not end:\n{self.log('worker')}")
        return answer

    def rows(self, what: str, **filters: object) -> list[dict[str, Any]]:
        """Rows of the server's API: `flow_runs`, `logs`, `artifacts`, `task_runs`."""
        return list(self.ask(f"{what}/filter", filters))

    def stored(self, query: str) -> list[tuple[object, ...]]:
        """What a query finds in the published copy."""
        with duckdb.connect(str(self.data / "onrecord.duckdb"), read_only=True) as con:
            return con.execute(query).fetchall()

    def log(self, name: str) -> str:
        """The end of what a process said."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def work(self) -> subprocess.Popen[bytes]:
        """A worker of our pool: the one that is running, or a new one."""
        if self.worker is None or self.worker.poll() is not None:
            command = [sys.executable, "deploy/worker.py", "--name", "test"]
            self.worker = self.running.enter_context(process(command, self.env, self.folder / "worker.log"))
        return self.worker


@contextmanager
def rig(folder: Path) -> Iterator[Rig]:
    """A server with everything deployed, from nothing, by the commands that the README tells."""
    port = free_port()
    with newsroom() as sites:
        made = Rig(folder, sites, port)
        command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        with process(command, made.env, folder / "server.log"), made.running:
            until(made.healthy, said="the server did not start")
            made.prefect("work-pool", "create", "onrecord", "--type", "process", "--overwrite")
            made.work()
            made.prefect("--no-prompt", "deploy", "--all")
            made.stop_the_clock()
            yield made


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Rig, subprocess.Popen[bytes]]]:
    """`onrecord serve` as it starts: nothing set but where data and settings are, and the password of its own server.

    What serve says is in `worker.log`.
    """
    with newsroom() as sites:
        made = Rig(folder, sites, port := free_port())
        for name in ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_API_AUTH_STRING"):
            del made.env[name]
        command = [sys.executable, "-m", "flows.cli", "serve", "--port", str(port)]
        with process(command, made.env, folder / "worker.log", folder) as started:
            yield made, started


def family(pid: int) -> list[int]:
    """A process and everything it started, parents first."""
    children = [int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if _parent(stat) == pid]
    return [pid, *(one for child in children for one in family(child))]


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def kill(pids: list[int]) -> None:
    """End these processes without a word, as a power cut would."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
