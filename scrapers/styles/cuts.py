"""Where a label may end at the head of a paragraph: at a colon, a full stop, a dash, a line end, after one letter."""

from __future__ import annotations

import re
from typing import Literal

from scrapers.records import Paragraph

Form = Literal["colon", "stop", "stop dash", "dash", "alone", "line", "letter"]

_LEAD = re.compile(r"[-–—―•*]\s*|(?:T?\d{1,3}\.\s+(?:\[\d+\]\s+)?|Q\d{1,4}\s+)(?=[^\W\d_])")
_NOTES = re.compile(r"(?:\s*[(\[](?:[^()\[\]]|\([^()]{0,60}\)){0,120}[)\]][*_]*)*\s*")
_ASKED = re.compile(r"\([^()]{2,60}\) to the [^:()]{2,80}")  # `Jane Doe (Labour) to the Minister of Roads: …`
_INITIAL = r"[^\W\d_]\."
_WORD = r"[^\W\d_][\w'’-]+"
_NAMED = re.compile(
    rf"(?P<name>{_WORD}\s{_INITIAL}(?:\s?{_INITIAL})?(?!\s?{_INITIAL})|(?:{_INITIAL}\s?){{1,2}}{_WORD}(?=[,.])"
    rf"|{_WORD}(?:\s{_WORD}){{1,3}}(?=,))(?P<office>,\s[^.:]{{2,200}}(?=\.))?(?:\.?\s+(?=\S)|\.$)"
)
INITIALS = re.compile(rf"(?<!\w){_INITIAL}")
_BRACKET = re.compile(r"\([^()]*\)")
_GOES_ON = re.compile(rf"(?<!\w)(?:(?<=\s)|{_INITIAL})[^\W\d_]$|[-–—―]\s")  # initials, or a dash, before the stop
TITLE_APART = re.compile(r"([^\W\d_]+\.?)\s?\((?:Ms|Mrs|Miss|Mr|Dr|Prof|Eng|Rev|Sir|Capt|Gen)\.?\)\s")
_SPACED_DASH = re.compile(r"\s[–—-]\s+(?=\S)")
_DASH = re.compile(r"(\s?)[-–—―]\s+(?=\S)")  # glued to a label in capitals: `SORU- …`, `С. СОМОВ― …`
_HEAD = 260
_SHORT_HEAD = 90
_LONG_LINE = 180  # of an office with its holder in brackets
_MOST_CAPITALS = 8
_MOST_PLAIN = 6  # words of a name that nothing but its line sets apart

Cut = tuple[Form, int, int, int]
"""A form, where the label begins and ends, and where its notes end."""


def cuts(paragraph: Paragraph) -> list[Cut]:
    """Every way to cut a label off the head of a paragraph, the most usual first. Looks at its head only."""
    words = paragraph.words
    head = words[:_HEAD]
    if len(words) < 2:
        return []
    colon = _before_colon(head)
    if colon and _is_after_name(head, colon):
        colon = None
    found = [None if colon and head[0] != "Q" else _letter(head), colon]
    if not colon or ". " in head[colon[1] : colon[2]]:
        found += _before_stop(head)
    if not colon or _has_dash(head[colon[1] : colon[2]]):
        found.append(_before_dash(head[:_SHORT_HEAD]))
    if not colon:
        found.append(_alone(paragraph))
    return [one for one in found if one]


def _has_dash(label: str) -> bool:
    return "– " in label or "- " in label or "— " in label or "― " in label


def _letter(head: str) -> Cut | None:
    """`Q …`, `Q: …`, `В. …`: a single letter for a question or an answer."""
    stops = head[1] in ":)" or (head[1] == "." and head[2:3].isspace())
    if not head[0].isupper() or not (stops or (head[0] == "Q" and head[1].isspace())):
        return None
    return ("letter", 0, 1, 1 if head[1].isspace() else 2)


def _before_colon(head: str) -> Cut | None:
    """The words before the first colon that stands outside brackets, without the brackets behind them."""
    lead = None if head[:2].isalpha() else _LEAD.match(head)
    begin = lead.end() if lead else 0
    at = _colon(head, begin)
    if at <= begin:
        return None
    end = _before_notes(head, begin, at)
    noted = end == at or _NOTES.fullmatch(head, end, at) or _ASKED.fullmatch(head, end, at)
    return ("colon", begin, end, at + 1) if noted and not head.startswith("//", at + 1) else None


def _before_notes(head: str, begin: int, end: int) -> int:
    """Where the brackets behind a label begin; `end` if there are none."""
    if head.find("(", begin, end) < 0 and head.find("[", begin, end) < 0:
        return end
    title = TITLE_APART.match(head, begin)  # `Hon. (Ms.) Jane Doe`
    named = title.end() if title else begin
    opened = (head.find("(", named, end), head.find("[", named, end))
    return min((at for at in opened if at > begin), default=end) if max(opened) > begin else end


def _is_after_name(head: str, colon: Cut) -> bool:
    """Whether a colon stands in the words behind a label that ends with its initials: `Сомов П. И. Повторю: …`."""
    named = _NAMED.match(head, colon[1]) if ". " in head[colon[1] : colon[2]] else None
    if not named or named["office"]:
        return False
    return named.end() < colon[2] and head[named.end()] not in "(["


def _colon(head: str, begin: int) -> int:
    """The first colon that no bracket holds; -1 if there is none."""
    at = head.find(":", begin)
    while at >= 0:
        opened = max(head.rfind("(", begin, at), head.rfind("[", begin, at))
        if opened < 0 or max(head.find(")", opened, at), head.find("]", opened, at)) >= 0:
            return at
        at = head.find(":", at + 1)
    return -1


def _before_stop(head: str) -> list[Cut]:
    """`Mr. SMITH. …`, `The SPEAKER. …`, `Сомов П. И. …`: capitalised words before a full stop, or the next one.

    An office may stand between a full name and the stop: `Сомов П. И., председатель Комитета по труду. …`.
    """
    found: list[Cut] = []
    named = _NAMED.match(head)
    if named and named.end() == len(head) and "." not in named["name"]:
        named = None  # a sentence that begins with a name: on a line of its own, only initials make it a label
    if named and head[0].isupper() and _is_capitalised(named["name"]):
        form: Form = "stop dash" if _SPACED_DASH.match(head, named.end() - 1) else "stop"
        found = [(form, 0, named.end("name"), named.end())]
        if head[1] != ".":
            return found
    head = head[:_SHORT_HEAD]
    if "(" in head:
        head = _BRACKET.sub(lambda inner: inner[0].replace(".", "_"), head)
    first = head.find(". ")
    stops = (first, head.find(". ", first + 1)) if 0 < first < 5 else (first,)
    for at in stops:
        if at > 0 and _is_capitalised(head[:at]) and not _GOES_ON.search(head, 0, at):
            bracket = head.find(" (", 0, at)
            form = "stop dash" if _SPACED_DASH.match(head, at + 1) else "stop"
            found.append((form, 0, bracket if bracket > 0 else at, at + 1))
    return found


def _before_dash(head: str) -> Cut | None:
    """`BAŞKAN – …`, `Name Surname (Place) – …`: capitalised words before a dash between spaces."""
    match = _DASH.search(head) if _has_dash(head) else None
    if match and not match[1] and not head[: match.start()].partition(" (")[0].isupper():
        match = _SPACED_DASH.search(head)
    if not match or not _is_capitalised(head[: match.start()].partition(" (")[0]):
        return None
    bracket = head.find("(", 0, match.start())
    return ("dash", 0, bracket if bracket > 0 else match.start(), match.end())


def _alone(paragraph: Paragraph) -> Cut | None:
    """A line that is only a name: `alone` where bold, a heading or brackets behind it set it apart, else a `line`."""
    words = paragraph.words
    if len(words) > (_LONG_LINE if words[-1] == ")" else _SHORT_HEAD) or words[-1] in ".!?:;,…":
        return None
    bracket = words.find(" (")
    end = bracket if bracket > 0 else len(words)
    apart = paragraph.kind == "heading" or bracket > 0 or is_bold(paragraph, 0, len(words))
    if not _is_capitalised(words[:end], 2 * _MOST_CAPITALS if apart else _MOST_PLAIN):
        return None
    if bracket > 0 and not _NOTES.fullmatch(words, bracket):
        return None
    return ("alone" if apart else "line", 0, end, len(words))


def _is_capitalised(label: str, most: int = _MOST_CAPITALS) -> bool:
    """Whether all words but one begin with a capital, as a name with its title does."""
    some = label.split()
    small = sum(not word[0].isupper() for word in some)
    return 0 < len(some) <= most and some[0][0].isupper() and small * 2 <= len(some)


def is_bold(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether these letters are bold and the paragraph as a whole is not, or is nothing but the label."""
    if not paragraph.bold:
        return end <= start
    bold = sum(min(end, stop) - max(start, begin) for begin, stop in paragraph.bold if begin < end and stop > start)
    return bold >= 0.8 * (end - start)
