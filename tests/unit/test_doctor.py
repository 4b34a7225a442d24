"""`vpe-tui doctor`: it finds what is wrong, says where every setting came from, and gives no secret away."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tls import Certificates
from tests.unit.test_cli import Shell
from tests.wire import Wire, free_port, reply
from vpe_tui.api.reach import addresses, certificate
from vpe_tui.demo.server import DemoServer
from vpe_tui.errors import NetworkFault
from vpe_tui.tui.remapping import RENAMED


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with DemoServer() as server:
        yield Shell(server.base_url, tmp_path)


def looked(shell: Shell, **environment: str) -> tuple[int, dict[str, dict[str, object]]]:
    done = shell.run("doctor", "--json", **environment)
    return done.returncode, {check["name"]: check for check in json.loads(done.stdout)["checks"]}


def test_all_is_well(shell: Shell) -> None:
    done = shell.run("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    for said in ("config.toml", "$VPE_API_KEY", "40 recent sessions listed", "plain http on this machine"):
        assert said in done.stdout
    assert "WRONG" not in done.stdout


def test_no_secret_is_told(shell: Shell) -> None:
    (shell.directory / "config.toml").write_text(
        'base_url = "https://user:CANARY-1@127.0.0.1:1"\napi_key_command = ["echo", "CANARY-2"]\n'
    )
    environment = {"VPE_BASE_URL": "", "VPE_API_KEY": "CANARY-3", "VPE_PROJECT_ID": "CANARY-4"}
    environment |= {"https_proxy": "http://u:CANARY-5@127.0.0.1:1"}
    for flags in ((), ("--json",)):
        done = shell.run("doctor", *flags, **environment)
        assert done.returncode >= 3
        assert "CANARY" not in done.stdout + done.stderr
        assert "echo …" in done.stdout


@pytest.mark.parametrize(("key", "says"), [("1234567", True), ("12345678", False)])
def test_a_key_too_short_to_be_hidden_is_told_of(shell: Shell, key: str, says: bool) -> None:
    _, checks = looked(shell, VPE_API_KEY=key)
    assert checks["credentials"]["ok"] is True
    assert ("shorter than 8 characters" in str(checks["credentials"]["says"])) is says


def test_it_says_where_each_setting_came_from(shell: Shell) -> None:
    (shell.directory / "config.toml").write_text('zone = "utc"\n')
    settings = json.loads(shell.run("doctor", "--json", "--timeout", "3s").stdout)["settings"]
    origins = {each["key"]: (each["value"], each["from"]) for each in settings}
    assert origins["zone"] == ("utc", str(shell.directory / "config.toml"))
    assert origins["timeout"] == ("3", "--timeout")
    assert origins["api_key"] == ("***", "$VPE_API_KEY")
    assert origins["theme"][1] == "default"


def test_what_is_wrong_gives_its_exit_code(shell: Shell) -> None:
    code, checks = looked(shell, VPE_API_KEY="")
    assert (code, checks["credentials"]["ok"], checks["one call"]["ok"]) == (3, False, None)
    code, checks = looked(shell, VPE_API_KEY="wrong")
    assert (code, checks["credentials"]["ok"], checks["one call"]["ok"]) == (3, True, False)
    code, checks = looked(shell, VPE_BASE_URL=f"http://127.0.0.1:{free_port()}")
    assert (code, checks["name server"]["ok"], checks["one call"]["ok"]) == (4, True, False)
    (shell.directory / "config.toml").write_text("zone = \n")
    code, checks = looked(shell)
    assert (code, list(checks)) == (3, ["settings"])


@pytest.mark.parametrize("url", ["https://host:99999", "http://user:CANARY", "https://[::1"])
def test_an_address_that_is_none_ends_it_with_a_line(shell: Shell, url: str) -> None:
    code, checks = looked(shell, VPE_BASE_URL=url)
    assert code == 3
    assert checks["base_url"] == {"name": "base_url", "ok": False, "says": "it is not a URL", "exit": 3}


def test_one_wrong_setting_does_not_hide_the_good_ones(shell: Shell) -> None:
    (shell.directory / "config.toml").write_text('no_such = 1\nzone = "utc"\n')
    code, checks = looked(shell)
    assert (code, checks["settings"]["ok"], checks["one call"]["ok"]) == (3, False, True)
    settings = json.loads(shell.run("doctor", "--json").stdout)["settings"]
    assert {each["key"]: each["value"] for each in settings}["zone"] == "utc"


def test_it_names_what_keys_take_and_what_is_called_otherwise_now(shell: Shell) -> None:
    config = shell.directory / "config.toml"
    for old, new in RENAMED.items():
        config.write_text(f'[keys]\n"{old}" = "f9"\n"session.zone" = "x"\n')
        code, checks = looked(shell)
        assert (code, checks["keys"]["ok"]) == (0, True)
        assert f"{old} is called {new} now" in str(checks["keys"]["says"])
        assert "session.explain gives up x for session.zone" in str(checks["keys"]["says"])
    config.write_text('[keys]\n"session.star" = "x"\n"session.zone" = "x"\n')
    code, checks = looked(shell)
    assert (code, checks["keys"]["ok"]) == (3, False)
    assert "x: both session.star and session.zone" in str(checks["keys"]["says"])


def test_it_names_a_band_that_is_gone(shell: Shell) -> None:
    """A file of before goes on being read: what it says of that band is of no use."""
    (shell.directory / "config.toml").write_text("[bands]\nrebuffer_count = [1, 5]\nrebuffer_per_hour = [1, 2]\n")
    code, checks = looked(shell)
    assert (code, checks["bands"]["ok"]) == (0, True)
    assert checks["bands"]["says"] == "rebuffer_count is gone: rebuffer_per_hour took its place"


def test_a_directory_that_cannot_be_written_is_found(shell: Shell) -> None:
    code, checks = looked(shell, VPE_CONFIG_DIR="/proc/1/vpe-tui")
    assert (code, checks["kept sessions"]["ok"]) == (1, False)


def test_sessions_that_others_can_look_at_are_found(shell: Shell) -> None:
    (shell.directory / "recents").mkdir()
    (shell.directory / "recents").chmod(0o755)
    code, checks = looked(shell)
    assert (code, checks["kept sessions"]["ok"]) == (1, False)
    assert f"chmod 700 {shell.directory}/recents" in str(checks["kept sessions"]["says"])


def test_a_key_that_others_can_read_is_found(shell: Shell) -> None:
    file = shell.directory / "config.toml"
    file.write_text("[profiles.gov]\napi_key = 'CANARY'\n")
    file.chmod(0o644)
    code, checks = looked(shell)
    assert (code, list(checks)) == (3, ["settings"])
    assert f"chmod 600 {file}" in str(checks["settings"]["says"])


def test_a_proxy_that_is_none_is_found(shell: Shell) -> None:
    code, checks = looked(shell, VPE_BASE_URL="https://vpe.invalid", https_proxy="http://u:CANARY@127.0.0.1:99999")
    assert (code, checks["proxy"]["ok"], checks["name server"]["ok"]) == (3, False, None)
    assert "HTTPS_PROXY" in str(checks["proxy"]["says"])
    assert "CANARY" not in json.dumps(checks)


def test_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "127.0.0.1" in addresses("127.0.0.1", 80, 5)

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NetworkFault, match="not known"):
        addresses("api.example.test", 443, 5)
    silence = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: silence.wait())
    with pytest.raises(NetworkFault, match="does not answer"):
        addresses("api.example.test", 443, 0.05)
    silence.set()


def test_handshakes_that_fail() -> None:
    with Wire(reply(200)) as wire, pytest.raises(NetworkFault):
        certificate("127.0.0.1", wire.port, 0.3)  # no TLS there
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NetworkFault, match="in time"):
        certificate("127.0.0.1", silent.getsockname()[1], 0.2)
    with pytest.raises(NetworkFault, match="No secure connection"):
        certificate("127.0.0.1", free_port(), 5)


def test_handshakes_that_tell_the_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        tls = Certificates(tmp_path).make("good", "IP:127.0.0.1")
    except OSError:
        pytest.skip("no openssl here to make certificates with")
    with Wire(reply(200), reply(200), tls=tls) as wire:
        with pytest.raises(NetworkFault, match="not trusted"):
            certificate("127.0.0.1", wire.port, 5)
        monkeypatch.setenv("SSL_CERT_FILE", Certificates(tmp_path).trusted("good"))
        assert certificate("127.0.0.1", wire.port, 5).protocol == "TLSv1.3"


def test_it_looks_at_locale_clipboard_and_what_it_stands_on(shell: Shell) -> None:
    _, checks = looked(shell, LC_ALL="C", TERM="linux")
    assert checks["locale"]["ok"] is False
    assert "export LC_ALL=C.UTF-8" in str(checks["locale"]["says"])
    assert (checks["clipboard"]["ok"], checks["signs"]["ok"]) == (False, None)
    assert "the Linux console has no clipboard" in str(checks["clipboard"]["says"])
    code, checks = looked(shell, LC_ALL="C.UTF-8", TERM="xterm", TMUX="/tmp/tmux,1,0")
    assert (code, checks["locale"]["ok"], checks["clipboard"]["ok"]) == (0, True, True)
    assert "tmux's buffer" in str(checks["clipboard"]["says"])
    stands_on = json.loads(shell.run("doctor", "--json").stdout)["stands_on"]
    assert list(stands_on) == ["textual", "httpx", "pydantic", "platformdirs"]
    assert stands_on["textual"].startswith("8.")
