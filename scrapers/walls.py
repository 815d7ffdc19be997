"""Bot walls, consent pages and log-ins: what stands where an article should be. Pure; never evaded, only named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scrapers.feeds import is_xml

_SCANNED = 512 * 1024
_THIN = 900
"""Bytes of running text below which a page has not enough to be an article."""


def wall(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
    """What kind of wall an answer is (`a Cloudflare challenge`, `a consent page`, …), None if it is none.

    `body` is without its Content-Encoding. What the page is built of decides (headers, its title, the scripts and forms
    it loads), never the words of its text; and what an article page may also carry (a captcha under its comments, a
    log-in in its header, a cookie banner) counts only where there is no article and hardly any text.
    """
    if status in _LOG_IN:
        return _LOG_IN[status]
    named = {name.lower(): value.lower() for name, value in headers}
    for kind, is_there in _BY_HEADER.items():
        if is_there(status, named):
            return kind
    page = body[:_SCANNED].lower()
    if b"<" not in page[:4096] or is_xml(page):
        return None
    title = _title(page)
    is_error = status in (403, 405, 429, 503)
    is_bare = _is_thin(page) and (is_error or not any(mark in page for mark in _ARTICLE))
    for sign in _SIGNS:
        if (is_error or is_bare) and re.search(sign.title, title):
            return sign.kind
        if is_bare and re.search(sign.marks, page):
            return sign.kind
    return None


_LOG_IN = {401: "a log-in (HTTP 401)", 402: "a paywall (HTTP 402)", 407: "a proxy's log-in (HTTP 407)"}

_BY_HEADER: dict[str, Callable[[int, dict[str, str]], bool]] = {
    "a Cloudflare challenge": lambda status, has: has.get("cf-mitigated") == "challenge",
    "a DDoS-Guard challenge": lambda status, has: status in (403, 503) and "ddos-guard" in has.get("server", ""),
    "an AWS challenge": lambda status, has: has.get("x-amzn-waf-action") in ("challenge", "captcha"),
    "a DataDome challenge": lambda status, has: status >= 400 and "x-datadome" in has,
}


@dataclass(frozen=True, slots=True)
class _Sign:
    """How one kind of wall shows: a pattern its title matches, a pattern of what it loads."""

    kind: str
    title: bytes
    marks: bytes


def _words(*words: str) -> bytes:
    return ("^(?:" + "|".join(words) + ")").encode()


_SIGNS = (
    _Sign(
        "a Cloudflare challenge",
        _words(r"just a moment\b", r"attention required! \| cloudflare", r"please wait\.* \| cloudflare"),
        rb"/cdn-cgi/challenge-platform/\S*/orchestrate|cf-browser-verification|_cf_chl_opt|cf-turnstile|cf-error-details",
    ),
    _Sign("a DDoS-Guard challenge", _words("ddos-guard"), rb"/\.well-known/ddos-guard/|check\.ddos-guard\.net"),
    _Sign(
        "a captcha",
        _words(
            "(?:are you|verify (?:that )?you are) (?:a )?(?:human|robot|not a robot)",
            "(?:robot|security|human) (?:check|verification)",
            "captcha",
            "pardon our interruption",
            "(?:вы|ты) не робот",
            "ой!$",
        ),
        rb"recaptcha/(?:api|enterprise)|hcaptcha\.com/|class=\S*(?:g-recaptcha|h-captcha|smart-captcha)|geetest|"
        rb"captcha-delivery\.com|px-captcha|_incapsula_resource|/showcaptcha|awswafcaptcha|id=\S?captcha",
    ),
    _Sign(
        "a consent page",
        _words(
            "before you continue",
            "(?:cookie|privacy|your) (?:consent|settings|preferences|privacy choices)",
            "согласие на",
            "(?:çərəz|kuki) razılığ",
            "datenschutz(?:einstellungen|-einstellungen)",
        ),
        rb"//consent\.|//guce\.|collectconsent|privacy-mgmt\.com|<form[^>]*(?:action|id|class)=\S*consent"
        rb"|http-equiv=\W?refresh\b[^>]*url\s*=[^>]*(?:consent|gdpr)",
    ),
    _Sign(
        "a paywall",
        _words("subscribe to (?:read|continue)", "subscription required", "подписка на"),
        rb"isaccessibleforfree\W{1,4}(?:false|no)\b|class=\S*paywall|id=\S*paywall|piano\.io/|tp-modal",
    ),
    _Sign(
        "a log-in",
        _words(
            r"(?:member |user )?(?:log|sign) ?in(?: to .*)?(?:\W+[|–—-] .*)?$",
            r"(?:вход|войти|авторизация|giriş|daxil ol|кіру)(?: (?:на сайт|в систему))?(?:\W*[|–—-] .*)?$",
        ),
        rb"<input[^>]*type=\W?password|http-equiv=\W?refresh\b[^>]*url\s*=[^>]*/(?:log|sign)[-_]?in\b",
    ),
    _Sign(
        "a bot wall",
        _words(
            r"access (?:to this page has been )?denied",
            r"(?:error )?403(?: forbidden)?$",
            r"forbidden$",
            r"(?:request|access) (?:blocked|rejected)",
            r"(?:sorry, )?you have been blocked",
            r"checking your browser",
            r"доступ (?:запрещ|ограничен|заблокирован)",
        ),
        rb"sucuri_cloudproxy|perimeterx|/_sec/cp_challenge/|kasada|document\.cookie\s*=[^<]*location\.(?:reload|href|replace)",
    ),
)  # fmt: skip

_ARTICLE = (b"articlebody", b"newsarticle", b"article:published_time", b'content="article"', b"<article")
"""What a page about one story says of itself; a page that does is a wall only by its title or its status."""


def _title(page: bytes) -> bytes:
    found = re.search(rb"<title[^>]*>(.*?)</title", page, re.DOTALL)
    return b" ".join(found[1].split()) if found else b""


def _is_thin(page: bytes) -> bool:
    """Whether hardly any text is left once mark-up, scripts and styles are taken away."""
    bare = re.sub(
        rb"<(script|style|noscript|svg|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->|<[^>]*>", b" ", page, flags=re.DOTALL
    )
    return len(b" ".join(bare.split())) < _THIN
