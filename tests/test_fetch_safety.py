"""Where we may connect to, and what mirrors change: pure, so that no packet leaves the machine."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.mirrors import Mirrors
from scrapers.safety import file_stem, host_of, is_public, on_site
from scrapers.site import Listing
from tests.fetching import SITE

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:0:0:0:0:80ff:fffe",
    "localhost",
    "127.1",
    "0x7f000001",
    "017700000001",
    "2130706433",
]

PUBLIC = ["93.184.216.34", "1.1.1.1", "172.32.0.1", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_whatever_wraps_it(address: ipaddress.IPv4Address):
    number = int(address)
    for wrapped in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert is_public(str(ipaddress.IPv6Address(wrapped))) == is_public(str(address))


@given(st.text(max_size=30))
def test_what_is_no_address_is_not_public(text: str):
    try:
        ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        assert not is_public(text)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://news.example/a/1", True),
        ("http://NEWS.example:80/a/1", True),
        ("https://www.news.example/a/1", True),
        ("https://news.example./a/1", True),
        ("https://feeds.example/news", True),
        ("https://evilnews.example/a/1", False),
        ("https://news.example.evil.example/a/1", False),
        ("https://evil.example/news.example/a/1", False),
        ("https://news.example@evil.example/", False),
        ("ftp://news.example/a/1", False),
        ("javascript:alert(1)", False),
        ("//news.example/a/1", False),
        ("http://[oops/", False),
        ("", False),
    ],
)
def test_what_belongs_to_a_site(url: str, own: bool):
    site = replace(
        SITE, feeds=("https://feeds.example/news",), listings=(Listing("https://news.example/all?page={page}"),)
    )
    assert on_site(url, site) is own


@pytest.mark.parametrize("host", ["a" * 64, ".".join(["a" * 60] * 5), "a..b", "[oops", "", "я" * 70])
def test_a_host_that_no_name_server_could_know_is_none(host: str):
    assert host_of(f"https://{host}/a/1") == ("a..b" if host == "a..b" else "")


@given(st.text(), st.text())
def test_a_name_becomes_one_part_of_a_path_that_fits(one: str, other: str):
    stems = file_stem(one), file_stem(one + "x" * 300 + other)
    for stem in stems:
        assert 1 <= len(stem) <= 100
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", stem)
    assert file_stem("x" * 300) != file_stem("x" * 301)


def test_hosts_in_other_scripts_are_one_host():
    site = replace(SITE, hosts=("новости.example",), home="https://новости.example/")
    assert on_site(f"https://{'новости'.encode('idna').decode()}.example/a/1", site)


def test_mirrors_keep_path_and_query_and_translate_back():
    mirrors = Mirrors({"News.Example": "http://127.0.0.1:8090/copy/", "b.example": "http://127.0.0.1:8091"})
    assert mirrors.address("https://news.example/a/1?x=%20y&x=2") == "http://127.0.0.1:8090/copy/a/1?x=%20y&x=2"
    assert mirrors.address("https://news.example") == "http://127.0.0.1:8090/copy/"
    assert mirrors.address("https://c.example/a") == "https://c.example/a"
    page = "https://news.example/a"
    assert mirrors.original("http://127.0.0.1:8090/copy/a/2?x=1", page) == "https://news.example/a/2?x=1"
    assert mirrors.original("http://127.0.0.1:8091/z", page) == "https://b.example/z"
    for foreign in ("http://127.0.0.1:8090/other", "http://127.0.0.1:80901/copy/", "http://127.0.0.1:9/"):
        assert mirrors.original(foreign, page) == foreign
    assert mirrors.names("news.example")
    assert not mirrors.names("c.example")
