"""Characters of a page as a reader sees them: nothing invisible, one kind of space. Pure."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]"  # joiners are spelling in Persian and Hindi, dirt elsewhere
)
_SPACES = re.compile(r"\s+")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""`&#150;` and its like: browsers read C1 controls as windows-1252 (HTML Standard, numeric character references)."""


def cleaned(text: str) -> str:
    """Text without what cannot be seen, every run of white space (no-break spaces too) as one space. Not stripped.

    >>> cleaned("Vladimir\\u00a0\\n Pu\\u00adtin\\u200b: ")
    'Vladimir Putin: '
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text.translate(_C1))
    return _SPACES.sub(" ", text)
