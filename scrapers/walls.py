"""Bot walls, consent pages and log-ins: what stands where an article should be. Pure; never evaded, only named."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SCANNED = 256 * 1024

Headers = Iterable[tuple[str, str]]


def wall(status: int, headers: Headers, body: bytes) -> str | None:
    """What kind of wall an answer is (`a Cloudflare challenge`, `a consent page`, …), None if it is none.

    `body` is without its Content-Encoding. Headers and the scaffolding of the page decide (its title, its forms, the
    scripts it loads), never words in running text: an article about captchas is an article.
    """
    named = {name.lower(): value.lower() for name, value in headers}
    if status in _LOG_IN:
        return _LOG_IN[status]
    if by_header := _by_header(status, named):
        return by_header
    page = body[:_SCANNED].lower()
    if b"<" not in page[:4096]:
        return None
    return _by_scaffold(status, page)


_LOG_IN = {401: "a log-in (HTTP 401)", 402: "a paywall (HTTP 402)", 407: "a proxy's log-in (HTTP 407)"}


def _by_header(status: int, headers: dict[str, str]) -> str | None:
    if headers.get("cf-mitigated") == "challenge":
        return "a Cloudflare challenge"
    if status >= 400 and "ddos-guard" in headers.get("server", ""):
        return "a DDoS-Guard challenge"
    if status in (202, 405) and headers.get("x-amzn-waf-action") in ("challenge", "captcha"):
        return "an AWS WAF challenge"
    if status >= 400 and "x-datadome" in headers:
        return "a DataDome challenge"
    return None


def _by_scaffold(status: int, page: bytes) -> str | None:
    """Signs in the mark-up. Those a normal page may carry count only where there is little text to read."""
    title = _title(page)
    for name, titles, marks in _WALLS:
        if any(re.search(sign, title) for sign in titles) and (status >= 400 or _is_thin(page)):
            return name
        if any(mark in page for mark in marks) and _is_thin(page):
            return name
    return None


def _title(page: bytes) -> bytes:
    found = re.search(rb"<title[^>]*>(.*?)</title", page, re.DOTALL)
    return b" ".join(found[1].split()) if found else b""


def _is_thin(page: bytes) -> bool:
    """Whether a page has too little running text to be an article: under 900 bytes once mark-up is taken away."""
    bare = re.sub(
        rb"<(script|style|noscript|svg|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", b" ", page, flags=re.DOTALL
    )
    return len(b" ".join(bare.split())) < _THIN


_THIN = 900

_WALLS: tuple[tuple[str, tuple[bytes, ...], tuple[bytes, ...]], ...] = (
    (
        "a Cloudflare challenge",
        (rb"^just a moment", rb"^attention required! \| cloudflare", rb"^please wait\.\.\. \| cloudflare"),
        (
            b"/cdn-cgi/challenge-platform/",
            b"cf-browser-verification",
            b"_cf_chl_opt",
            b"cf-chl-widget",
            b"cf-turnstile",
        ),
    ),
    ("a DDoS-Guard challenge", (rb"^ddos-guard$",), (b"/.well-known/ddos-guard/", b"check.ddos-guard.net")),
    (
        "a captcha",
        (
            rb"^(are you a (robot|human)|robot check|captcha|human verification|security check)\b",
            rb"^(verify|verifying|checking) (that )?you(r browser| are)",
            rb"^pardon our interruption",
        ),
        (
            b"google.com/recaptcha/",
            b"hcaptcha.com/",
            b"g-recaptcha",
            b"h-captcha",
            b"smartcaptcha",
            b"geetest",
            b"captcha-delivery.com",
            b"px-captcha",
            b"_incapsula_resource",
            b'<form id="captcha',
            b"awswafcaptcha",
        ),
    ),
    (
        "a consent page",
        (
            rb"^before you continue",
            rb"^(cookie|privacy|your) (consent|settings|choices|privacy choices)",
            "^(согласие|cookie-согласие|razılıq)".encode(),
        ),
        (
            b"consent.google.",
            b"consent.yahoo.",
            b"guce.",
            b"/collectconsent",
            b"sourcepoint",
            b"privacy-mgmt.com",
            b"consent-form",
            b'id="consent',
            b'class="consent',
        ),
    ),
    (
        "a log-in",
        (
            rb"^(log ?in|sign ?in|subscribe|subscription required|access denied|member login)\b",
            "^(вход|войти|авторизация|giriş|daxil ol|kirish|кіру)\\b".encode(),
        ),
        (
            b'type="password"',
            b"type='password'",
            b"type=password",
            b'id="paywall',
            b'class="paywall',
            b"piano-paywall",
            b"tp-modal",
        ),
    ),
    (
        "a bot wall",
        (
            rb"^access (to this page has been )?denied",
            rb"^(403|forbidden|blocked)$",
            rb"^request (blocked|rejected)",
            rb"^you have been blocked",
            rb"^sorry, you have been blocked",
            rb"^checking your browser",
        ),
        (b"distil_r_captcha", b"sucuri_cloudproxy", b"perimeterx", b"/_sec/cp_challenge/", b"akam/13", b"kasada"),
    ),
)
