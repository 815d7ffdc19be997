"""A real pywb on loopback that plays an archive of ours; made by `make pywb` in an environment of its own."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.loopback import loopback

PYWB = Path(__file__).resolve().parents[1] / ".venv-pywb" / "bin"
ABSENT = not (PYWB / "wayback").exists()
WHY = "pywb is not installed: make pywb"

COLLECTION = "news"


class Player:
    """A running pywb: the address of its one collection, and the log it writes."""

    def __init__(self, port: int, log: Path) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.address = f"{self.root}/{COLLECTION}"
        self._log = log

    def played(self) -> list[str]:
        """The captures asked for so far, as `20260311120000id_/https://…`."""
        asked = (line.split('"GET /')[1].split(" ")[0] for line in self._log.read_text().splitlines() if "id_/" in line)
        return [path.removeprefix(f"{COLLECTION}/") for path in asked]


@contextmanager
def pywb(archive: Path, folder: Path) -> Iterator[Player]:
    """pywb playing every WARC file of the archive folder, indexed by its own indexer; `folder` is for its files."""
    index = folder / "index.cdxj"
    subprocess.run([PYWB / "cdx-indexer", "-j", "-s", "-r", "-o", index, archive], check=True, capture_output=True)
    (folder / "config.yaml").write_text(
        f"collections:\n  {COLLECTION}:\n    index: {index}\n    archive_paths: {archive}/\n"
    )
    port, log = _free_port(), folder / "log"
    command = [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with log.open("w") as out, subprocess.Popen(command, cwd=folder, stdout=out, stderr=out) as process:
        try:
            _await(port, process)
            yield Player(port, log)
        finally:
            process.kill()


def _free_port() -> int:
    with loopback() as server:
        return server.port


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it takes connections, or ends."""
    while True:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            code = process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(f"pywb ended with {code}")
