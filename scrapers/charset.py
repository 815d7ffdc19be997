"""Which encoding a page is written in: BOM, then the bytes themselves, the header, <meta>, and a guess last. Pure."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
"""What browsers read under a label: https://encoding.spec.whatwg.org/#names-and-labels."""
_LABELS = {"win-1251": "cp1251", "win1251": "cp1251", "x-cp1251": "cp1251", "x-sjis": "cp932", "unicode": "utf-8"}
_OF_THE_WEB = ["cp1252", "cp1251", "koi8_r", "cp1254", "cp1250", "cp1253", "cp1256", "cp932", "gb18030", "cp949"]
"""What pages that say nothing are written in; DOS and Macintosh encodings only look likely."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED_WITHIN = 4096
_SAMPLE = 20_000


def charset(body: bytes, content_type: str | None = None) -> str:
    """The Python name of the encoding `body` is written in; `content_type` is the HTTP header.

    A body that reads as UTF-8 is UTF-8 whatever it claims: no other encoding's bytes do so by chance. Where the
    claims that are left contradict each other, the one under which the text looks like words wins.

    >>> charset("<meta charset=windows-1251>Привет".encode("cp1251"), "text/html")
    'cp1251'
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return name
    claims = _claims(body, content_type)
    if any(claim.startswith("utf-16") for claim in claims) and b"\x00" in body[:200]:
        return next(claim for claim in claims if claim.startswith("utf-16"))
    if body.isascii() and b"\x1b" not in body:
        return "utf-8"
    if _is_utf8(body):
        return "utf-8"
    fitting = [claim for claim in claims if not claim.startswith("utf") and _fits(body, claim)]
    return fitting[0] if len(fitting) == 1 else _likeliest(body, fitting)


def text(body: bytes, content_type: str | None = None) -> str:
    """The body as text. Bytes that mean nothing become U+FFFD; characters that no XML tree can hold are dropped."""
    return _NO_TEXT.sub("", body.decode(charset(body, content_type), errors="replace"))


def _claims(body: bytes, content_type: str | None) -> list[str]:
    """What header and mark-up say, as Python names, header first; labels nobody knows are left out."""
    header = _HEADER.search(content_type or "")
    meta = _META.search(_COMMENT.sub(b"", body[:_DECLARED_WITHIN]))
    labels = [header[1] if header else "", meta[1].decode("ascii", "ignore") if meta else ""]
    return list(dict.fromkeys(name for label in labels if (name := _known(label))))


def _known(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except LookupError:
        return None
    return _MEANT.get(name, name)


def _is_utf8(body: bytes) -> bool:
    """Whether it reads as UTF-8, but for a stray or cut character in a hundred."""
    read = body.decode("utf-8", errors="replace")
    broken = read.count("\ufffd")
    return broken * 20 <= sum(1 for char in read if char > "\x7f") - broken if broken else True


def _fits(body: bytes, name: str) -> bool:
    """Whether an encoding can read the body with hardly a byte left over."""
    return body.decode(name, errors="replace").count("\ufffd") * 100 <= len(body)


def _likeliest(body: bytes, among: list[str]) -> str:
    """The best reading of the body's words, among the claims if there are any; cp1252, as browsers do, at a loss."""
    words = re.sub(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>|[\x00-\x20]+", b" ", body, flags=re.DOTALL | re.IGNORECASE)
    best = from_bytes(words[:_SAMPLE], cp_isolation=among or _OF_THE_WEB).best()
    if best is None:
        return among[0] if among else "cp1252"
    return _MEANT.get(codecs.lookup(best.encoding).name, best.encoding)
