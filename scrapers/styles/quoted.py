"""Quotations in narration: which marks hold somebody's words, and whose, in the sentence or from the one before.

One quotation with its attribution inside ("A," he said. "B.") is one statement; its parts in one paragraph are joined
by a space, each printed paragraph of a longer one stays a paragraph. A quotation that has an attribution of its own
begins a statement. Quotation marks without any attribution (titles, names, scare quotes) hold no statement, unless they
are a whole paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scrapers.records import Role, Statement
from scrapers.speakers import Speaker
from scrapers.styles.parts import Found, Page
from scrapers.styles.quoted_clauses import before
from scrapers.styles.quoted_colon import tellers
from scrapers.styles.quoted_marks import HAS_MARK, Quote, quotes
from scrapers.styles.quoted_offices import held_by, told_by_office
from scrapers.styles.quoted_parts import parts_of
from scrapers.styles.quoted_presented import colon_last
from scrapers.styles.quoted_pronouns import ASKS, MOST_TOLD, Trail, meant, subject
from scrapers.styles.quoted_runs import Source
from scrapers.styles.quoted_sentences import first_end, sentences
from scrapers.styles.quoted_turns import Part, dialogue, glue, told, turns
from scrapers.styles.quoted_who import INSTITUTION, Cast

_SKIPPED = frozenset({"caption", "credit", "heading"})
_OPENING = tuple('"“„«»')
_FARTHEST = 40  # paragraphs that a quotation may run on without a mark of its own
_LEAD_IN = 400
_BY_ITSELF = "a quotation by itself"
_NOBODY = Speaker(None, None, "nobody spoke just before")


@dataclass(slots=True)
class _Draft:
    """A statement being gathered: words by paragraph, and who was found to speak."""

    speaker: Speaker
    printed: str | None
    how: str
    words: list[tuple[int, str]] = field(default_factory=list)
    open: str | None = None

    def found(self, page: Page) -> Found:
        """The statement, its parts of one paragraph joined, without the comma that was the narrator's."""
        paragraphs: dict[int, list[str]] = {}
        for index, words in self.words:
            paragraphs.setdefault(index, []).append(words.strip())
        said = [" ".join(some) for some in paragraphs.values()]
        said[-1] = said[-1].rstrip(",; ")
        statement = Statement(
            kind="quote",
            how=f"{self.how}, {self.speaker.how}" if self.speaker.how else self.how,
            paragraphs=tuple(said),
            speaker=self.speaker.name,
            speaker_printed=self.printed,
            role=self.speaker.role,
        )
        return Found(statement, tuple((index, _role(page, index)) for index in paragraphs))


def _role(page: Page, index: int) -> Role:
    """A paragraph that begins with its quotation is one; one that comes to it later stays narration."""
    return "quote" if page.paragraphs[index].words.lstrip()[:1] in "\"“”„«»‘‚'—–-" else "narration"


def find(page: Page, free: Sequence[int]) -> list[Found]:
    """The quotations among the paragraphs `free`, with their speakers. Linear in the text."""
    reader = _Reader(page, frozenset(free))
    for index in free:
        if index >= reader.next and page.paragraphs[index].kind not in _SKIPPED:
            reader.read(index)
    return [draft.found(page) for draft in reader.drafts if any(words.strip() for _, words in draft.words)]


@dataclass(slots=True)
class _Reader:
    """A walk over the paragraphs that keeps what the next one may need: who spoke last, what is still open."""

    page: Page
    free: frozenset[int]
    drafts: list[_Draft] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)
    cast: Cast = field(init=False)
    leads_in: tuple[int, Source] | None = None
    next: int = 0

    def __post_init__(self) -> None:
        self.cast = Cast(self.page)

    def read(self, index: int) -> None:
        """Take in one paragraph."""
        paragraph = self.page.paragraphs[index]
        words = paragraph.words
        if paragraph.kind == "quotation" and not HAS_MARK.search(words):
            self._bare(index, words)
            return
        spoken = dialogue(words, self.page.language)
        if spoken:
            self._keep(index, spoken)
        elif HAS_MARK.search(words):
            self._quoted(index, words)
        else:
            self._narrated(index, words)

    def _narrated(self, index: int, words: str) -> None:
        """Narration without marks: it may announce the words of the next paragraph."""
        self.trail.tell(index, words)
        self._told_after(index, words)
        if len(words) <= _LEAD_IN and (words.rstrip().endswith(":") or len(words.split()) <= 12):
            self._announce(index, words)
        if words.isupper() and self.trail.last_at == index - 1:
            self.trail.last_at = index  # a crosshead within what somebody says

    def _announce(self, index: int, words: str) -> None:
        """Whose words the next paragraph holds, if this line says it."""
        line = (sentences(words) or [words])[-1] if self.page.language.word_order == "verb last" else words
        source = before(line, self.page.language) or colon_last(line, self.page.language)
        source = source or (before(words, self.page.language) if words != line else None)
        if source:
            self.leads_in = (index, source)

    def _told_after(self, index: int, words: str, at: int = -1) -> None:
        """`Bunu X deyib`, `Об этом сказал X`: the line after a quotation that stands by itself says whose it is."""
        draft = self.drafts[at] if self.drafts else None
        if not draft or draft.how != _BY_ITSELF or draft.speaker.name or draft.words[-1][0] < index - 1:
            return
        for source in tellers(words[: first_end(words)], self.page.language):
            if self.cast.named(source).name:
                self._attribute(draft, index, replace(source, how="told by the line after"))
                return

    def _quoted(self, index: int, words: str) -> None:
        marks = list(quotes(words))
        draft = self.drafts[-1] if self.drafts else None
        carried = draft if draft and draft.open and draft.words[-1][0] == index - 1 else None
        if carried and marks and not words[: marks[0].outer[0]].strip():
            self._continue(carried, index, words, marks)
            return
        self._told_after(index, words)
        parts = parts_of(words, marks, self.page.language)
        first = len(self.drafts)
        self._keep(index, parts)
        if parts and parts[0].fate == "alone":
            self._told_after(index, words[marks[0].outer[1] :].lstrip(". "), first)
        if marks and parts and self.trail.last_at == index:
            rest = words[marks[-1].outer[1] :]
            self.trail.rest = (
                rest if not parts[-1].tail.strip(" .") or "before" in self.drafts[-1].how else rest[first_end(rest) :]
            )
        if words.rstrip().endswith(":") and not any(part.fate == "speaks" for part in parts):
            self._announce(index, words)
        self._run_on(index, words, marks)

    def _continue(self, draft: _Draft, index: int, words: str, marks: list[Quote]) -> None:
        """A paragraph that opens with a mark because the quotation before it is not closed yet."""
        parts = parts_of(words, marks, self.page.language)
        first = parts[0]
        if draft.speaker.name and first.source and first.source.printed and not first.source.pronoun:
            other = self.cast.named(first.source).name
            if other and other != draft.speaker.name:  # the mark was never closed: these are another one's words
                self._keep(index, parts)
                return
        draft.open = None if first.closed else first.sign
        if first.source and draft.speaker.name is None:
            self._attribute(draft, index, first.source)
        draft.words.append((index, first.words))
        self.trail.last_at = index
        self._keep(index, parts[1:], draft)

    def _run_on(self, index: int, words: str, marks: list[Quote]) -> None:
        """A quotation left open whose closing mark stands some paragraphs on, with no mark between."""
        if not marks or marks[-1].closed or not self.drafts or not self.drafts[-1].open:
            return
        draft, sign = self.drafts[-1], words[marks[-1].outer[0]]
        for last in range(index + 1, min(index + _FARTHEST, len(self.page.paragraphs))):
            text = self.page.paragraphs[last].words
            if last not in self.free:
                return
            if turned := turns(text, self.page.language):
                self._turned_there(draft, index, last, turned)
                return
            if HAS_MARK.search(text):
                closing = quotes(text, sign)
                if closing and not closing[0].opened:
                    self._close_there(draft, index, last, closing)
                    return
                if closing and (not closing[-1].closed or text[:1] in _OPENING):
                    return

    def _turned_there(self, draft: _Draft, index: int, last: int, parts: Sequence[Part]) -> None:
        """Everything up to an attribution between dashes belongs to the quotation that was opened before."""
        draft.words += [(between, self.page.paragraphs[between].words) for between in range(index + 1, last)]
        if parts[0].source and draft.speaker.name is None:
            self._attribute(draft, last, parts[0].source)
        draft.words += [(last, part.words) for part in parts]
        draft.open = None
        self.next = last + 1

    def _close_there(self, draft: _Draft, index: int, last: int, closing: tuple[Quote, ...]) -> None:
        """Everything up to the closing mark belongs to the quotation; what follows it may attribute it."""
        text = self.page.paragraphs[last].words
        draft.words += [(between, self.page.paragraphs[between].words) for between in range(index + 1, last)]
        parts = parts_of(text, list(closing), self.page.language)
        if parts[0].source and draft.speaker.name is None:
            self._attribute(draft, last, parts[0].source)
        draft.words.append((last, parts[0].words))
        draft.open = None
        self._keep(last, parts[1:], draft)
        self.next = last + 1

    def _keep(self, index: int, parts: Sequence[Part], draft: _Draft | None = None) -> None:
        """The parts of a paragraph that are somebody's words, as drafts; the rest is narration."""
        words = "" if parts else self.page.paragraphs[index].words
        since = ""
        self.trail.tell(index, told(parts) or words)
        for at, part in enumerate(parts):
            since = (since + glue(parts[at - 1 : at]) + self._news(part.lead, parts[at - 1 : at], draft))[-MOST_TOLD:]
            if part.fate == "joins" and draft:
                draft.words.append((index, part.words))
            elif part.fate in ("bare", "alone"):
                self._bare(index, part.words, follows=part.fate == "bare")
                draft = self.drafts[-1]
                who = part.fate == "alone" and (
                    subject(since, index, self.cast, self.trail) or told_by_office(since, index, self.cast, self.trail)
                )
                if who:
                    draft.speaker, draft.how = who, "after a sentence about one person"
                    self._remember(index, who)
                    since = ""
            elif part.fate == "speaks":
                draft = _Draft(Speaker(None, None, ""), None, "")
                self.drafts.append(draft)
                self._attribute(draft, index, part.source or Source(None, ""), since)
                self.trail.asked = bool(ASKS.search(since[-_LEAD_IN:]) or ASKS.search(part.tail[:_LEAD_IN]))
                draft.words.append((index, part.words))
                since = ""
            else:
                continue
            draft.open = None if part.closed else part.sign
        self.leads_in = None

    def _news(self, lead: str, previous: Sequence[Part], draft: _Draft | None) -> str:
        """What stands before a quotation without what told who spoke the one before: that names nobody else."""
        told = previous and previous[0].fate == "speaks" and draft is not None and draft.speaker.name
        return lead.removeprefix(previous[0].tail) if told else lead

    def _attribute(self, draft: _Draft, index: int, source: Source, since: str = "") -> None:
        """Write down who the clause says is speaking."""
        implied = source.printed is None and source.implied
        if source.again:
            speaker = self.trail.last if self.trail.last and self.trail.last_at >= index - 1 else _NOBODY
        elif source.pronoun or implied:
            speaker = meant(source.printed, since, index, self.cast, self.trail)
        elif source.printed is None:
            speaker = Speaker(None, None, INSTITUTION if source.house else "no person named")
        else:
            speaker = held_by(source, index, since, self.cast, self.trail)
        draft.speaker, draft.printed, draft.how = speaker, source.printed or source.house, source.how
        if speaker.name or not (source.pronoun or implied):
            self._remember(index, speaker)

    def _remember(self, index: int, speaker: Speaker) -> None:
        self.trail.last = speaker if speaker.name else None
        self.trail.last_at = index
        self.trail.rest = ""

    def _announced(self, index: int) -> Source | None:
        """Who the line just before this paragraph said would speak."""
        return self.leads_in[1] if self.leads_in and self.leads_in[0] == index - 1 else None

    def _bare(self, index: int, words: str, *, follows: bool = True) -> None:
        """A paragraph that is nothing but a quotation: of whom the line before announces, else of who spoke last."""
        draft = _Draft(Speaker(None, None, "nobody is named"), None, _BY_ITSELF)
        self.drafts.append(draft)
        follows = follows and not (self.trail.asked and self.trail.last_at == index - 1)  # an answer is another's
        announced = self._announced(index)
        if announced:
            self._attribute(draft, index, announced)
            draft.how = "announced by the line before"
        elif follows and self.trail.last and self.trail.last_at == index - 1:
            draft.speaker, draft.how = self.trail.last, "follows the speaker's quotation"
            self._remember(index, self.trail.last)
        elif follows and self.trail.narration[-2:-1] and self.trail.narration[-2][0] == index - 1:
            who = subject(self.trail.narration[-2][1], index, self.cast, self.trail, telling=True)
            if who:
                draft.speaker, draft.how = who, "after a line that tells what somebody said"
                self._remember(index, who)
        draft.words.append((index, words))
