"""When a single <br> ends a paragraph: only where the next line has a voice or a life of its own. Pure."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"(?:[*＊xXхХ#•·_~=–—-](?:\s*[*＊xXхХ#•·_~=–—-])+|[*＊#•])\W*(?:\d{1,2}[:.]\d{2})?\W*")
"""`* * *`, `x x x` (Latin or Cyrillic), `***`, alone or with a clock: `*** 14:49`."""
_CLOCK = re.compile(r"\W*(?:\d{1,2}[./]\d{1,2}[./]\d{4}\W+|\d{4}-\d{2}-\d{2}\W+)?\d{1,2}[:.]\d{2}\W*")
"""`14:49`, `[14:49]`, `20.01.2024. 22:14`, `2025-01-29 23:31`: where an older text begins."""
_HALF_DAY_CLOCK = re.compile(r"\W*\d{1,2}[:.]\d{2}\s*[ap]\.?\s?m\b\.?(?:\s+[A-Z]{2,4})?\W*", re.IGNORECASE)
"""`5:05 P.M. EDT`: how American transcripts open."""
_DASH_TURN = re.compile(r"[-–—―]\s*[\"“«„(\[]?[^\W\d_]")
_LABEL = re.compile(r"[^\W\d_][^:.!?…]{0,160}:(?!//)(?=\D|$)")
"""`Ilham Aliyev: `, `QUESTION: `, `В. Путин:` are found by what stands before the colon; see _opens_with_label."""
_Q = re.compile(r"Q\s+\S")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”»’)\]]*$")
_LABEL_WORDS = 25
"""The longest label seen on real pages names an office of 25 words."""


def ends_paragraph(before: str, after: str, soft: bool, heading: bool = False) -> bool:
    """Whether the line break between two lines ends a paragraph.

    `soft` says that the block parts its paragraphs in another way (it is a <p>, or uses two breaks), `heading` that
    one line is all bold and the other is not. Separators, clock lines, labels, dash turns and headings stand alone
    anywhere; otherwise a soft break is a space, and a hard one is too where the sentence plainly goes on.

    >>> ends_paragraph("The talks were held", "in the capital.", soft=True)
    False
    >>> ends_paragraph("Do you agree?", "– Of course.", soft=True)
    True
    """
    if not before or not after or heading or any(_stands_alone(line) for line in (before, after)):
        return True
    if _goes_on(before, after):
        return False
    if _DASH_TURN.match(after) or _opens_in_capitals(after) or _Q.match(after) or _is_label(before):
        return True
    if _opens_with_label(after) and _SENTENCE_END.search(before):
        return True
    return not soft


def _stands_alone(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_SEPARATOR, _CLOCK, _HALF_DAY_CLOCK))


def _goes_on(before: str, after: str) -> bool:
    """Whether the second line continues the first one's sentence: it starts small, and nothing was closed."""
    first = re.sub(r"^[-–—―\"“«„(\[\s]+", "", after)[:1]
    return first.islower() and not _SENTENCE_END.search(before)


def _is_label(line: str) -> bool:
    return line.endswith(":") and len(line.split()) <= _LABEL_WORDS


def _opens_in_capitals(line: str) -> bool:
    """`MR. LOOM: Hello`: nobody mistakes it for the middle of a sentence."""
    label, colon, _ = line.partition(":")
    return bool(colon) and label.isupper() and len(label.split()) <= _LABEL_WORDS


def _opens_with_label(line: str) -> bool:
    found = _LABEL.match(line)
    return found is not None and line[0].isupper() and len(found[0].split()) <= _LABEL_WORDS
