"""Settings: flags, then environment, then `config.toml`, then defaults. Each is declared once, in `Settings`."""

import dataclasses
import stat
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from vpe_tui import values
from vpe_tui.errors import SettingsFault, WrongSettings
from vpe_tui.secret import Secret
from vpe_tui.session.bands import BANDS, Bands
from vpe_tui.session.text import clean

PUBLIC_CLOUD = "https://ma-dashboard-api.vpe.naverncp.com"
KEY_COMMAND_SECONDS = 10

WHERE_CREDENTIALS_ARE = (
    "Media Analytics dashboard > Settings > Basic settings: the API key, and the Company ID (project id)"
)


class Credentials(NamedTuple):
    """What the API asks for with every call."""

    api_key: Secret
    project_id: str


def _setting(
    default: object, read: Callable[[Any], object], says: str, *, env: str = "", flag: str = "", key: str = ""
) -> Any:  # noqa: ANN401 - what dataclasses.field gives
    return field(
        default_factory=lambda: default, metadata={"read": read, "says": says, "env": env, "flag": flag, "key": key}
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default, its meaning, and where it can be given (`key` is its place in config.toml)."""

    base_url: str = _setting(
        PUBLIC_CLOUD, values.text, "where the API is", env="VPE_BASE_URL", flag="--base-url", key="base_url"
    )
    project_id: str = _setting(
        "", values.text, "the project: Company ID in the dashboard", env="VPE_PROJECT_ID", key="project_id"
    )
    api_key: Secret | None = _setting(
        None,
        values.secret,
        "the API key; the file must then be readable by you alone",
        env="VPE_API_KEY",
        key="api_key",
    )
    api_key_command: tuple[str, ...] = _setting(
        (), values.argv, "a command that prints the API key: no shell, 10 s, first line", key="api_key_command"
    )
    timeout_s: float = _setting(
        10.0, values.seconds, "deadline of a request, retries and all", flag="--timeout", key="timeout"
    )
    max_answer_mib: int = _setting(64, values.count, "largest answer that is read, MiB", key="max_answer_mib")
    zone: str = _setting(
        "kst", values.zone, "zone of wall clock times: kst, local, utc, or an IANA name", flag="--zone", key="zone"
    )
    theme: str = _setting(
        "auto",
        values.one_of("auto", "vpe-dark", "vpe-light", "vpe-safe", "ansi-dark", "ansi-light"),
        "colours: auto asks the terminal, vpe-safe is for the colour-blind, ansi-… keep the terminal's palette",
        flag="--theme",
        key="theme",
    )
    ascii: bool = _setting(False, values.flag, "draw with ASCII characters alone", flag="--ascii", key="ascii")
    mouse: bool = _setting(True, values.flag, "take the mouse; M switches it", flag="--no-mouse", key="mouse")
    clipboard: str = _setting(
        "auto",
        values.one_of("auto", "osc52", "osc52-tmux", "off"),
        "how to copy: auto, osc52, osc52-tmux (wrapped), off",
        flag="--clipboard",
        key="clipboard",
    )
    cache_enabled: bool = _setting(
        True, values.flag, "keep the sessions that were looked at", flag="--no-cache", key="cache.enabled"
    )
    cache_fresh_s: float = _setting(
        60.0, values.seconds, "a kept session this young is not asked for again", key="cache.fresh_for"
    )
    cache_max_sessions: int = _setting(
        200, values.count, "how many sessions are kept; the starred are not counted", key="cache.max_sessions"
    )
    cache_max_mib: int = _setting(64, values.count, "how much they may take on the disk, MiB", key="cache.max_mib")
    cache_keep_days: int = _setting(
        30, values.count, "how long a session is kept that has no star", key="cache.keep_days"
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
    keys: Mapping[str, str] = _setting({}, values.keys, "keys of commands, each list replaced whole", key="keys")
    demo: bool = False
    """The demo API stands in for the real one; what it keeps stays apart."""

    @property
    def has_credentials(self) -> bool:
        return bool(self.project_id and self._has_key)

    @property
    def _has_key(self) -> bool:
        return bool(self.api_key or self.api_key_command)

    @property
    def place(self) -> str:
        """What a kept session belongs to: two projects, two clouds or the demo never mix."""
        return "demo" if self.demo else f"{self.base_url.rstrip('/')}\n{self.project_id}"

    @property
    def missing(self) -> str:
        """What credential there is none of, said."""
        if self.has_credentials:
            return ""
        return "No " + (
            "API key" if self.project_id else "project id" if self._has_key else "API key and no project id"
        )

    def credentials(self) -> Credentials:
        """The key from the environment, else from the command, else from the file. May take 10 s."""
        if not self.has_credentials:
            raise SettingsFault(
                self.missing,
                f"both stand in the {WHERE_CREDENTIALS_ARE}",
                "set VPE_API_KEY and VPE_PROJECT_ID, or try `vpe-tui --demo`",
            )
        return Credentials(self.api_key or _key_from_command(self.api_key_command), self.project_id)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the place each came from: `--flag`, `$NAME`, the file's path, or `default`."""

    settings: Settings
    origins: Mapping[str, str]
    directory: Path


def config_directory(environ: Mapping[str, str]) -> Path:
    """`$VPE_CONFIG_DIR`, else the user's config directory."""
    if environ.get("VPE_CONFIG_DIR"):
        try:
            return Path(environ["VPE_CONFIG_DIR"]).expanduser()
        except RuntimeError:
            raise SettingsFault("No settings", "$VPE_CONFIG_DIR: no such home directory", "mend it") from None
    from platformdirs import user_config_path

    return user_config_path("vpe-tui", appauthor=False)


def load(
    flags: Mapping[str, object], environ: Mapping[str, str], file: Path | None = None, profile: str | None = None
) -> Loaded:
    """The settings as they hold now. `flags` has a value for each setting given on the command line.

    Raises `WrongSettings` with a line for every value that cannot be used, `SettingsFault` for the file itself.
    """
    directory = config_directory(environ)
    path = file or directory / "config.toml"
    table = _with_profile(_toml(path, required=file is not None), profile, path)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    wrong: list[str] = []
    for name, spec in _declared():
        given = _given(name, spec, flags, environ, table, str(path))
        table.pop(spec["key"], None)
        origins[name] = "default" if given is None else given[0]
        if given is not None:
            try:
                values[name] = spec["read"](given[1])
            except ValueError as fault:
                wrong.append(f"{given[0]}: {spec['key'] or name}: {fault}")
    wrong += [f"{path}: {clean(key)}: no such setting" for key in table]
    if wrong:
        raise WrongSettings(wrong)
    settings = Settings(**values)
    _refuse_readable_key(settings, origins, path)
    if settings.api_key_command and origins["api_key"] == str(path):  # the command goes before the key in the file
        settings, origins["api_key"] = dataclasses.replace(settings, api_key=None), "default"
    return Loaded(settings, origins, directory)


def _declared() -> list[tuple[str, Mapping[str, Any]]]:
    return [(each.name, each.metadata) for each in dataclasses.fields(Settings) if each.metadata]


def _given(
    name: str,
    spec: Mapping[str, Any],
    flags: Mapping[str, object],
    environ: Mapping[str, str],
    table: Mapping[str, object],
    path: str,
) -> tuple[str, object] | None:
    """The place and the value of a setting, from the strongest place that has one."""
    if flags.get(name) is not None:
        return spec["flag"], flags[name]
    if spec["env"] and environ.get(spec["env"]):
        return f"${spec['env']}", environ[spec["env"]]
    if spec["key"] in table:
        return path, table[spec["key"]]
    return None


def _toml(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if required:
            raise SettingsFault("No settings", f"{path} does not exist", "check --config") from None
        return {}
    except OSError as fault:
        raise SettingsFault("Settings cannot be read", f"{path}: {fault.strerror}", "mend the file") from None
    except UnicodeDecodeError:
        raise SettingsFault("Settings cannot be read", f"{path}: it is not UTF-8", "mend the file") from None
    except (ValueError, RecursionError) as fault:  # not TOML, an integer too long for Python, or nested too deeply
        raise SettingsFault("Settings cannot be read", f"{path}: {fault}", "mend the file") from None
    return table


def _with_profile(table: dict[str, Any], profile: str | None, path: Path) -> dict[str, object]:
    """The settings of the table, flat, with those of the named profile laid over them one by one."""
    profiles = table.pop("profiles", {})
    if profile is None:
        return _flat(table)
    if not isinstance(profiles, dict) or not isinstance(profiles.get(profile), dict):
        raise SettingsFault(f"No profile {profile!r}", f"{path} has no [profiles.{profile}]", "check --profile")
    chosen = _flat(profiles[profile])
    if "api_key" in chosen:  # a profile's own key goes before a command that all profiles share
        table.pop("api_key_command", None)
    return _flat(table) | chosen


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


def _refuse_readable_key(settings: Settings, origins: Mapping[str, str], path: Path) -> None:
    if settings.api_key and origins["api_key"] == str(path) and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsFault(
            "The API key is not safe", f"{path} can be read by others on this machine", f"chmod 600 {path}"
        )


def _key_from_command(argv: tuple[str, ...]) -> Secret:
    try:
        done = subprocess.run(
            argv, capture_output=True, timeout=KEY_COMMAND_SECONDS, stdin=subprocess.DEVNULL, check=False
        )
    except subprocess.TimeoutExpired:
        raise SettingsFault(
            "No API key", f"{argv[0]} took more than {KEY_COMMAND_SECONDS} s", "see api_key_command"
        ) from None
    except OSError as fault:
        raise SettingsFault("No API key", f"{argv[0]}: {fault.strerror}", "see api_key_command") from None
    except ValueError:  # a NUL in an argument
        raise SettingsFault("No API key", "api_key_command cannot be run", "see api_key_command") from None
    lines = done.stdout.decode("utf-8", errors="replace").splitlines()
    if done.returncode != 0 or not lines or not lines[0].strip():
        raise SettingsFault("No API key", f"{argv[0]} ended with {done.returncode} and no key", "see api_key_command")
    return Secret(lines[0].strip())
