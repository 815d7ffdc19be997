"""What a label says of a person beside the name: the office or the holder in its brackets or behind its comma."""

from __future__ import annotations

import re

from scrapers.languages import Language
from scrapers.names import Named, named
from scrapers.pieces import letters, pieces

_A_LIST = re.compile(r"[^,;—–]+(?:, [^,;—–]+?)+,? (?:and|und|et|və|ve|и) [^,;—–]+")
_INNER = re.compile(r"[()]")  # `(Hon. Jane Doe (Leeds East)): …`
_PARTED = re.compile(r"[,;]\s|\s*[—–]\s*")


def beside(printed: str, language: Language) -> Named:
    """The name or the office in the brackets of a label or behind its comma, without the party or place beside it."""
    if not printed:
        return Named(None, None)
    inside = _INNER.split(printed, 2)[1] if "(" in printed else ""
    parts = _PARTED.split(inside or printed.partition(", ")[2])
    listed = _A_LIST.match(inside)  # `Minister of Fisheries, Oceans and the Coast Guard, Lib.`: one office
    parts = [listed[0], *parts] if listed else parts
    office = next((part for part in parts if "O" in letters(pieces(part, language))), None)
    if office:
        return named(office, language) if inside else Named(None, office)
    return Named(named(parts[0], language).name if parts[0] else None, None)
