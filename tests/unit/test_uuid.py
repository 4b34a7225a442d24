"""What people paste, and the one thing that may get into a path."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.errors import UsageFault
from vpe_tui.text.uuid import names_session, session_uuid

UUID = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
TOKEN_LIKE_A_UUID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
FORM = "[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}"
CONSOLE = "https://ma.vpe.naverncp.com/t0k3n/console/audience/latest_sessions"

uuids = st.from_regex(FORM, fullmatch=True)


@pytest.mark.parametrize(
    "text",
    [
        UUID,
        f"  {UUID}\n",
        f"\t{UUID}\r\n",
        f"{CONSOLE}/{UUID}/detail",
        f"  {CONSOLE}/{UUID}/detail\n",
        f"{CONSOLE}/{UUID}",
        f"{CONSOLE}/{UUID}/",
        f"{CONSOLE}/{UUID}/detail?tab=log&from=1#row-3",
        f"{CONSOLE}/{UUID}?next=/{TOKEN_LIKE_A_UUID}",
        f"{CONSOLE}/{UUID}#/{TOKEN_LIKE_A_UUID}/",
        f"HTTPS://MA.VPE.NAVERNCP.COM/t/{UUID}/detail",
        f"https://console.example.test:8443/{TOKEN_LIKE_A_UUID}/console/audience/latest_sessions/{UUID}/detail",
        f"https://ma-dashboard-api.vpe.naverncp.com/v1/sessionRecent/{UUID}",
        f"http://127.0.0.1:8080/{UUID}",
        f"https://host.example/watch?uuid={UUID}",
        f"https://host.example/watch?uuid={UUID}&tab=log#top",
        f"https://host.example?uuid={UUID}",
        f"https://host.example/?id=/{UUID}",
        f"https://host.example/#/s/{UUID}/detail",
        f"https://host.example/login?next=https%3A%2F%2Fma.example%2F{UUID}%2Fdetail",
        UUID.upper(),
        f"{CONSOLE}/{UUID.upper()}/detail",
    ],
)
def test_takes_what_people_paste(text):
    assert session_uuid(text) == UUID


@pytest.mark.parametrize("bare", [UUID, f"{CONSOLE}/{UUID}/detail", f"{CONSOLE}/{UUID}?tab=log#row-3"])
@pytest.mark.parametrize(
    "wrapped",
    [
        *("\n{}", "\n\n  {}\r\n", "<{}>", '"{}"', "'{}'", "`{}`", "```{}```", "“{}”", "‘{}’", "«{}»", "「{}」", "*{}*"),
        *("\u200b{}", "{}\u200b", "\ufeff{}", "\u00a0{}\u00a0", "\u2060{}\u200d", "<\u200b{}\u200b>", "\n `{}`\n"),
        *("\ufffd{}\ufffd", "␉{}", "␊{}␊"),
    ],
)
def test_takes_it_out_of_what_is_wrapped_around_it(bare, wrapped):
    assert session_uuid(wrapped.format(bare)) == UUID
    assert names_session(wrapped.format(bare))


@pytest.mark.parametrize(
    "link",
    [
        *("<{}|this session>", "<{}|ma.vpe.naverncp.com>", "\n<{}|" + TOKEN_LIKE_A_UUID + ">"),
        *(
            "[x]({})",
            "[]({})",
            '[a session]({} "its title")',
            "[x](<{}>)",
            "![x]({})",
            "\u200b[x]( {} )\n",
            "`[x]({})`",
        ),
        *("[" + TOKEN_LIKE_A_UUID + "]({})", "*<{}|x>*"),
    ],
)
def test_of_a_link_the_address_counts(link):
    for address in (f"{CONSOLE}/{UUID}", f"{CONSOLE}/{UUID}/detail", f"https://host.example/?uuid={UUID}"):
        assert session_uuid(link.format(address)) == UUID


def test_letters_beyond_hex_are_a_uuid_too():
    assert session_uuid("zzzzzzzz-yyyy-xxxx-WWWW-vvvvvvvvvvvv") == "zzzzzzzz-yyyy-xxxx-WWWW-vvvvvvvvvvvv"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hello",
        UUID[:-1],
        UUID + "7",
        UUID.replace("-", ""),
        f"{{{UUID}}}",
        f"{UUID}/../../admin",
        f"../{UUID}",
        f"{UUID}?x=1",
        f"{UUID} {UUID}",
        f"{UUID[:-1]}é",
        f"{UUID[:-1]}\u0663",
        f"{UUID}\x00",
        f"https://{UUID}",
        f"https://host/a b/{UUID}",
        f"https://host/x{UUID}",
        f"https://host/{UUID}x/detail",
        f"https://host/?id=x{UUID}",
        f"https://host/?id={UUID}-7",
        f"ftp://host/{UUID}",
        f"<ftp://host/{UUID}>",
        f"[{UUID}](https://host/)",
        f"<https://host/|{UUID}>",
        f"`{UUID}` `{UUID}`",
        f"{UUID[:9]}\u200b{UUID[9:]}",
        f"./sessions/{UUID}",
    ],
)
def test_refuses_the_rest_and_says_what_a_uuid_looks_like(text):
    assert not names_session(text)
    with pytest.raises(UsageFault) as caught:
        session_uuid(text)
    assert session_uuid(re.search(FORM, caught.value.hint)[0])
    assert caught.value.exit_code == 2


def test_a_fault_shows_what_was_pasted_without_its_controls():
    with pytest.raises(UsageFault) as caught:
        session_uuid("\x1b[2Jboo" + "x" * 5000)
    assert "␛[2Jboo" in caught.value.cause
    assert len(caught.value.cause) < 100


@given(uuids)
def test_every_uuid_is_itself_bare_and_in_a_url(uuid):
    read = uuid.lower() if re.fullmatch("[0-9A-F-]+", uuid) else uuid
    assert session_uuid(uuid) == read
    assert session_uuid(f"{CONSOLE}/{uuid}/detail") == read


@given(st.text() | st.from_regex(rf"(https?://)?.*{FORM}.*"))
def test_whatever_comes_out_has_the_form_of_a_uuid(text):
    try:
        uuid = session_uuid(text)
    except UsageFault:
        return
    assert re.fullmatch(FORM, uuid, re.ASCII)
    assert uuid in text or uuid.upper() in text
