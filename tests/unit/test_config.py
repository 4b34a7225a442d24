"""Settings: where each comes from, what is refused and how that is said, and that no secret is ever printed."""

import dataclasses
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpe_tui.api.client import VpeClient
from vpe_tui.errors import Fault, SettingsFault, WrongSettings
from vpe_tui.settings import key_command as keycommand
from vpe_tui.settings import sources as config
from vpe_tui.settings.secret import Secret
from vpe_tui.settings.sources import PUBLIC_CLOUD, Credentials, Loaded, Settings, load
from vpe_tui.settings.values import seconds

KEY = "s3cr3t-k3y"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def given_file(home: Path, text: str | bytes, mode: int = 0o600) -> Path:
    path = home / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


def loaded(home: Path, profile: str | None = None, flags: dict[str, object] | None = None, **environ: str) -> Loaded:
    return load(flags or {}, {"VPE_CONFIG_DIR": str(home), **environ}, profile=profile)


def wrong_lines(home: Path, **environ: str) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as caught:
        loaded(home, **environ)
    assert caught.value.exit_code == 3
    return caught.value.lines


# Flags, environment, file, defaults


def test_without_anything_the_defaults_hold(home: Path) -> None:
    found = loaded(home)
    assert found.settings == Settings()
    assert set(found.origins.values()) == {"default"}
    assert found.directory == home
    assert (found.settings.base_url, found.settings.zone, found.settings.cache_fresh_s) == (PUBLIC_CLOUD, "kst", 60)


def test_the_strongest_place_wins_and_is_named(home: Path) -> None:
    path = given_file(home, 'base_url = "https://file"')
    places: list[tuple[str, str]] = []
    for flags, environ in (({}, {}), ({}, {"VPE_BASE_URL": "https://env"}), ({"base_url": "https://flag"}, {})):
        found = loaded(home, flags=flags, **environ)
        places.append((found.settings.base_url, found.origins["base_url"]))
    both = loaded(home, flags={"base_url": "https://flag"}, VPE_BASE_URL="https://env")
    assert places == [("https://file", str(path)), ("https://env", "$VPE_BASE_URL"), ("https://flag", "--base-url")]
    assert (both.settings.base_url, both.origins["base_url"]) == ("https://flag", "--base-url")


def test_every_setting_has_its_own_origin(home: Path) -> None:
    path = given_file(
        home, 'zone = "utc"\ntheme = "ansi-dark"\n[cache]\nfresh_for = "2m"\nenabled = false\n[keys]\nquit = "q"'
    )
    found = loaded(home, flags={"theme": "vpe-safe", "zone": None}, VPE_PROJECT_ID=" p ", VPE_API_KEY=KEY)
    assert {name: origin for name, origin in found.origins.items() if origin != "default"} == {
        "zone": str(path),
        "theme": "--theme",
        "cache_enabled": str(path),
        "cache_fresh_s": str(path),
        "keys": str(path),
        "project_id": "$VPE_PROJECT_ID",
        "api_key": "$VPE_API_KEY",
    }
    settings = found.settings
    assert (settings.zone, settings.theme, settings.cache_enabled, settings.cache_fresh_s) == (
        "utc",
        "vpe-safe",
        False,
        120,
    )
    assert (settings.project_id, settings.keys) == ("p", {"quit": "q"})


def test_an_empty_variable_is_none(home: Path) -> None:
    assert loaded(home, VPE_BASE_URL="", VPE_API_KEY="").settings == Settings()


def test_a_file_of_ones_own_choice(home: Path) -> None:
    other = home / "other.toml"
    other.write_text('zone = "utc"')
    assert load({}, {"VPE_CONFIG_DIR": str(home)}, file=other).origins["zone"] == str(other)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Settings) if field.metadata])
def test_every_setting_can_be_given_in_the_file_and_says_what_it_is(name: str) -> None:
    (metadata,) = [field.metadata for field in dataclasses.fields(Settings) if field.name == name]
    assert metadata["key"]
    assert metadata["says"]


def test_no_flag_takes_the_key() -> None:
    (metadata,) = [field.metadata for field in dataclasses.fields(Settings) if field.name == "api_key"]
    assert metadata["flag"] == ""


# Profiles


PROFILES = """
project_id = "main"
[cache]
enabled = false
fresh_for = "5s"
[profiles.gov]
project_id = "gov"
base_url = "https://gov"
[profiles.gov.cache]
fresh_for = "9s"
"""


def test_a_profile_is_laid_over_the_rest_one_by_one(home: Path) -> None:
    given_file(home, PROFILES)
    assert loaded(home).settings.project_id == "main"
    gov = loaded(home, profile="gov").settings
    assert (gov.project_id, gov.base_url) == ("gov", "https://gov")
    assert (gov.cache_fresh_s, gov.cache_enabled) == (9, False)
    assert loaded(home, profile="gov", VPE_PROJECT_ID="env").settings.project_id == "gov"


def test_what_the_named_profile_sets_goes_before_the_environment_and_after_the_flags(home: Path) -> None:
    """Else the key of one cloud would go to another."""
    path = given_file(home, 'zone = "utc"\n[profiles.gov]\nbase_url = "https://gov"\nproject_id = "g"\napi_key = "gov"')
    environ = {"VPE_BASE_URL": "https://env", "VPE_PROJECT_ID": "env", "VPE_API_KEY": "env"}
    found = loaded(home, profile="gov", **environ)
    assert (found.settings.base_url, found.settings.project_id) == ("https://gov", "g")
    assert found.settings.credentials().api_key.reveal() == "gov"
    assert (found.origins["base_url"], found.origins["zone"]) == (f"{path}: profiles.gov", str(path))
    assert loaded(home, "gov", {"base_url": "https://flag"}, **environ).settings.base_url == "https://flag"
    assert loaded(home, **environ).settings.base_url == "https://env"


def test_a_profiles_own_command_goes_before_the_key_of_the_environment(home: Path) -> None:
    given_file(
        home, f"[profiles.gov]\nproject_id = 'g'\napi_key_command = ['{sys.executable}', '-c', 'print(\"gov\")']"
    )
    assert loaded(home, profile="gov", VPE_API_KEY="env").settings.credentials().api_key.reveal() == "gov"


@pytest.mark.parametrize("common", ["", "api_key = 'common'", "api_key_command = 'common'"])
def test_a_profile_of_another_host_takes_no_key_but_its_own(home: Path, common: str) -> None:
    given_file(
        home, f"{common}\n[profiles.gov]\nbase_url = 'https://gov'\n[profiles.same]\nbase_url = '{PUBLIC_CLOUD}'"
    )
    environ = {} if common else {"VPE_API_KEY": KEY}
    with pytest.raises(SettingsFault, match=r"no API key of its own.*profiles\.gov has another base_url") as caught:
        loaded(home, profile="gov", **environ)
    assert KEY not in str(caught.value)
    assert loaded(home, profile="same", **environ).settings.base_url == PUBLIC_CLOUD
    assert loaded(home, "gov", {"base_url": "https://flag"}, **environ).settings.base_url == "https://flag"


def test_a_wrong_base_url_leaves_no_key_for_another(home: Path) -> None:
    given_file(home, "base_url = 5\nzone = 'utc'")
    found, wrong = config.survey({}, {"VPE_CONFIG_DIR": str(home), "VPE_API_KEY": KEY})
    assert (found.settings.api_key, found.settings.zone, len(wrong)) == (None, "utc", 1)


@pytest.mark.parametrize("text", ["", "profiles = 5", "[profiles]\ngov = 5", "[profiles.other]"])
def test_a_profile_that_is_none_is_named(home: Path, text: str) -> None:
    given_file(home, text)
    with pytest.raises(SettingsFault, match=r"No profile 'gov'.*has no \[profiles\.gov\]"):
        loaded(home, profile="gov")


# What is refused


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("base_url = 5", "base_url"),
        ('base_url = " "', "base_url"),
        ("project_id = []", "project_id"),
        ("api_key = 5", "api_key"),
        ("api_key_command = 5", "api_key_command"),
        ("api_key_command = []", "api_key_command"),
        ('api_key_command = ["a", 5]', "api_key_command"),
        ('api_key_command = "a \'b"', "api_key_command"),
        ('timeout = "soon"', "timeout"),
        ("timeout = true", "timeout"),
        ("timeout = -1", "timeout"),
        ("timeout = nan", "timeout"),
        ("max_answer_mib = 1.5", "max_answer_mib"),
        ("max_answer_mib = -1", "max_answer_mib"),
        ("max_answer_mib = true", "max_answer_mib"),
        ('zone = "Mars"', "zone"),
        ("theme = {}", "theme"),
        ('theme = "dark"', "theme"),
        ('ascii = "yes"', "ascii"),
        ('cache.enabled = "yes"', "cache.enabled"),
        ('cache.fresh_for = "x"', "cache.fresh_for"),
        ("keys = 5", "keys"),
        ("timeout = 0", "timeout"),
        ("keys.quit = 5", "keys.quit"),
        ('keys."session.refresh" = 5', 'keys."session.refresh"'),
        ("bands = 5", "bands"),
        ("bands.nope = [1, 2]", "bands.nope"),
        ("bands.rebuffering_ratio = [2, 1]", "bands.rebuffering_ratio"),
        ("profiles = 5", "profiles"),
        ("profiles.gov = 5", "profiles.gov"),
        ("[profiles.gov]\nzone = 5", "profiles.gov: zone"),
        ('[profiles."a b"]\ncolour = 5', 'profiles."a b": colour'),
        ("colour = 5", "colour"),
        ("cache.size = 5", "cache.size"),
        ("cache = 5", "cache"),
        ('"a\\nb\\u001b" = 5', "a␊b␛"),
        ("[extra.deep]\nx = 1", "extra.deep"),
    ],
)
def test_a_wrong_value_is_one_line_with_the_file_and_the_key(home: Path, text: str, key: str) -> None:
    path = given_file(home, text)
    (line,) = wrong_lines(home)
    assert line.startswith(f"{path}: {key}: ")
    assert len(line.splitlines()) == 1


def test_every_wrong_value_is_said_at_once(home: Path) -> None:
    path = given_file(home, 'timeout = "x"\nzone = "x"\ncolour = 1\nshape = 2')
    assert [line.split(": ")[:2] for line in wrong_lines(home)] == [
        [str(path), key] for key in ("timeout", "zone", "colour", "shape")
    ]


def test_a_wrong_variable_or_flag_is_named_as_such(home: Path) -> None:
    assert wrong_lines(home, VPE_BASE_URL=" ") == ("$VPE_BASE_URL: base_url: should be text",)
    with pytest.raises(WrongSettings, match="--zone: zone: no time zone is called 'Mars'"):
        loaded(home, flags={"zone": "Mars"})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"a = ", "Invalid value"),
        (b"a = 1\na = 2", "Cannot overwrite"),
        (b"\xff", "not UTF-8"),
        (b"a = " + b"9" * 5000, "digits"),
        (b"a = " + b"[" * 100_000, "recursion"),
    ],
    ids=["cut", "twice", "bytes", "digits", "deep"],
)
def test_a_file_that_is_no_toml_is_one_line(home: Path, text: bytes, why: str) -> None:
    path = given_file(home, text)
    with pytest.raises(SettingsFault) as caught:
        loaded(home)
    assert str(caught.value).startswith(f"Settings cannot be read: {path}: ")
    assert why in caught.value.cause
    assert len(str(caught.value).splitlines()) == 1


def test_a_directory_in_place_of_the_file_is_said(home: Path) -> None:
    (home / "config.toml").mkdir()
    with pytest.raises(SettingsFault, match="it is a directory"):
        loaded(home)


def test_a_file_that_may_not_be_read_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    given_file(home, "")
    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(SettingsFault, match="Permission denied"):
        loaded(home)


def test_only_a_file_that_was_asked_for_has_to_be_there(home: Path) -> None:
    loaded(home / "nowhere")
    with pytest.raises(SettingsFault, match="does not exist"):
        load({}, {}, file=home / "nowhere.toml")


def test_a_home_that_is_none_is_said() -> None:
    with pytest.raises(SettingsFault, match="VPE_CONFIG_DIR"):
        load({}, {"VPE_CONFIG_DIR": "~no-such-user-here/x"})


# Lengths of time


@pytest.mark.parametrize(
    ("value", "length"),
    [("60s", 60), ("2m", 120), ("500ms", 0.5), ("1h", 3600), ("7d", 604_800), ("1.5 S", 1.5), ("3", 3), (3, 3), (0, 0)],
)
def test_lengths_of_time(value: object, length: float) -> None:
    assert seconds(value) == length


@pytest.mark.parametrize(
    "value",
    ["", "s", ".", ".s", "-1s", "+1s", "1e3s", "nan", "inf", "1_0s", "١s", "9" * 400, "9" * 9 + "d", 1e9, 10**400],
)
def test_what_is_no_length_of_time(value: object) -> None:
    with pytest.raises(ValueError, match="should be a length of time"):
        seconds(value)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()))
def test_a_length_of_time_is_finite_or_a_value_error(value: object) -> None:
    try:
        assert 0 <= seconds(value) < 1e9
    except ValueError as fault:
        assert "should be" in str(fault)


# The key


def command(*code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", *code)


def credentials(*argv: str) -> Credentials:
    return Settings(project_id="p", api_key_command=argv).credentials()


def test_a_key_in_a_file_for_ones_own_eyes(home: Path) -> None:
    given_file(home, f'project_id = "p"\napi_key = "{KEY}"')
    assert loaded(home).settings.credentials().api_key.reveal() == KEY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o601])
def test_a_key_in_a_file_that_others_can_reach_is_refused(home: Path, mode: int) -> None:
    path = given_file(home, f'api_key = "{KEY}"', mode)
    with pytest.raises(SettingsFault, match=f"can be read by others.*chmod 600 {path}") as caught:
        loaded(home)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[profiles.gov]\napi_key = 'KEY'",
        "api_key = 'KEY'\napi_key_command = 'false'",
        "api_key = 12345678",
        "[profiles.gov.more]\napi_key = 'KEY'",
        "[Profile]\napi_key = 'KEY'",
        "[[profiles]]\napi_key = 'KEY'",
        "x = [[{api_key = 'KEY'}]]",
        "VPE_API_KEY = 'KEY'",
        "Api-Key = 'KEY'",
    ],
    ids=[
        *("a profile's", "one that is not used", "no text", "too deep", "in a misspelt table", "in a list of tables"),
        *("in a list of lists", "called as its variable", "misspelt"),
    ],
)
def test_any_key_in_a_file_that_others_can_read_is_refused(home: Path, text: str) -> None:
    given_file(home, text, 0o644)
    for environ in ({}, {"VPE_API_KEY": "env"}):
        with pytest.raises(SettingsFault, match=r"can be read by others.*chmod 600"):
            loaded(home, **environ)


def test_a_file_without_a_key_may_be_read_by_anyone(home: Path) -> None:
    given_file(home, "zone = 'utc'\napi_key_command = 'pass show vpe'\n# api_key = ''", 0o644)
    assert loaded(home).settings.zone == "utc"


def test_the_command_to_mend_it_can_be_pasted(home: Path) -> None:
    directory = home / "a $(b)"
    directory.mkdir()
    path = given_file(directory, f"api_key = '{KEY}'", 0o644)
    with pytest.raises(SettingsFault) as caught:
        loaded(directory)
    assert caught.value.hint == f"chmod 600 '{path}'"


def test_a_file_that_begins_with_a_bom_is_read(home: Path) -> None:
    given_file(home, (Path(__file__).parents[1] / "data/cases/config-bom.toml").read_bytes())
    assert loaded(home).settings.zone == "utc"


def test_a_file_of_settings_has_a_limit(home: Path) -> None:
    given_file(home, b"#" * (1024 * 1024 + 1))
    with pytest.raises(SettingsFault, match="larger than 1 MiB"):
        loaded(home)


def test_the_key_comes_from_the_environment_then_the_command_then_the_file(home: Path) -> None:
    text = f"project_id = 'p'\napi_key = 'file'\napi_key_command = ['{sys.executable}', '-c', 'print(\"command\")']"
    given_file(home, text)
    assert loaded(home, VPE_API_KEY="env").settings.credentials().api_key.reveal() == "env"
    assert loaded(home).settings.credentials().api_key.reveal() == "command"
    given_file(home, text.rsplit("\n", 1)[0])
    assert loaded(home).settings.credentials().api_key.reveal() == "file"


def test_a_profiles_own_key_goes_before_the_command_of_all(home: Path) -> None:
    given_file(home, "project_id = 'p'\napi_key_command = 'false'\n[profiles.gov]\napi_key = 'gov'")
    assert loaded(home, profile="gov").settings.credentials().api_key.reveal() == "gov"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "No API key and no project id"),
        ({"project_id": "p"}, "No API key"),
        ({"api_key": Secret(KEY)}, "No project id"),
        ({"api_key_command": ("pass",)}, "No project id"),
    ],
)
def test_what_is_missing_is_named_with_the_place_to_find_it(given: dict[str, Any], missing: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        Settings(**given).credentials()
    assert caught.value.title == missing
    assert "Company ID" in caught.value.cause


BYTES = "import sys; sys.stdout.buffer.write('KEY\\r\\nx'.encode('{}'))"


@pytest.mark.parametrize(
    "out",
    [
        *("print('KEY')", "print(' KEY ')", "print('KEY\\nsecond line')", "print('KEY',end='')"),
        *map(BYTES.format, ("utf-16", "utf-16-le", "utf-32-be", "utf-8-sig")),
    ],
)
def test_the_first_line_of_the_command_is_the_key(out: str) -> None:
    assert credentials(*command(out)).api_key.reveal() == "KEY"


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (command("print('KEY'); raise SystemExit(3)"), "ended with 3 and no key"),
        (command("pass"), "ended with 0 and no key"),
        (command("print(); print('KEY')"), "ended with 0 and no key"),
        (("/nowhere/pass", KEY), "No such file or directory"),
        (("/", KEY), "Permission denied"),
        (("",), "see api_key_command"),
        (("a\0b",), "cannot be run"),
    ],
)
def test_a_command_that_gives_no_key_is_one_line_without_its_arguments(argv: tuple[str, ...], why: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        credentials(*argv)
    assert why in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "import os, time; os.close(1); time.sleep(60)",
        "import time; print('KEY', flush=True); time.sleep(60)",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    ],
    ids=["says nothing", "closes stdout", "says the key and goes on", "hears nothing"],
)
def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(keycommand, "SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(SettingsFault, match="took more than"):
        credentials(*command(code))
    assert time.monotonic() - began < 30


def test_a_command_that_prints_without_end_is_ended() -> None:
    for argv in (("yes",), ("cat", "/dev/zero"), ("sh", "-c", "yes; true")):
        with pytest.raises(SettingsFault, match="printed more than 64 KiB"):
            credentials(*argv)


def test_a_key_is_read_whatever_stands_below_it() -> None:
    assert credentials(*command("print('KEY'); print('x' * 60_000)")).api_key.reveal() == "KEY"


def test_what_a_command_leaves_running_is_not_waited_for() -> None:
    """As an agent that it starts, which keeps our end of the pipe open."""
    began = time.monotonic()
    assert credentials("sh", "-c", "sleep 8 & echo KEY").api_key.reveal() == "KEY"
    assert time.monotonic() - began < 6


def test_a_command_that_prints_no_text_is_one_line() -> None:
    with pytest.raises(SettingsFault) as caught:
        VpeClient(
            "https://host.example.test", *credentials(*command("import os; os.write(1, bytes(range(255, 127, -1)))"))
        )
    assert len(str(caught.value).splitlines()) == 1


def test_the_command_has_no_shell_and_no_keyboard(home: Path) -> None:
    assert (
        credentials(*command("import sys; print(sys.argv[1])", "$HOME; `id` > x *")).api_key.reveal()
        == "$HOME; `id` > x *"
    )
    assert credentials(*command("import sys; print('KEY' + sys.stdin.read())")).api_key.reveal() == "KEY"
    given_file(home, "api_key_command = \"pass show 'my key' $X; id\"")
    assert loaded(home).settings.api_key_command == ("pass", "show", "my key", "$X;", "id")


def test_a_secret_is_never_printed(home: Path) -> None:
    found = loaded(home, VPE_API_KEY=KEY, VPE_PROJECT_ID="p")
    said = [
        repr(found),
        str(found),
        f"{found.settings}",
        f"{found.settings.api_key}",
        repr(found.settings.credentials()),
    ]
    said += ["%s %r" % (found.settings.api_key, [found.settings.api_key]), str(dataclasses.asdict(found.settings))]  # noqa: UP031
    assert not [text for text in said if KEY in text]
    assert all("***" in text for text in said)
    assert found.settings.credentials().api_key.reveal() == KEY


def test_a_wrong_setting_does_not_print_the_key_beside_it(home: Path) -> None:
    given_file(home, f'api_key = ["{KEY}"]\n"{"x"}" = "{KEY}"')
    with pytest.raises(Fault) as caught:
        loaded(home)
    assert KEY not in "".join(traceback.format_exception(caught.value))


# What a kept session belongs to


def test_two_projects_two_clouds_and_the_demo_are_different_places() -> None:
    both = [Settings(base_url=url, project_id=project) for url in ("https://a", "https://b") for project in ("x", "y")]
    assert len({settings.place for settings in (*both, Settings(demo=True))}) == 5
    assert Settings(base_url="https://a/").place == Settings(base_url="https://a").place
