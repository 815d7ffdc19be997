"""What can be wrong with a page. Each problem is an outcome, and says in one sentence what, where and why."""

from __future__ import annotations

from typing import ClassVar

from scrapers.records import Outcome, RawPage


class Problem(Exception):
    """A page that ends without a story. `outcome` is how its fetch is recorded; the text is the row's `detail`.

    `page` is what was answered all the same (a 500, a body that cannot be decoded), None where nothing came.
    """

    outcome: ClassVar[Outcome]
    page: RawPage | None = None


class NotAnArticle(Problem):
    """A listing, a robots.txt, a PDF, an error page: nothing is wrong, there is no story in it."""

    outcome = "not an article"


class LayoutChanged(Problem):
    """An article by its address, but the selector that finds its words matched nothing. The text names the selector."""

    outcome = "layout changed"


class Blocked(Problem):
    """A bot wall, a consent page or a log-in stands where the article should be. Kept, never parsed, never evaded."""

    outcome = "blocked"


class Gone(Problem):
    """404 or 410: the site withdrew the page. The story is marked, nothing is removed."""

    outcome = "gone"


class Unreachable(Problem):
    """No usable answer: a time-out, a broken connection, a 5xx after all retries. The next run asks again."""

    outcome = "unreachable"


class Refused(Problem):
    """We did not ask or did not go on: robots.txt, a foreign or private address, a body over the cap."""

    outcome = "refused"
