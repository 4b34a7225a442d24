"""Addresses: what of them stays when there is no room for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.text.cells import width_of
from vpe_tui.text.urls import cut_url, host_of

URL = "https://cdn.example.com:8443/hls/abc123/endpoint/master.m3u8?t=1"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (URL, "cdn.example.com:8443"),
        ("https://user:word@cdn.example.com/x", "cdn.example.com"),
        ("http://cdn.example.com?x=/", "cdn.example.com"),
        ("cdn.example.com/x", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_host_is_what_stands_before_the_path(url: str | None, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, URL),
        (60, URL.removeprefix("https://")),
        (40, "cdn.example.com:8443/…nt/master.m3u8?t=1"),
        (24, "cdn.example.com:8443/hl…"),
        (10, "cdn.examp…"),
    ],
)
def test_the_host_is_the_last_thing_to_be_cut(width: int, shown: str) -> None:
    assert cut_url(URL, width) == shown


@given(st.text(max_size=40), st.integers(0, 60))
def test_an_address_is_never_wider_than_its_room(path: str, width: int) -> None:
    assert width_of(cut_url(f"https://cdn.example.com/{path}", width)) <= width
