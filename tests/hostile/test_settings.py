"""Settings and an environment that nobody meant: each ends in a line and an exit code, and none breaks anything."""

import asyncio
import dataclasses
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.hostile.api import FakeApi
from tests.pace import LONG_S
from tests.terminal import clean_environment
from vpe_tui.api.client import VpeClient
from vpe_tui.cli.settings import shown_settings
from vpe_tui.errors import Fault, SettingsFault
from vpe_tui.service.lookup import Lookup
from vpe_tui.settings.secret import Secret
from vpe_tui.settings.sources import Settings, load
from vpe_tui.text.times import zone_named
from vpe_tui.tui.remapping import remapped

UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
GOOD = (Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes()
DECLARED = {field.name: field.metadata for field in dataclasses.fields(Settings) if field.metadata}

HUGE = int("9" * 20)
ODD: dict[str, object] = {
    "nothing": "",
    "spaces": "  ",
    "a word": "yes",
    "a number": 1,
    "a huge number": HUGE,
    "a number of 400 digits": 10**400,
    "a negative number": -1,
    "a huge negative number": -HUGE,
    "a fraction": 0.5,
    "the smallest fraction": 5e-324,
    "the largest": 1.7e308,
    "infinity": math.inf,
    "not a number": math.nan,
    "true": True,
    "a list": [],
    "numbers": [1, 2],
    "huge numbers": [HUGE, HUGE],
    "numbers of 400 digits": [10**400, 10**400],
    "what is no number": [math.nan, math.inf],
    "truths": [True, True],
    "words": ["", "x"],
    "a table": {},
    "a table of tables": {"x": {"y": 1}},
    "huge as text": "9" * 20,
    "huge seconds": f"{HUGE}s",
    "NaN as text": "nan",
    "a control character": "a\x1bb",
    "a NUL": "a\0b",
    "a line break": "a\nb",
    "a bidi mark": "a\u202eb",
    "what was no UTF-8": "a\udcffb",
    "letters": "한국어",
    "a path": "../../etc/passwd",
    "an address": "https://xn--/",
    "long text": "x" * 100_000,
    "an open quote": "a 'b",
}


def toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value) if isinstance(value, str | bool) else repr(value)


def tried(name: str) -> Iterator[object]:
    """Odd values of a setting; of one that is a table also such a value in each entry, and in one that is none."""
    yield from ODD.values()
    default = getattr(Settings(), name)
    of_a_table = [field.name for field in dataclasses.fields(default)] if dataclasses.is_dataclass(default) else []
    for entry in (*of_a_table, *(["session.refresh"] if name == "keys" else []), "x\x1b"):
        yield from ({entry: value} for value in ODD.values())


def lines_of(name: str, value: object, directory: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """What is said of an odd value; nothing where it can be used, and then it is."""
    file = directory / "config.toml"
    file.write_text(f"{DECLARED[name]['key']} = {toml(value)}\n", encoding="utf-8")
    file.chmod(0o600)
    try:
        setup = load({}, {"VPE_CONFIG_DIR": str(directory), **environ})
        settings = setup.settings
        zone_named(settings.zone)
        shown_settings(setup)
        assert remapped(settings.keys) is not None
        asyncio.run(fetched_and_kept(Lookup(settings, directory)))
    except Fault as fault:
        assert fault.exit_code == SettingsFault.exit_code or name == "timeout_s", fault
        return fault.lines
    return ()


async def fetched_and_kept(lookup: Lookup) -> None:
    async with await lookup._connected():
        await lookup.keep(await lookup.fetch(UUID))
    lookup.cache.sweep()


@pytest.mark.parametrize("name", DECLARED)
def test_no_value_of_any_setting_breaks_anything(name: str, tmp_path: Path) -> None:
    with FakeApi({UUID: GOOD}) as api:
        environ = {"VPE_BASE_URL": api.base_url, "VPE_API_KEY": "KEY-KEY-KEY", "VPE_PROJECT_ID": "project"}
        environ.pop(DECLARED[name]["env"], "")
        if name == "api_key_command":
            del environ["VPE_API_KEY"]
        for value in tried(name):
            lines = lines_of(name, value, tmp_path, environ)
            assert len(lines) <= 1, (value, lines)
            for line in lines:
                assert len(line.splitlines()) == 1, (value, line)


@pytest.mark.parametrize("name", [name for name, declared in DECLARED.items() if declared["env"] or declared["flag"]])
def test_no_value_of_any_flag_or_variable_breaks_anything(name: str, tmp_path: Path) -> None:
    for value in (value for value in ODD.values() if isinstance(value, str)):
        variable, flag = DECLARED[name]["env"], DECLARED[name]["flag"]
        for flags, environ in (({name: value}, {}), ({}, {variable: value})):
            if (flag or not flags) and (variable or not environ):
                try:
                    load(flags, {"VPE_CONFIG_DIR": str(tmp_path), **environ})
                except SettingsFault as fault:
                    (line,) = fault.lines
                    assert line.startswith(f"{flag if flags else f'${variable}'}: ")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"max_answer_mib = {HUGE}", "max_answer_mib"),
        ("max_answer_mib = 0", "max_answer_mib"),
        ("max_answer_mib = 1025", "max_answer_mib"),
        (f"cache.max_sessions = {HUGE}", "cache.max_sessions"),
        (f"cache.max_mib = {HUGE}", "cache.max_mib"),
        (f"cache.keep_days = {HUGE}", "cache.keep_days"),
        (f"timeout = {HUGE}", "timeout"),
        (f'cache.fresh_for = "{HUGE}d"', "cache.fresh_for"),
        ("bands.rebuffering_ratio = [0, inf]", "bands.rebuffering_ratio"),
        (f"bands.rebuffering_ratio = [0, {'9' * 400}]", "bands.rebuffering_ratio"),
        ("bands.rebuffering_ratio = [true, true]", "bands.rebuffering_ratio"),
        ('bands.rebuffering_ratio = "12"', "bands.rebuffering_ratio"),
        ('base_url = "https://host\\u0000"', "base_url"),
        ('project_id = "a\\nb"', "project_id"),
        ('api_key = "a\\u202eb"', "api_key"),
        ('api_key_command = ["a", "b\\u0000"]', "api_key_command"),
        ("api_key_command = \"''\"", "api_key_command"),
        ('zone = "a\\u0000"', "zone"),
        ('keys."session.refresh" = "\\u001b"', 'keys."session.refresh"'),
    ],
)
def test_what_was_not_meant_is_a_line_with_the_file_and_the_key(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(SettingsFault) as caught:
        load({}, {"VPE_CONFIG_DIR": str(tmp_path)})
    (line,) = caught.value.lines
    assert line.startswith(f"{file}: {key}: should ") or (key == "zone" and line.startswith(f"{file}: {key}: "))


@pytest.mark.parametrize("mib", [1, 1024])
def test_the_ends_of_what_an_answer_may_be(tmp_path: Path, mib: int) -> None:
    (tmp_path / "config.toml").write_text(f"max_answer_mib = {mib}")
    assert load({}, {"VPE_CONFIG_DIR": str(tmp_path)}).settings.max_answer_mib == mib


# The environment, with the program


def ended(directory: Path, *words: str, without: tuple[str, ...] = (), **environment: str) -> tuple[int, str]:
    """The exit code and what was said."""
    environment = clean_environment(directory, VPE_API_KEY="KEY-KEY-KEY", VPE_PROJECT_ID="p") | environment
    done = subprocess.run(
        [sys.executable, "-m", "vpe_tui", *words],
        env={name: value for name, value in environment.items() if name not in without},
        capture_output=True,
        check=False,
        timeout=LONG_S,
    )
    return done.returncode, done.stderr.decode()


PROXIES = {
    "a port there is not": "http://127.0.0.1:99999",
    "no port": "http://127.0.0.1:0",
    "a port below": "http://127.0.0.1:-1",
    "a port in words": "http://127.0.0.1:http",
    "TLS to a port there is not": "https://127.0.0.1:99999",
    "without a scheme": "127.0.0.1:99999",
    "SOCKS without its package": "socks5://127.0.0.1:1080",
    "SOCKS 4": "socks4://127.0.0.1:1080",
    "another scheme": "ftp://127.0.0.1:21",
    "no host": "http://:80",
    "nothing but a scheme": "http://",
    "half an address": "http://[::1",
    "garbage": ":::",
    "a user and no port": "http://user:CANARY@127.0.0.1:99999",
    "a user who breaks it": "http://user:CANARY@@[:1",
    "a control character": "http://127.0.0.1\x1b:1",
    "no UTF-8": "http://127.0.0.1\udcff:1",
    "a label too long": f"http://{'a' * 300}:1",
}


def fault_of_a_call() -> Fault:
    """A call that goes out to where nobody is."""

    async def call() -> None:
        async with VpeClient("https://vpe.invalid", Secret("KEY-KEY-KEY"), "p", timeout_s=5) as client:
            await client.session(UUID)

    with pytest.raises(Fault) as caught:
        asyncio.run(call())
    return caught.value


@pytest.mark.parametrize("value", PROXIES.values(), ids=PROXIES)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "ALL_PROXY", "https_proxy", "HTTP_PROXY"])
def test_a_proxy_that_is_none_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for each in ("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY", "NO_PROXY"):
        monkeypatch.delenv(each, raising=False)
        monkeypatch.delenv(each.lower(), raising=False)
    monkeypatch.setenv(name, value)
    fault = fault_of_a_call()
    assert fault.exit_code == 3 or value == PROXIES["a label too long"] or name == "HTTP_PROXY"
    assert "CANARY" not in str(fault)
    assert len(str(fault).splitlines()) == 1


@pytest.mark.parametrize("value", ["[::", "http://x:99999999", "*", "a b,\\x,:99999", "\x1b", "," * 1000, "\udcff"])
def test_no_list_of_exceptions_breaks_anything(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NO_PROXY", value)
    fault = fault_of_a_call()
    assert fault.exit_code in (3, 4)


def test_a_proxy_is_said_by_the_program(tmp_path: Path) -> None:
    code, said = ended(tmp_path, "show", UUID, HTTPS_PROXY="http://127.0.0.1:99999")
    assert (code, said.count("\n")) == (3, 1)
    assert "HTTPS_PROXY" in said


NO_HOME = "import pwd\ndef getpwuid(uid): raise KeyError(uid)\npwd.getpwuid = getpwuid\n"
"""A container with a random uid: nobody is called that."""


NOBODY = "doctor --base-url http://127.0.0.1:9"


@pytest.mark.parametrize(
    "words", ["", "show UUID", "list", "kept", "kept path", "show x.json", "show --demo UUID", "--demo", NOBODY]
)
def test_a_user_without_a_home_is_told_what_to_set(tmp_path: Path, words: str) -> None:
    code = f"{NO_HOME}import sys\nsys.argv = ['vpe-tui', *{words.replace('UUID', UUID).split()!r}]\n"
    environment = clean_environment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", f"{code}from vpe_tui.cli import run\nrun()"],
        env={name: value for name, value in environment.items() if name in ("PATH", "TERM", "PYTHONPATH")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_S,
    )
    said = done.stdout if words == NOBODY else done.stderr
    if words not in ("", "--demo"):  # which say first that there is no terminal
        assert "this user has no home directory; set HOME or VPE_CONFIG_DIR" in said
        assert done.returncode == {"show --demo UUID": 5, "show x.json": 2}.get(words, 3)
    assert len(done.stderr.splitlines()) <= 2
    assert "Traceback" not in done.stdout + done.stderr
    assert not os.listdir(tmp_path)  # noqa: PTH208 - least of all a directory called ~


@pytest.mark.parametrize("words", ["show UUID", "list", "kept", "doctor"])
def test_a_home_that_nobody_may_look_into_is_told(tmp_path: Path, words: str) -> None:
    """As root's is for a container's random uid; a name that is too long is as little to be looked at, for root too."""
    done = subprocess.run(
        [sys.executable, "-m", "vpe_tui", *words.replace("UUID", UUID).split()],
        env=clean_environment(tmp_path, HOME=f"/{'a' * 300}") | {"VPE_CONFIG_DIR": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_S,
    )
    said = done.stdout if words == "doctor" else done.stderr
    assert "config.toml: File name too long; correct the file, or set VPE_CONFIG_DIR" in said
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 0 if words == "doctor" else 1)
