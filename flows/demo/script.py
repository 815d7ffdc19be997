"""The demo's script: plays the newsroom's day, moment by moment, through the same flow as `onrecord run`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows import steps
from flows.demo.newsroom import Moment, Standing, editions, moments, standing_after
from flows.demo.server import Press, presses
from flows.intake import Clock
from flows.report import RunReport
from flows.settings import Settings, SiteSettings

OUTLET = "apa"
"""The outlet whose markup the newsroom borrows: its site files read the demo's pages, no rule is the demo's own."""


@dataclass(frozen=True, slots=True)
class Played:
    """One moment that was played: what came, and what the run made of it."""

    moment: Moment
    report: RunReport


def settings_for(data: Path, running: dict[str, Press]) -> Settings:
    """The settings of an ordinary run into `data`, with the site's hosts answered by the newsroom and no pauses."""
    return Settings(
        data=data,
        contact="the onrecord demo; asks no one but itself",
        sites={OUTLET: SiteSettings(pause=0)},
        mirrors={host: press.address for host, press in running.items()},
    )


def play(data: Path) -> Iterator[Played]:
    """Play the day into the folder `data`, a run a moment, each told the moment's clock; yields after each run."""
    standing: Standing = {}
    with presses() as running:
        settings = settings_for(data, running)
        for moment in moments():
            standing = standing_after(moment, standing)
            for press in running.values():
                press.standing = standing
            sites = settings.chosen_sites(tuple(f"{OUTLET}-{edition}" for edition in editions(standing)))
            yield Played(moment, steps.ingest(settings, sites, clock=_stopped_at(moment.at)))


def _stopped_at(time: datetime) -> Clock:
    return lambda: time
