"""Who said what, on the publishers' own labels: kremlin pages with and without bold, White House transcripts, the seed.

Scored as the README of the data says; `wrong speaker` is the share of gold paragraphs given to somebody else by name.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from warcio.archiveiterator import ArchiveIterator

from scrapers.parse import parse
from scrapers.problems import Problem
from scrapers.records import Paragraph, RawPage, Statement
from scrapers.site import sites
from scrapers.split import split
from tests.accuracy import Measure
from tests.shared import SHARED

_ANONYMOUS = re.compile(
    r"question|answer|remarks?|reply|response|q|moderator|announcer|interpreter|audience member|(.* )?(official|aide)",
    re.IGNORECASE,
)
_SEED = [
    ("Ilham Aliyev", "President of the Republic of Azerbaijan", 16, "Dear Kassym", "Once again, welcome!"),
    ("Kassym-Jomart Tokayev", "President of the Republic of Kazakhstan", 14, "Dear Ilham Heydarovich", "Thank you."),
]


@dataclass(frozen=True)
class Gold:
    """One page with what its publisher's labels say: the statements as in the data."""

    headline: str
    paragraphs: tuple[Paragraph, ...]
    statements: list[dict[str, str | list[str] | None]]


@dataclass
class Score:
    """The counts of one set."""

    hits: int = 0
    found: int = 0
    gold: int = 0
    paragraphs: int = 0
    right: int = 0
    wrong: int = 0
    names: Counter[bool] = field(default_factory=Counter)
    roles: Counter[bool] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        """Of exact statements: the harmonic mean of precision and recall."""
        return 2 * self.hits / (self.found + self.gold)


def plain(words: object) -> str:
    """Letters and digits only, case folded."""
    return re.sub(r"[\W_]+", "", str(words or "").casefold())


def score(pages: Iterable[Gold]) -> Score:
    """Split every page and count, as the data's README says."""
    total = Score()
    for page in pages:
        found = split(page.paragraphs, "en", page.headline).statements
        _count_statements(total, page, found)
        holding: dict[str, list[Statement]] = defaultdict(list)
        for statement in found:
            for words in statement.paragraphs:
                holding[plain(words)].append(statement)
        for gold in page.statements:
            _count_speakers(total, gold, holding)
    return total


def _count_statements(total: Score, page: Gold, found: Sequence[Statement]) -> None:
    gold = Counter(tuple(map(plain, statement["paragraphs"] or ())) for statement in page.statements)
    said = Counter(tuple(map(plain, statement.paragraphs)) for statement in found)
    total.hits += (gold & said).total()
    total.found += said.total()
    total.gold += gold.total()


def _count_speakers(total: Score, gold: dict[str, str | list[str] | None], holding: dict[str, list[Statement]]) -> None:
    label, name, role = str(gold["speaker"]), gold.get("speaker_name"), gold.get("role")
    paragraphs = gold["paragraphs"] or ()
    for words in paragraphs:
        held = holding.get(plain(words), [])
        total.paragraphs += 1
        right = any(_is_speaker(statement, label, name) for statement in held)
        total.right += right
        total.wrong += bool(held) and not right and all(statement.speaker for statement in held)
    first = holding.get(plain(next(iter(paragraphs))), []) if paragraphs else []
    if name:
        total.names[any(plain(s.speaker) == plain(name) for s in first)] += 1
    if name and role:
        total.roles[any(s.role and (plain(s.role) in plain(role) or plain(role) in plain(s.role)) for s in first)] += 1


def _is_speaker(statement: Statement, label: str, name: object) -> bool:
    """One name contained in the other. A gold label may begin with an office, or (VICE PRESIDENT) be nothing else."""
    if statement.speaker is None:
        return bool(_ANONYMOUS.fullmatch(label))
    speaker, words = plain(statement.speaker), label.split()
    names = [plain(name), *(plain(" ".join(words[i:])) for i in range(len(words)))]
    return any(gold and (gold in speaker or speaker in gold) for gold in names) or plain(statement.role) == plain(label)


def kremlin() -> list[Gold]:
    """The pages of the kremlin WARC that have gold turns, read by parse()."""
    gold = {}
    for line in (SHARED / "kremlin" / "en-2017-04-to-06.turns.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold[row["url"]] = row
    return [
        Gold(headline, paragraphs, gold[url]["statements"]) for url, headline, paragraphs in _articles() if url in gold
    ]


def _articles() -> Iterator[tuple[str, str, tuple[Paragraph, ...]]]:
    site = sites()["kremlin-en"]
    with (SHARED / "kremlin" / "en-2017-04-to-06.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            if record.rec_type != "response" or not site.is_article(url):
                continue
            headers = tuple(record.http_headers.headers)
            at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
            page = RawPage(site.name, url, url, at.astimezone(UTC), 200, headers, record.raw_stream.read())
            try:
                article = parse(page, site)
            except Problem:
                continue
            yield url, article.headline_printed, article.paragraphs


def without_markup(pages: Iterable[Gold]) -> list[Gold]:
    """The same pages as text: nothing is bold or italic any more."""
    return [replace(page, paragraphs=tuple(replace(p, bold=(), italic=()) for p in page.paragraphs)) for page in pages]


def white_house() -> list[Gold]:
    """The White House transcripts, which are text already."""
    found = []
    for line in (SHARED / "whitehouse" / "turns.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        blocks = (" ".join(block.split()) for block in row["input"].split("\n\n"))
        found.append(Gold(row["title"], tuple(Paragraph(words) for words in blocks if words), row["statements"]))
    return found


def seed_fields() -> float:
    """The share of the seed story's fields that are as a reader would write them down."""
    text = (SHARED / "seed" / "apa-en-2024-03-11-press-statements-updated-1.txt").read_text("utf-8")
    blocks = [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]
    body = blocks[4 : next(i for i, block in enumerate(blocks) if block.startswith("***"))]
    found = split([Paragraph(words) for words in body], "en", blocks[0]).statements
    checks = [len(found) == len(_SEED)]
    for statement, (name, role, count, first, last) in zip(found, _SEED, strict=False):
        checks += [statement.speaker == name, statement.role == role, statement.kind == "statement"]
        checks += [len(statement.paragraphs) == count, statement.paragraphs[0].startswith(first)]
        checks += [statement.paragraphs[-1] == last]
    return sum(checks) / len(checks)


def _share(counts: Counter[bool]) -> float:
    return counts[True] / max(1, counts.total())


def _rows(data: str, got: Score, f1: float, speaker: float) -> list[Measure]:
    return [
        Measure(data, "exact-statement F1", got.f1, f1),
        Measure(data, "statements found that are exact (precision)", got.hits / got.found, f1),
        Measure(data, "paragraph speaker", got.right / got.paragraphs, speaker),
        Measure(data, "wrong speaker", got.wrong / got.paragraphs, 0.005, at_most=True),
    ]


def measures() -> list[Measure]:
    """The rows of the table."""
    pages = kremlin()
    html, text, house = score(pages), score(without_markup(pages)), score(white_house())
    return [
        *_rows("kremlin turns (HTML)", html, 0.99, 0.995),
        Measure("kremlin turns (HTML)", "canonical name", _share(html.names), 0.985),
        Measure("kremlin turns (HTML)", "role", _share(html.roles), 0.97),
        *_rows("kremlin turns (text)", text, 0.96, 0.98),
        *_rows("White House turns (text)", house, 0.97, 0.98),
        Measure("seed story", "fields exact", seed_fields(), 1.0),
    ]
