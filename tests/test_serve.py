"""`onrecord serve` with a real server of its own: it runs by itself, finishes its batch, leaves nothing behind."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.gated_newsroom import PATIENCE
from tests.prefect_rig import serving, until

pytestmark = pytest.mark.server


def test_serve_runs_by_itself_and_finishes_its_batch_on_sigterm(tmp_path: Path) -> None:
    with serving(tmp_path) as (made, serve):
        until(made.healthy, said="serve did not start a server: " + made.log("worker"))
        until(lambda: {one["name"] for one in made.rows("deployments")} >= {"ingest", "reparse"})
        made.stop_the_clock()
        english = made.sites["en"]
        english.shut(articles_only=True)
        made.start("ingest")
        assert english.waiting.wait(PATIENCE), made.log("worker")
        serve.send_signal(signal.SIGTERM)
        until(lambda: "serve: stopping" in made.log("worker"))
        english.gate.set()
        assert serve.wait(PATIENCE) == 143, made.log("worker")
        assert not made.healthy(), "the server it started ends with it"
    assert made.stored("SELECT state FROM runs WHERE list_contains(sites, 'apa-en')") == [("interrupted",)]
    assert made.stored("FROM pages WHERE site = 'apa-en' AND outcome = 'stored'")


def test_serve_that_is_stopped_while_it_starts_leaves_no_server_behind(tmp_path: Path) -> None:
    with serving(tmp_path) as (made, serve):
        until(lambda: "starting a Prefect server" in made.log("worker"))
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(PATIENCE) == 143, made.log("worker")
        assert not made.healthy()
