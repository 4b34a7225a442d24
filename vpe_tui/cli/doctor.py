"""`vpe-tui doctor`: checks of settings, credentials, network, API and terminal, one by one; no secret is printed."""

import argparse
import os
import platform
import shlex
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from vpe_tui.api import proxies
from vpe_tui.api.clock import SAME_MS
from vpe_tui.api.list_query import RecentQuery
from vpe_tui.cli.settings import shown_settings
from vpe_tui.cli.setup import surveyed
from vpe_tui.cli.stdout import write, write_for_people
from vpe_tui.cli.terminal_checks import looked_at
from vpe_tui.errors import Fault, OutputFault, SettingsFault
from vpe_tui.qoe.bands import GONE
from vpe_tui.report.json import in_lines
from vpe_tui.report.layout import table
from vpe_tui.service.lookup import Lookup
from vpe_tui.service.ways import WAYS
from vpe_tui.service.worker import SessionWorker
from vpe_tui.session.redact_text import redacted_text
from vpe_tui.settings.secret import TELLING
from vpe_tui.settings.sources import NOWHERE, Loaded, NoHome, Settings, config_directory
from vpe_tui.text.clean import clean, counted
from vpe_tui.text.times import clocks_apart
from vpe_tui.version import __version__

T = TypeVar("T")

_FROM_DEMO = ("base_url", "api_key", "project_id")
_REACH_S = 5.0
_STANDS_ON = ("textual", "httpx", "pydantic", "platformdirs")


class Check(NamedTuple):
    """The result of one check. `ok` is None when there was no reason to look."""

    name: str
    ok: bool | None
    says: str
    exit: int = 0


def run(arguments: argparse.Namespace) -> int:
    """Prints the checks. Gives the highest exit code of what is wrong, 0 when nothing is."""
    try:
        setup, lines = surveyed(arguments)
        checks = [*_wrong(lines), *_checks(setup), *(Check(*seen) for seen in looked_at(setup.settings))]
    except SettingsFault as fault:  # whose key is for which host nobody can tell now
        setup = Loaded(Settings(redact_all=arguments.redact is True), {}, _config_directory())
        checks = _wrong(fault.lines)
    told = {
        "version": __version__,
        "python": f"{platform.python_version()} on {platform.platform()}",
        "paths": _paths(arguments, setup),
        "settings": _settings(setup),
        "checks": [check._asdict() for check in checks],
        "terminal": _terminal(),
        "stands_on": {name: version(name) for name in _STANDS_ON},
    }
    if WAYS["doctor.json" if arguments.json else "doctor.text"].is_redacted(setup.settings):
        told = _redacted(told)
    if arguments.json:
        write(_as_json(told))
    else:
        write_for_people([_as_text(told)], setup.settings.ascii)
    return max(check.exit for check in checks)


def _redacted(told: T) -> T:
    """The same with every text of it redacted; a home directory has a name in it."""
    if isinstance(told, dict):
        return {name: _redacted(inner) for name, inner in told.items()}  # type: ignore[return-value]
    if isinstance(told, list):
        return [_redacted(inner) for inner in told]  # type: ignore[return-value]
    if isinstance(told, str):
        home = os.path.expanduser("~")  # noqa: PTH111 - a Path would raise where there is none
        return redacted_text(told.replace(home, "~"))  # type: ignore[return-value]
    return told


def _config_directory() -> Path:
    try:
        return config_directory(os.environ)
    except SettingsFault:  # it is what is wrong
        return Path("~")


def _wrong(lines: Sequence[str]) -> list[Check]:
    """A check for every line of what is wrong with the settings."""
    wrong = [Check("settings", False, clean(line), SettingsFault.exit_code) for line in lines]
    return wrong or [Check("settings", True, "all can be used")]


def _paths(arguments: argparse.Namespace, setup: Loaded) -> dict[str, str]:
    paths = {
        "config.toml": arguments.config or setup.directory / "config.toml",
        "recents": setup.directory / "recents",
        "crash.log": setup.directory / "crash.log",
    }
    return {name: f"{clean(str(path))}{'' if _is_there(path) else ' (not there)'}" for name, path in paths.items()}


def _is_there(path: Path) -> bool:
    """False also where we may not look; `Path.exists` raises there."""
    return os.path.exists(path)  # noqa: PTH110


def _settings(setup: Loaded) -> list[dict[str, str]]:
    return [
        {
            "key": each.key,
            "value": clean(each.value),
            "from": "--demo" if setup.settings.demo and each.name in _FROM_DEMO else clean(each.origin),
        }
        for each in shown_settings(setup)
    ]


def _checks(setup: Loaded) -> Iterator[Check]:
    settings = setup.settings
    if settings.keys:
        yield _keys(settings)
    if settings.bands_gone:
        instead = ", ".join(f"{name} is gone: {GONE[name]} took its place" for name in settings.bands_gone)
        yield Check("bands", True, instead)
    yield _tried("kept sessions", lambda: _directory(setup))
    yield _tried("credentials", lambda: _credentials(settings))
    try:
        place = urlsplit(settings.base_url)
        host, port = place.hostname or "", place.port or (443 if place.scheme == "https" else 80)
    except ValueError:  # it quotes what may be a password
        yield Check("base_url", False, "it is not a URL", SettingsFault.exit_code)
        return
    named = proxies.are_for(place.scheme)
    if named:
        yield _tried("proxy", _proxies)
        yield Check("name server", None, f"the environment names a proxy for {', '.join(named)}")
    else:
        yield _tried("name server", lambda: _resolved(host, port))
    if named or place.scheme != "https":
        yield Check("TLS", None, "a proxy stands between" if named else "plain http on this machine")
    else:
        yield _tried("TLS", lambda: _handshake(host, port))
    if not settings.has_credentials:
        yield Check("one call", None, "not without credentials")
        return
    with SessionWorker(Lookup(settings, setup.directory)) as worker:
        call = _tried("one call", lambda: _call(worker))
        yield call
        if call.ok:
            yield _clock(worker.offset_ms)


def _tried(name: str, look: Callable[[], str]) -> Check:
    began = time.monotonic()
    try:
        says = look()
    except Fault as fault:
        return Check(name, False, clean(str(fault)), fault.exit_code)
    return Check(name, True, f"{clean(says)} ({time.monotonic() - began:.3f} s)")


def _keys(settings: Settings) -> Check:
    """What the `[keys]` table takes from defaults, and what of it is called otherwise now."""
    from vpe_tui.tui.remapping import remapped

    found = remapped(settings.keys)
    if found.wrong:
        return Check("keys", False, clean("; ".join(found.wrong)), SettingsFault.exit_code)
    return Check("keys", True, clean("; ".join((*found.told, counted(len(settings.keys), "command")))))


def _directory(setup: Loaded) -> str:
    """Whether sessions can be kept."""
    directory = setup.directory / "recents"
    if setup.directory == NOWHERE:
        raise NoHome
    if not setup.settings.cache_enabled:
        return "none are kept: the settings say so"
    place = next(each for each in (directory, *directory.parents) if _is_there(each))
    if not os.access(place, os.W_OK | os.X_OK):
        raise OutputFault("Sessions cannot be kept", f"{place} cannot be written", "see VPE_CONFIG_DIR")
    if place == directory and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        hint = f"chmod 700 {shlex.quote(str(place))}"
        raise OutputFault("Others can look at the kept sessions", f"{place} is open to them", hint)
    return counted(len(list(directory.glob("*.gz"))), "kept session")


def _credentials(settings: Settings) -> str:
    hidden = settings.credentials().api_key.is_hidden
    short = f"; the key is shorter than {TELLING} characters, and is hidden nowhere"
    return "an API key and a project id are there" + ("" if hidden else short)


def _proxies() -> str:
    proxies.check()
    return "what the environment names is a proxy's address"


def _resolved(host: str, port: int) -> str:
    from vpe_tui.api.reach import addresses

    return f"{host} is {', '.join(addresses(host, port, _REACH_S)[:3])}"


def _handshake(host: str, port: int) -> str:
    from vpe_tui.api.reach import certificate

    found = certificate(host, port, _REACH_S)
    return f"{found.protocol}, the certificate is good until {found.until}"


def _call(worker: SessionWorker) -> str:
    listed = worker.recent(lambda now_ms: RecentQuery()).result().rows
    return f"{counted(len(listed), 'recent session')} listed"


def _clock(offset_ms: int) -> Check:
    """A wrong clock is told, and is no reason to fail: times are told by the service's."""
    if offset_ms:
        return Check("clock", False, f"{clocks_apart(offset_ms)}: ages and --since go by the service's")
    return Check("clock", True, f"nothing tells that it is more than {SAME_MS // 1000} s off the service's")


def _terminal() -> dict[str, Any]:
    size = shutil.get_terminal_size((0, 0))
    names = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "TMUX", "SSH_CONNECTION")
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    return {
        "terminals": [name for name, stream in streams.items() if stream is not None and stream.isatty()],
        "size": f"{size.columns}x{size.lines}" if size.columns else "unknown",
        **{name: _environment(name) for name in names if name in os.environ},
    }


def _environment(name: str) -> str:
    """A variable as it is; of those that hold addresses or sockets only that they are set."""
    return "set" if name in ("TMUX", "SSH_CONNECTION") else clean(os.environ[name])


def _as_json(told: dict[str, Any]) -> Iterator[str]:
    from vpe_tui.report import contract

    yield in_lines(contract.told(contract.DoctorJson, told))
    yield "\n"


def _as_text(told: dict[str, Any]) -> str:
    marks = {True: "ok", False: "WRONG", None: "–"}
    terminal = {
        name: ", ".join(value) or "none" if isinstance(value, list) else value
        for name, value in told["terminal"].items()
    }
    parts = {
        "Paths": list(told["paths"].items()),
        "Settings": [(each["key"], each["from"], each["value"] or "–") for each in told["settings"]],
        "Stands on": list(told["stands_on"].items()),
        "Terminal": list(terminal.items()),
        "Checks": [(marks[check["ok"]], check["name"], check["says"]) for check in told["checks"]],
    }
    lines = [f"vpe-tui {told['version']}, Python {told['python']}"]
    for heading, rows in parts.items():
        lines += ["", heading, *(f"  {line}" for line in table(rows))]
    return "\n".join(lines) + "\n"
