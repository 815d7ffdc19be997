"""A backfill of days as a Prefect flow, started by hand: a task an edition, a progress bar, a plan when asked for."""

from __future__ import annotations

from datetime import date
from functools import partial

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import days
from flows.a_run import close_run, fetching, open_run
from flows.commands.common import Stop
from flows.in_prefect import RUNNER, Day, SiteName, concluded, progress, side_by_side
from flows.intake import utc_now
from flows.report import RunReport
from flows.settings import Settings, load
from flows.stopping import Stopping
from storage.problems import StoreProblem


@flow(
    flow_run_name="backfill {site} {since} to {until}",
    task_runner=RUNNER,
    persist_result=False,
)
def backfill(site: SiteName, since: Day, until: Day, oldest_first: bool = False, dry_run: bool = False) -> State[None]:
    """Everything a site published in a span of days that is not in the record yet. A second call does what is missing.

    Args:
        site: An edition (apa-en) or an outlet (apa: all its editions, side by side).
        since: The first publication day, in the site's own zone, as 2024-03-01.
        until: The last publication day, included, as 2024-03-31.
        oldest_first: Begin with the oldest day instead of the newest.
        dry_run: Only say how many days, known pages and minutes it would be; fetch nothing.
    """
    if wrong := wrong_days(since, until, utc_now().date()):
        return Failed(message=wrong)
    if dry_run:
        return planned(site, since, until)

    def job(settings: Settings, stop: Stopping) -> RunReport:
        chosen = settings.chosen_sites((site,))
        with open_run(settings, "backfill", [one.name for one in chosen], stop=stop) as run:
            with fetching(run) as fetcher, progress(f"backfill {site}, {since} to {until}") as advance:
                work = partial(days.backfill_site, run, fetcher=fetcher, since=since, until=until)
                reports = side_by_side(
                    {one.name: partial(work, site=one, oldest_first=oldest_first, advance=advance) for one in chosen}
                )
            return close_run(run, reports)

    return concluded("backfill", job)


def wrong_days(since: date, until: date, today: date) -> str | None:
    """What is wrong with a span of days, in a sentence; None if nothing is."""
    if until < since:
        return f"until ({until}) is before since ({since}); nothing was fetched. Give the earlier day as since."
    if since > today:
        return f"since ({since}) has not come yet; nothing was fetched. Give a day up to {today}."
    return None


def planned(site: str, since: date, until: date) -> State[None]:
    """The plan as a table in the web page and a sentence in the state; fetches nothing."""
    try:
        settings = load().settings
        plans = [days.plan(settings, one, since, until) for one in settings.chosen_sites((site,))]
    except (Stop, StoreProblem) as why:
        return Failed(message=str(why))
    rows = [
        {
            "site": p.site,
            "days": p.days,
            "done": p.days_done,
            "pages known": p.pages_known,
            "requests to go": p.requests,
            "minutes to go": p.minutes,
            "rests on": p.rests_on,
        }
        for p in plans
    ]
    create_table_artifact(rows, key="plan", description=f"What backfill {site}, {since} to {until}, would do.")
    todo = (
        f"{p.site}: {p.days - p.days_done} of {p.days} days to go, {p.pages_known} pages known, "
        f"about {p.requests} requests and {p.minutes:g} minutes ({p.rests_on})"
        for p in plans
    )
    return Completed(message=f"Dry run, nothing fetched. {'; '.join(todo)}")
