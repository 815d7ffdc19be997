"""What counts as words: the tokens of a text, and hashes over them that spacing, quotes, dashes, markup leave alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

_TOKEN = re.compile(r"[^\W_]+")
_ASCII = {number: chr(number).lower() if chr(number).isalnum() else " " for number in range(128)}
"""The same for plain letters: small ones, and blanks for all else; several times as fast."""
_DROPPED = re.compile("[\u0307\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f]")
"""The dot that casefolding parts from İ, soft hyphens, zero-width and direction marks: never words."""
_APOSTROPHES = re.compile("[\u02b9\u02bb\u02bc\u02bd\u02c8]")
"""Modifier letters typed as apostrophes: letters to Unicode, quote style to a reader."""


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, casefolded, without anything between them.

    >>> tokens("İlham Əliyev\\u2019in  \\u201c2,5\\u201d\\u00a0cavabı")
    ['ilham', 'əliyev', 'in', '2', '5', 'cavabı']
    """
    if text.isascii():
        return text.translate(_ASCII).split()
    plain = _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text)).casefold()
    return _TOKEN.findall(_DROPPED.sub("", plain))


def digest(*parts: str) -> str:
    """32 hexadecimal digits that name these parts, the same on every machine."""
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def trace(kind: str, *parts: str) -> int:
    """64 bits, unsigned, that name these parts among those of their kind."""
    return int.from_bytes(blake2b("\x1f".join((kind, *parts)).encode(), digest_size=8).digest(), "big")


def plain(text: str) -> str:
    """The tokens of a text in a row: two texts with one `plain` have the same words."""
    return " ".join(tokens(text))


def body_hash(words: str | Iterable[str]) -> str:
    """Names a text, or paragraphs, by their words alone: where a paragraph ends is markup and does not count."""
    return digest(plain(words if isinstance(words, str) else "\n".join(words)))


def content_hash(headline: str, words: str | Iterable[str]) -> str:
    """Names a version: headline (without update mark) and words. Case does not count, a space between words does."""
    return digest(plain(headline), body_hash(words))
