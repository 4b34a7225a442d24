"""Settings and their sources: flags, the named profile, environment, `config.toml`, defaults."""

import dataclasses
import errno
import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from vpe_tui.errors import SettingsFault, WrongSettings
from vpe_tui.qoe.bands import BANDS, GONE, Bands
from vpe_tui.settings import values
from vpe_tui.settings.key_command import key_from_command
from vpe_tui.settings.secret import Secret
from vpe_tui.store.named import read_named
from vpe_tui.text.clean import clean
from vpe_tui.text.command_line import command_line, operand, option
from vpe_tui.text.decoding import text_of

if TYPE_CHECKING:
    from vpe_tui.playback.model import DialectName

PUBLIC_CLOUD = "https://ma-dashboard-api.vpe.naverncp.com"
LARGEST_FILE = 1024 * 1024
"""Bytes of a config.toml."""
PIPE_S = 10
"""How long `--config <(…)` is waited for: --timeout may stand in it."""
NO_FILE = Path(os.devnull)
"""In place of a config.toml: it sets nothing."""
NOWHERE = Path(os.devnull) / "vpe-tui"
"""The directory of a user who has none: nothing is in it, and nobody can make it."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_OWN_KEY = frozenset(("api_key", "api_key_command"))

WHERE_CREDENTIALS_ARE = (
    "Media Analytics dashboard > Settings > Basic settings: the API key, and the Company ID (project id)"
)


class Credentials(NamedTuple):
    """The credentials of every API call."""

    api_key: Secret
    project_id: str


def _setting(
    default: object, read: Callable[[Any], object], says: str, *, switches_to: object = None, **places: str
) -> Any:  # noqa: ANN401 - what dataclasses.field gives
    """`switches_to`: the value that its flag alone gives, where no value follows it; else `value` is what the help of
    its flag calls that, and one of some words is called by them."""
    if isinstance(default, bool):
        switches_to = not default
    nowhere = {"env": "", "flag": "", "key": "", "value": ""}
    metadata = {"read": read, "says": says, "switches_to": switches_to, **nowhere, **places}
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default, its meaning, and where it can be given (`key` is its place in config.toml)."""

    base_url: str = _setting(
        PUBLIC_CLOUD,
        values.text,
        "where the API is",
        env="VPE_BASE_URL",
        flag="--base-url",
        value="URL",
        key="base_url",
    )
    project_id: str = _setting(
        "", values.text, "the project: Company ID in the dashboard", env="VPE_PROJECT_ID", key="project_id"
    )
    api_key: Secret | None = _setting(
        None,
        values.secret,
        "the API key; a file that has it must be readable by you alone",
        env="VPE_API_KEY",
        key="api_key",
    )
    api_key_command: tuple[str, ...] = _setting(
        (), values.argv, "a command that prints the API key: no shell, 10 s, first line", key="api_key_command"
    )
    timeout_s: float = _setting(
        10.0,
        values.length,
        "how long a request may take, all its tries together: 10s, 1m",
        flag="--timeout",
        value="DURATION",
        key="timeout",
    )
    max_answer_mib: int = _setting(
        64, values.whole(1, 1024), "largest answer that is read, MiB: 1 to 1024", key="max_answer_mib"
    )
    zone: str = _setting(
        "kst",
        values.zone,
        "zone of wall clock times: kst, local, utc, or an IANA name",
        flag="--zone",
        value="kst|local|utc|ZONE",
        key="zone",
    )
    player: "DialectName | Literal['auto']" = _setting(
        "auto",
        values.OneOf("auto", "web", "react-native", "android", "unknown"),
        "whose log is read: auto looks for signs, unknown reads row by row",
        flag="--player",
        key="player",
    )
    theme: str = _setting(
        "auto",
        values.OneOf("auto", "vpe-dark", "vpe-light", "vpe-safe", "ansi-dark", "ansi-light", "ansi-plain"),
        "colours: auto asks the terminal, vpe-safe is for the colour-blind, ansi-… keep the terminal's palette",
        flag="--theme",
        key="theme",
    )
    ascii: bool | Literal["auto"] = _setting(
        "auto",
        values.flag_or("auto"),
        "draw with ASCII characters only: true, false; auto where the terminal bears no others",
        flag="--ascii",
        key="ascii",
        switches_to=True,
    )
    mouse: bool = _setting(
        True, values.flag, "use the mouse; M gives it to the terminal", flag="--no-mouse", key="mouse"
    )
    clipboard: str = _setting(
        "auto",
        values.OneOf("auto", "osc52", "osc52-tmux", "off"),
        "how to copy: auto, osc52, osc52-tmux (wrapped), off",
        flag="--clipboard",
        key="clipboard",
    )
    header_colour: str = _setting(
        "none",
        values.OneOf("none", "red", "yellow", "green", "blue"),
        "colour of the header: in a profile it tells production from the rest",
        key="header_colour",
    )
    notify: str = _setting(
        "off",
        values.OneOf("off", "bell", "osc9"),
        "when sessions come, or one fails, while they are watched: off, bell, osc9 (a message of the terminal's)",
        key="notify",
    )
    cache_enabled: bool = _setting(
        True, values.flag, "keep the sessions that were looked at", flag="--no-cache", key="cache.enabled"
    )
    cache_fresh_s: float = _setting(
        60.0, values.seconds, "a kept session younger than this is not fetched again", key="cache.fresh_for"
    )
    cache_max_sessions: int = _setting(
        200,
        values.whole(0, 100_000),
        "how many sessions are kept; the starred are not counted",
        key="cache.max_sessions",
    )
    cache_max_mib: int = _setting(
        64, values.whole(0, 1_000_000), "how much they may take on the disk, MiB", key="cache.max_mib"
    )
    cache_keep_days: int = _setting(
        30, values.whole(0, 36_500), "how long a session is kept that has no star", key="cache.keep_days"
    )
    prefetch: bool = _setting(
        True, values.flag, "fetch the session of the list that the cursor rests on", key="cache.prefetch"
    )
    redact: bool = _setting(
        True, values.flag, "what people paste is redacted: what is copied, reports, pictures", key="redact"
    )
    open_at_problem: bool = _setting(
        True, values.flag, "a session opens at its first problem, else at its first row", key="open_at_problem"
    )
    bands: Bands = _setting(
        BANDS,
        values.bands,
        "greatest good and greatest fair value, as `rebuffering_ratio = [0.01, 0.04]`",
        key="bands",
    )
    columns_recent: tuple[str, ...] = _setting(
        (),
        values.columns,
        "columns of the recent sessions, in their order; C shows all there are",
        key="columns.recent",
    )
    columns_kept: tuple[str, ...] = _setting(
        (), values.columns, "columns of the kept sessions, in their order", key="columns.kept"
    )
    links: Mapping[str, str] = _setting(
        {},
        values.links,
        "your own links for Y: {uuid} {host} {path} {from} {to} {ip24} {profile} are filled in",
        key="links",
    )
    commands: Mapping[str, tuple[str, ...]] = _setting(
        {}, values.commands, "your own commands for Y, as lists of words, with the same; no shell", key="commands"
    )
    keys: Mapping[str, str] = _setting(
        {}, values.keys, "other keys for commands: a list takes the place of the command's own", key="keys"
    )
    bands_gone: tuple[str, ...] = ()
    """The bands that were given and are no more."""
    redact_all: bool = False
    """What machines read is redacted too: this call was asked to, with `--redact`."""
    demo: bool = False
    """The demo API stands in for the real one; what it keeps stays apart."""
    incident: str = ""
    """What is planted in the demo; empty for the plain one."""
    profile: str = ""
    """The profile that these are of."""
    handed_over: str = ""
    """The name of the hand-over file whose sessions are all there is."""

    @property
    def has_credentials(self) -> bool:
        """Whether there is a key and a project id."""
        return bool(self.project_id and self._has_key) and not self.handed_over

    @property
    def _has_key(self) -> bool:
        return bool(self.api_key or self.api_key_command)

    @property
    def place(self) -> str:
        """The place that kept sessions belong to: two projects, two clouds or the demo never mix."""
        if self.handed_over:
            return "handed over"
        return "demo" if self.demo else f"{self.base_url.rstrip('/')}\n{self.project_id}"

    @property
    def program(self) -> str:
        """How to call us, so that the same session is found and its times are the same."""
        demo = ("--demo", *(option("--incident", self.incident) if self.incident else ())) if self.demo else ()
        profile = option("--profile", self.profile) if self.profile else ()
        zone = option("--zone", self.zone) if self.zone != Settings().zone else ()
        return command_line("vpe-tui", *demo, *profile, *zone)

    @property
    def missing(self) -> str:
        """A sentence about the credential that is missing; empty when none is."""
        if self.has_credentials:
            return ""
        return "No " + (
            "API key" if self.project_id else "project id" if self._has_key else "API key and no project id"
        )

    def credentials(self) -> Credentials:
        """The credentials; the key is from the environment, else the command, else the file. May take 10 s."""
        if self.handed_over:
            hint = "start vpe-tui without the file to ask it"
            raise SettingsFault("These sessions are from a file", "nothing is asked of the API", hint)
        if not self.has_credentials:
            raise SettingsFault(
                self.missing,
                f"both stand in the {WHERE_CREDENTIALS_ARE}",
                "set VPE_API_KEY and VPE_PROJECT_ID, or try `vpe-tui --demo`",
            )
        return Credentials(self.api_key or key_from_command(self.api_key_command), self.project_id)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the place each came from: `--flag`, `$NAME`, the file's path (`…: profiles.NAME`), or `default`."""

    settings: Settings
    origins: Mapping[str, str]
    directory: Path
    profiles: tuple[str, ...] = ()
    """The names of all that the file has."""


def config_directory(environ: Mapping[str, str]) -> Path:
    """`$VPE_CONFIG_DIR`, else the user's config directory. Raises `SettingsFault` for a user who has none."""
    if environ.get("VPE_CONFIG_DIR"):
        try:
            return Path(environ["VPE_CONFIG_DIR"]).expanduser()
        except RuntimeError:
            raise SettingsFault("No settings", "$VPE_CONFIG_DIR: no such home directory", "mend it") from None
    from platformdirs import user_config_path

    try:
        directory = user_config_path("vpe-tui", appauthor=False).expanduser()
    except (RuntimeError, KeyError):
        directory = Path()
    if not directory.is_absolute():  # else it would be made in whatever directory one stands
        raise NoHome
    return directory


class NoHome(SettingsFault):
    """A user without a home directory has no place for settings and kept sessions."""

    def __init__(self) -> None:
        super().__init__("Nothing is kept", "this user has no home directory", "set HOME or VPE_CONFIG_DIR")


class _Given(NamedTuple):
    """A value as it was given, and where."""

    origin: str
    value: object


def load(
    flags: Mapping[str, object], environ: Mapping[str, str], file: Path | None = None, profile: str | None = None
) -> Loaded:
    """The settings as they hold now. `flags` has a value for each setting given on the command line.

    Raises `WrongSettings` with a line for every value that cannot be used, `SettingsFault` for the file itself.
    """
    found, wrong = survey(flags, environ, file, profile)
    if wrong:
        raise WrongSettings(wrong)
    return found


def survey(
    flags: Mapping[str, object], environ: Mapping[str, str], file: Path | None = None, profile: str | None = None
) -> tuple[Loaded, list[str]]:
    """The settings that can be used, and a line for every value that cannot. Raises `SettingsFault` as `load`."""
    try:
        directory = config_directory(environ)
    except NoHome:
        directory = NOWHERE
    path = file or (NO_FILE if directory == NOWHERE else directory / "config.toml")
    whole = _toml(path, by_name=file is not None)
    wrong: list[str] = []
    profiles = _profiles(whole.pop("profiles", {}), path, wrong)
    table = _from_table(_flat(whole), str(path))
    chosen = _chosen(profiles, profile, path)
    given = _joined(table, _from_environment(environ), chosen) | _from_flags(flags)
    _refuse_another_hosts_key(given, table, chosen, environ)
    read = _read(given, wrong)
    wrong += [f"{path}: {clean(key)}: no such setting" for key in _unknown(_flat(whole))]
    origins = {name: given[name].origin if name in read else "default" for name, _ in _declared()}
    if "base_url" in given and "base_url" not in read:  # no key goes to another host than was meant
        read = {name: value for name, value in read.items() if name not in _OWN_KEY}
    settings = Settings(**read, bands_gone=_bands_gone(given), profile=profile or "")
    if settings.api_key_command and origins["api_key"].startswith(str(path)):  # it goes before the key in the file
        settings, origins["api_key"] = dataclasses.replace(settings, api_key=None), "default"
    if directory == NOWHERE:
        settings, origins["cache_enabled"] = dataclasses.replace(settings, cache_enabled=False), "no home directory"
    return Loaded(settings, origins, directory, tuple(profiles)), list(dict.fromkeys(wrong))


def _declared() -> list[tuple[str, Mapping[str, Any]]]:
    return [(each.name, each.metadata) for each in dataclasses.fields(Settings) if each.metadata]


def _from_flags(flags: Mapping[str, object]) -> dict[str, _Given]:
    return {name: _Given(spec["flag"], flags[name]) for name, spec in _declared() if flags.get(name) is not None}


def _from_environment(environ: Mapping[str, str]) -> dict[str, _Given]:
    named = ((name, spec["env"]) for name, spec in _declared() if spec["env"])
    return {name: _Given(f"${variable}", environ[variable]) for name, variable in named if environ.get(variable)}


def _from_table(table: Mapping[str, object], origin: str) -> dict[str, _Given]:
    return {name: _Given(origin, table[spec["key"]]) for name, spec in _declared() if spec["key"] in table}


def _unknown(table: Mapping[str, object]) -> list[str]:
    known = {spec["key"] for _, spec in _declared()}
    return [key for key in table if key not in known]


def _profiles(tables: object, path: Path, wrong: list[str]) -> dict[str, dict[str, _Given]]:
    """What each profile sets. Every one is looked at, whichever is asked for: a mistake is told where it was made."""
    if not isinstance(tables, dict):
        wrong.append(f"{path}: profiles: should be a table of profiles")
        return {}
    found = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            wrong.append(f"{path}: profiles.{_toml_key(name)}: should be a table of settings")
            continue
        origin = f"{path}: profiles.{_toml_key(name)}"
        found[name] = _from_table(_flat(table), origin)
        _read(found[name], wrong)
        wrong += [f"{origin}: {clean(key)}: no such setting" for key in _unknown(_flat(table))]
    return found


def _chosen(profiles: Mapping[str, dict[str, _Given]], profile: str | None, path: Path) -> dict[str, _Given]:
    if profile is None:
        return {}
    if profile not in profiles:
        raise SettingsFault(f"No profile {profile!r}", f"{path} has no [profiles.{profile}]", "check --profile")
    return profiles[profile]


def _joined(table: dict[str, _Given], environment: dict[str, _Given], chosen: dict[str, _Given]) -> dict[str, _Given]:
    """The strongest of each. A profile's own key, or its own command, goes before any other."""
    common = table | environment
    if chosen.keys() & _OWN_KEY:
        common = {name: value for name, value in common.items() if name not in _OWN_KEY}
    return common | chosen


def _refuse_another_hosts_key(
    given: dict[str, _Given], table: dict[str, _Given], chosen: dict[str, _Given], environ: Mapping[str, str]
) -> None:
    """A profile of another host has its own key: whose the others are nobody knows, and none is sent there unasked."""
    host = chosen.get("base_url")
    others = (table | _from_environment(environ)).get("base_url", _Given("default", PUBLIC_CLOUD))
    if host is None or given["base_url"] is not host or host.value == others.value or chosen.keys() & _OWN_KEY:
        return
    if taken := given.get("api_key") or given.get("api_key_command"):
        raise SettingsFault(
            "The profile has no API key of its own",
            f"{host.origin} has another base_url, and the key of {taken.origin} is not sent there",
            "give the profile an api_key or api_key_command",
        )


def _read(given: Mapping[str, _Given], wrong: list[str]) -> dict[str, Any]:
    """The values that can be used; of every other a line is added to `wrong`."""
    read: dict[str, Any] = {}
    for name, spec in _declared():
        if name not in given:
            continue
        origin, value = given[name]
        try:
            read[name] = spec["read"](value)
        except values.WrongEntries as fault:
            wrong += [f"{origin}: {spec['key']}.{_toml_key(entry)}: {why}" for entry, why in fault.wrong.items()]
        except ValueError as fault:
            wrong.append(f"{origin}: {spec['key']}: {fault}")
    return read


def _bands_gone(given: Mapping[str, _Given]) -> tuple[str, ...]:
    table = given["bands"].value if "bands" in given else {}
    return tuple(name for name in GONE if isinstance(table, dict) and name in table)


def _toml_key(name: str) -> str:
    """A name as it stands in the file."""
    return name if _BARE_KEY.fullmatch(name) else f'"{clean(name)}"'


def _toml(path: Path, *, by_name: bool) -> dict[str, Any]:
    if path == NO_FILE:
        return {}
    try:
        body, status = read_named(path, LARGEST_FILE, PIPE_S if by_name else None)
        if len(body) > LARGEST_FILE:
            raise OSError(errno.EFBIG, "it is larger than 1 MiB")
        table: dict[str, Any] = tomllib.loads(text_of(body, strict=True))
    except FileNotFoundError:
        if by_name:
            raise SettingsFault("No settings", f"{path} does not exist", "check --config") from None
        return {}
    except OSError as fault:
        hint = "correct the file" if by_name else "correct the file, or set VPE_CONFIG_DIR"
        raise SettingsFault("Settings cannot be read", f"{path}: {fault.strerror}", hint) from None
    except UnicodeDecodeError:
        raise SettingsFault("Settings cannot be read", f"{path}: it is not UTF-8", "correct the file") from None
    except (ValueError, RecursionError) as fault:  # not TOML, an integer too long for Python, or nested too deeply
        raise SettingsFault("Settings cannot be read", f"{path}: {fault}", "correct the file") from None
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO) and _has_secret(table):
        raise SettingsFault(
            "The API key is not safe",
            f"{path} can be read by others on this machine",
            command_line("chmod 600", operand(str(path))),
        )
    return table


def _has_secret(value: object) -> bool:
    """Whether a key stands in a file, anywhere and however spelled: one that is not used now is as easily read."""
    if not isinstance(value, dict):
        return isinstance(value, list) and any(map(_has_secret, value))
    secret = tuple(_letters(spec["key"]) for _, spec in _declared() if spec["read"] is values.secret)
    return any(_letters(name).endswith(secret) or _has_secret(inner) for name, inner in value.items())


def _letters(name: str) -> str:
    """`apikey`, of `api_key`, `API-KEY` and `VPE_API_KEY` its end."""
    return re.sub(r"[^a-z]", "", name.lower())


def _flat(table: Mapping[str, Any]) -> dict[str, object]:
    """`{"cache": {"enabled": …}}` as `{"cache.enabled": …}`; a setting that is itself a table stays whole."""
    keys = {spec["key"] for _, spec in _declared()}
    flat: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict) and name not in keys:
            flat |= {f"{name}.{inner}": inner_value for inner, inner_value in value.items()}
        else:
            flat[name] = value
    return flat
