"""Redaction: a canary in every field of the API, and none of it in what people paste."""

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.cli.forms import FORMS, Surroundings
from vpe_tui.demo.catalogue import catalogue, session_body
from vpe_tui.demo.kinds import Kind
from vpe_tui.service.lookup import LoadedSession
from vpe_tui.service.reported import reported
from vpe_tui.service.ways import WAYS
from vpe_tui.session.events import FIELDS
from vpe_tui.session.model import Source
from vpe_tui.session.parse import parse_session
from vpe_tui.session.records import Media, Player, PlayerError, StartTime, User
from vpe_tui.session.redact import redacted, redacted_body, redacted_text
from vpe_tui.settings.sources import Settings
from vpe_tui.text.times import KST

UUID = "5fa31f95-2c67-7e0f-5a4f-d01b8ad6dcec"
FETCHED_MS = 1_759_895_600_000

SECRETS = ("203.0.113.77", "2001:db8:77:88::99", "CANARY", "hunter2", "wren")
"""None of these may be told."""
CARRIER = (
    "https://u:hunter2@video.example.com/a.m3u8?token=CANARY&x=1#CANARY from 203.0.113.77, [2001:db8:77:88::99]:443 "
    "and /a/b?CANARY, wren.x+1@mail.example.co.kr, <wren@example.com> Authorization: Bearer CANARY.a-b_c=, "
    "bearer%20CANARY"
)
PLAIN = "wren 5 street"
"""What nobody can tell from a harmless word: only that its field is not known."""


def session_row(action: str, at: int, **more: object) -> dict[str, object]:
    row = {field.name: CARRIER for field in FIELDS}
    return row | {"logDateUnix": str(FETCHED_MS - 60_000 + at), "actionType": action, "actionDuration": 0.5} | more


def canary_body() -> bytes:
    """An answer with the carrier in every field that is known, in unknown ones, in their names, and deeper."""
    unknown = {
        "unknown": CARRIER,
        "viewerName": PLAIN,
        "seat": ["wren"],
        CARRIER: 1,
        "deep": [{"ip": "203.0.113.77", "address": "CANARY street"}, CARRIER],
    }
    user = {name: CARRIER for name in User.fields} | {
        "ip": "203.0.113.77",
        "address": "CANARY street 5",
        "nation": "Korea, Republic of",
        "visitedPage": "/watch%3FCANARY?who=CANARY me CANARY",
    }
    result = {
        "startTime": {name: CARRIER for name in StartTime.fields} | unknown,
        "user": user | unknown,
        "player": {name: CARRIER for name in Player.fields} | unknown,
        "media": [{name: CARRIER for name in Media.fields} | unknown],
        "error": [{name: CARRIER for name in PlayerError.fields} | unknown],
        "sessionLog": [
            session_row("player_start", 0),
            session_row("error", 900, **unknown),
            session_row(CARRIER, 1000, actionDuration=CARRIER, uuid={"ip": "203.0.113.77", "x": CARRIER}),
            session_row("seeking", 1100, quality=["wren"], viewerName=PLAIN),
            PLAIN,
        ],
        "somethingNew": unknown,
        "viewerName": PLAIN,
        CARRIER: CARRIER,
    }
    return json.dumps({"code": 200, "result": result, "viewerName": PLAIN}).encode()


def printed(form: str, body: bytes, *, redact: bool) -> str:
    found = LoadedSession(parse_session(body, UUID), Source("api", FETCHED_MS), body)
    printer = FORMS[form](Surroundings(FETCHED_MS, KST, "vpe-tui"), many=False)
    pieces = printer.session(reported(found, Settings(), redact=redact))
    return "".join(piece.decode() if isinstance(piece, bytes) else piece for piece in pieces)


@pytest.mark.parametrize("form", FORMS)
def test_no_canary_comes_through(form: str) -> None:
    whole, safe = printed(form, canary_body(), redact=False), printed(form, canary_body(), redact=True)
    assert any(secret in whole for secret in SECRETS), "the canary is not even in the whole form"
    assert [secret for secret in SECRETS if secret in safe] == []


@pytest.mark.parametrize("form", ["json", "raw", "ndjson", "markdown"])
def test_of_an_unknown_field_the_name_is_told_and_the_value_is_not(form: str) -> None:
    safe = printed(form, canary_body(), redact=True)
    assert "viewerName" in safe
    assert "(redacted)" in safe


@pytest.mark.parametrize("known", [1, True, None, "x"])
def test_an_older_answer_and_an_odd_one_are_hidden_alike(known: object) -> None:
    odd = {"user": [{"isp": "KT", "viewerName": "wren"}], "player": "wren", "error": None, "media": [["wren"]]}
    body = json.dumps({"code": 200, "result": [odd | {"more": known}]}).encode()
    (result,) = json.loads(redacted_body(body))["result"]
    assert result["user"] == [{"isp": "KT", "viewerName": "(redacted)"}]
    assert (result["player"], result["error"], result["media"]) == ("(redacted)", None, ["(redacted)"])
    assert result["more"] == (None if known is None else "(redacted)")
    for form in FORMS:
        assert "wren" not in printed(form, body, redact=True)


def test_what_people_paste_is_redacted_by_default() -> None:
    assert {way.id for way in WAYS.values() if not way.pasted} == {
        *("show.json", "show.ndjson", "show.flat", "show.csv", "show.raw", "list.json", "list.ndjson", "list.csv"),
        *("kept.json", "doctor.text", "doctor.json", "save.json", "save.csv", "save.answer", "save.sessions"),
        *("show.handover", "triage.json", "triage.flat", "compare.json", "watch.json"),
    }
    assert {f"show.{name}" for name in FORMS} == {id for id in WAYS if id.startswith("show.")}


@pytest.mark.parametrize(
    "text, safe",
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("No connection to 127.0.0.1:9, [::1]:9", "No connection to 127.0.0.1:9, [::1]:9"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("[2001:db8:1:2::7]:443", "[2001:db8:1::/48]:443"),
        ("2001:db8:1:2:3:4:5:6:443", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2002:cb00:714d::1", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("via 203.0.113.77:8080.", "via 203.0.113.0/24:8080."),
        ("Edge / 141.0.0.0", "Edge / 141.0.0.0"),
        ("Chrome / 140.0.7339.213", "Chrome / 140.0.7339.213"),
        ("***.***.***.***", "***.***.***.***"),
        ("12:43:00, ratio 1:2", "12:43:00, ratio 1:2"),
        ("std::vector", "std::vector"),
        ("Really? Yes", "Really? Yes"),
        ("https://u:p@h.example/a?b=c#d e", "https://h.example/a e"),
        ("app://appView/x?who=me", "app://appView/x"),
        ("index.m3u8?token", "index.m3u8"),
        ("mail wren.x+1@mail.example.co.kr, now", "mail (redacted), now"),
        ("Authorization: Bearer eyJ.a-b_c=", "Authorization: Bearer (redacted)"),
        ("bearer%20abc;", "bearer%20(redacted)"),
        ("@handle at 5 @ 3", "@handle at 5 @ 3"),
        ("by wren@exam… or wren%40… @handle… hi", "by (redacted) or (redacted) @handle… hi"),
        ("wren%40example.com and wren%2540example.com", "(redacted) and (redacted)"),
        ("/a/b%3Ftoken%3DCANARY 404", "/a/b 404"),
        ("https%3A%2F%2Fh.example%2Fa.m3u8%253Fx%253D1 E1", "https://h.example/a.m3u8 E1"),
        ("https%3A%2F%2Fwren%3Ahunter2%40h.example%2Fa", "https://h.example/a"),
        ("https://u:p@ss@h.example/a", "https://h.example/a"),
        ("//u:hunter2@h.example/a", "//h.example/a"),
        ("\\u0077ren\\u0040example.com", "(redacted)"),
        ("sent%0Ato%1B[2J%20wren%40example.com", "sent␊to␛[2J (redacted)"),
        ("사용자@예시.한국 님", "(redacted) 님"),
        ("wren+tag@xn--9n2bp8q.xn--3e0b707e, wren@[203.0.113.77]", "(redacted), (redacted)"),
        ("hls.js@1.5.20 at 12:43", "hls.js@1.5.20 at 12:43"),
        ("203%2E0%2E113%2E77", "203.0.113.0/24"),
        ("%5B2001%3Adb8%3A77%3A88%3A%3A99%5D%3A443", "[2001:db8:77::/48]:443"),
        ("ec2-203-0-113-77.compute.example.com", "ec2-203-0-113-0/24.compute.example.com"),
        ("0xCB.0x00.0x71.0x4D or 0313.0000.0161.0115", "(redacted) or (redacted)"),
        ("Basic d3JlbjpodW50ZXIy, then", "Basic (redacted) then"),
        ("Basic authentication failed (401)", "Basic authentication failed (401)"),
        ("Authorization: Basic CANARY", "Authorization: Basic (redacted)"),
        ("authorization: CANARY 403", "authorization: (redacted) 403"),
        ('Digest username="wren", response="CANARY" 401', "Digest (redacted) 401"),
        ("Token CANARY1; token expired", "Token (redacted) token expired"),
        ("Unexpected token: } in JSON", "Unexpected token: } in JSON"),
        ("Unexpected token: ILLEGAL, session: 3, pass: 2 of 5", "Unexpected token: ILLEGAL, session: 3, pass: 2 of 5"),
        ("Basic:d3JlbjpodW50ZXIy, basic: yes", "Basic:(redacted), basic: yes"),
        ('Bearer: CANARY, bearer="CANARY" or', "Bearer: (redacted) bearer=(redacted) or"),
        ("bearer token CANARY", "bearer token (redacted)"),
        ("token: CANARY12 and auth: 9CANARY9", "token: (redacted) and auth: (redacted)"),
        ("api key CANARY123 invalid, api key invalid", "api key (redacted) invalid, api key invalid"),
        ("sid=CANARY sessionId: CANARY pass=hunter2", "sid=(redacted) sessionId: (redacted) pass=(redacted)"),
        ("Policy=CANARY&amp;Signature=x&Key-Pair-Id=CANARY 403", "(redacted) 403"),
        ("Q&A: a=1 & b=2, AT&T=x", "Q&A: a=1 & b=2, AT&T=x"),
        ("state eyJuYW1lIjoid3JlbiJ9YWJj+/x= gone", "state (redacted) gone"),
        ("wren&#64;example.com wren&#x40;example.com wren&commat;example.com", "(redacted) (redacted) (redacted)"),
        ("wren\\x40example.com, wren﹫example.com", "(redacted), (redacted)"),
        ("R&amp;D &lt;b&gt; &#9733;", "R&amp;D &lt;b&gt; &#9733;"),
        ("Cookie: sid=CANARY; user=wren", "Cookie: (redacted)"),
        ("cookies: blocked", "cookies: blocked"),
        ("X-Api-Key: CANARY", "X-Api-Key: (redacted)"),
        ('{"access_token": "CANARY", "code": 5}', '{"access_token": "(redacted)", "code": 5}'),
        ("https://h.example/a;jsessionid=CANARY", "https://h.example/a;jsessionid=(redacted)"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3cmVuIn0.c2ln-_x!", "jwt (redacted)!"),
        ("/watch#access_token=CANARY, page#id_token=CANARY", "/watch page"),
        ("C# and issue#12, 100% of 5 %20 x", "C# and issue#12, 100% of 5 %20 x"),
        ("%ED%95%9C%EA%B5%AD.mp4 0x80004005", "%ED%95%9C%EA%B5%AD.mp4 0x80004005"),
        ("session 5fa31f95-2c67-7e0f-5a4f-d01b8ad6dcec", "session 5fa31f95-2c67-7e0f-5a4f-d01b8ad6dcec"),
        (
            "seg-10-08-12-30.ts v1.2.3 at 2025-10-08T03:52:00.822Z",
            "seg-10-08-12-30.ts v1.2.3 at 2025-10-08T03:52:00.822Z",
        ),
    ],
)
def test_text(text: str, safe: str) -> None:
    assert redacted_text(text) == safe
    assert redacted_text(safe) == safe


@pytest.mark.parametrize("ip", [3405803853, ["203.0.113.77"], "cb00714d"])
def test_an_address_in_a_form_we_do_not_know_is_told_to_nobody(ip: object) -> None:
    body = json.dumps({"code": 200, "result": {"user": {"ip": ip}}}).encode()
    (value,) = redacted(parse_session(body, UUID)).user.raw.values()
    assert value == "(redacted)"


@pytest.mark.parametrize("nation, place", [("Japan", "Japan"), (None, "(redacted)")])
def test_a_place_becomes_its_country(nation: str | None, place: str) -> None:
    body = json.dumps({"code": 200, "result": {"user": {"address": "Gangnam-gu, Seoul", "nation": nation}}}).encode()
    assert redacted(parse_session(body, UUID)).user.raw["address"] == place


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


DOCUMENTED_ONLY = [entry for entry in catalogue()[::2] if entry.kind is not Kind.ODD_TYPES]


@pytest.mark.parametrize("entry", DOCUMENTED_ONLY, ids=lambda entry: f"{entry.kind}-{entry.seed}")
def test_all_else_stays(entry) -> None:
    """Only addresses, query strings and places differ; the redacted bytes are read as the redacted session."""
    body = session_body(entry.uuid)
    assert body is not None
    session, again = redacted(parse_session(body, UUID)), parse_session(redacted_body(body), UUID)
    assert (session.user, session.player, session.media) == (again.user, again.player, again.media)
    assert list(session.events) == list(again.events)
    pairs = zip(strings(json.loads(body)), strings(json.loads(redacted_body(body))), strict=True)
    user = parse_session(body, UUID).user.raw
    assert {a for a, b in pairs if a != b and "?" not in a} <= {user.get("address"), user.get("ip")}


@given(
    st.text(alphabet="0123456789abcdef:.%/?#=&@ xyz[]", max_size=60)
    | st.from_regex(r"(bearer[ +]|[ab]+@|[ab.?:1=]+){1,9}", fullmatch=True)
    | st.from_regex(
        r"(%25|%40|%3F|%2|%|40|//|a|@b\.c|#|=|token|cookie: |basic |eyJab|;|\"|\\\\u00){1,12}", fullmatch=True
    )
    | st.from_regex(
        r"(a=|&|&amp;|&#64;|&#x26;|b\.c|x1|bearer|basic|token|: |=|sid|eyJabcdefghijkl|\"| ){1,12}", fullmatch=True
    )
)
def test_redaction_is_idempotent(text: str) -> None:
    once = redacted_text(text)
    assert redacted_text(once) == once


@pytest.mark.parametrize(
    "hostile",
    [
        *(
            "a" * 40_000 + "@",
            "eyJ" * 20_000,
            "://" * 20_000,
            "0." * 30_000,
            "1-" * 30_000,
            "token" * 10_000,
            "#" * 60_000,
        ),
        *("a=1&" * 15_000, "a=" * 30_000, "a" * 60_000 + "&", "&#64;" * 12_000, "basic:" * 10_000, "bearer " * 9_000),
    ],
)
def test_no_text_is_looked_through_for_ever(hostile: str) -> None:
    began = time.process_time()
    redacted_text(hostile)
    assert time.process_time() - began < 5


def test_fields_that_are_named_alike_once_redacted_stay_as_many() -> None:
    odd = {"a@example.com": 1, "b@example.com": 2}
    body = json.dumps({"code": 200, "result": {"user": odd, **odd}}).encode()
    session = redacted(parse_session(body, UUID))
    assert list(session.user.raw) == list(session.extra) == ["(redacted)", "(redacted) 2"]


@given(st.ip_addresses(v=4), st.sampled_from(["{}", "x {}, y", "http://{}:80/a", "({})", "a={}"]))
def test_no_ipv4_address_comes_through(address, around: str) -> None:
    safe = redacted_text(around.format(address))
    assert address.is_loopback or str(address).endswith(".0") or str(address) not in safe


@given(st.ip_addresses(v=6), st.sampled_from(["{}", "x {}, y", "http://[{}]:80/a", "({})", "a={}", "{}."]))
def test_no_ipv6_address_comes_through(address, around: str) -> None:
    whole = around.format(address)
    assert address.is_loopback or str(address) not in redacted_text(whole) or int(address) & (1 << 80) - 1 == 0


def test_bytes_that_are_hard_to_read_are_redacted_too() -> None:
    body = b'{"code":200,"result":{"media":[{"duration":%s,"title":"\xff 203.0.113.77 \\ud800"}]}}' % (b"9" * 5000)
    parse_session(body, UUID)
    assert b"203.0.113.77" not in redacted_body(body)
