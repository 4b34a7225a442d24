"""Files that somebody named: regular ones are read, the rest is refused at once, whatever it would do when opened."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.pace import LONG_S, PACE
from tests.terminal import clean_environment
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.store import named
from vpe_tui.store.named import is_from_shell, read_named

ANSWER = session_body(DOCUMENTED_UUID) or b""
AT_ONCE_S = 15 * PACE
"""On a slow machine too, start of the program and all."""


@pytest.fixture
def odd(tmp_path: Path) -> dict[str, Path]:
    """What is no regular file, by its name."""
    found = {"a pipe": tmp_path / "fifo.json", "a socket": tmp_path / "socket", "a directory": tmp_path / "directory"}
    os.mkfifo(found["a pipe"])
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(found["a socket"]))
    found["a directory"].mkdir()
    found["a link to a pipe"] = tmp_path / "link.json"
    found["a link to a pipe"].symlink_to(found["a pipe"])
    return found | {"a device": Path("/dev/zero"), "an empty device": Path("/dev/null")}


def system_is(monkeypatch: pytest.MonkeyPatch, **own: object) -> None:
    """Another system for the module alone."""
    monkeypatch.setattr(named, "os", SimpleNamespace(**vars(os) | own))


KINDS = ("a pipe", "a socket", "a directory", "a link to a pipe", "a device", "an empty device")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_regular_file_is_refused_with_what_it_is(odd: dict[str, Path], kind: str) -> None:
    with pytest.raises(OSError) as caught:
        read_named(odd[kind], 100)
    word = kind.removeprefix("a link to ").replace("an empty", "a")
    assert caught.value.strerror.startswith(f"it is {word}")


def test_a_device_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watchdog that is opened resets the machine."""
    system_is(monkeypatch, open=lambda *_: pytest.fail("opened"))
    with pytest.raises(OSError, match="a device"):
        read_named("/dev/zero", 100)


def test_what_is_put_in_its_place_meanwhile_is_refused(odd: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    system_is(monkeypatch, stat=lambda _: os.lstat(__file__))
    ended = threading.Event()

    def read() -> None:
        with pytest.raises(OSError, match="a pipe"):
            read_named(odd["a pipe"], 100)
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    assert ended.wait(AT_ONCE_S)


def test_no_more_is_read_than_the_limit_and_a_byte(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3_000_000)
    assert [len(read_named(path, limit).body) for limit in (10, 2_500_000, 4_000_000)] == [11, 2_500_001, 3_000_000]


def test_a_file_that_grows_faster_than_it_is_read_has_the_same_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")

    def grown(descriptor: int, wanted: int) -> bytes:
        with path.open("ab") as file:
            file.write(b"x" * wanted)
        return os.read(descriptor, wanted)

    system_is(monkeypatch, read=grown)
    assert len(read_named(path, 5_000_000).body) == 5_000_001


@pytest.mark.parametrize("name", ["/proc/self/mem", "/proc/kmsg", "/proc/self/status", "/proc/kcore"])
def test_what_the_system_makes_up_ends_too(name: str) -> None:
    """It says that it is regular, and may have no end or answer nothing."""
    if not Path(name).exists():
        pytest.skip("not on this system")
    ended = threading.Event()

    def read() -> None:
        try:
            assert len(read_named(name, 1000).body) <= 1001
        except OSError as fault:
            assert fault.strerror
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    assert ended.wait(AT_ONCE_S)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("/dev/stdin", True),
        ("/dev/fd/63", True),
        ("/proc/self/fd/11", True),
        ("/dev/fd/", False),
        ("/dev/fd/6/3", False),
        ("/dev/zero", False),
        ("dev/fd/63", False),
    ],
)
def test_what_shells_hold_open(name: str, is_one: bool) -> None:
    assert is_from_shell(name) is is_one


def test_a_pipe_of_the_shell_is_waited_for_so_long_and_no_longer() -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, b"so far")
        with pytest.raises(TimeoutError, match=r"not all of it came in 0\.05 s"):
            read_named(f"/dev/fd/{reading}", 100, 0.05)
        os.write(writing, b"the rest")
        with pytest.raises(OSError, match="a pipe"):
            read_named(f"/dev/fd/{reading}", 100)
        os.close(writing)
        writing = -1
        assert read_named(f"/dev/fd/{reading}", 100, 5).body == b"the rest"
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)


# With the program


def shell(line: str, config: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line as bash runs it; `vpe-tui` in it is the program. It ends."""
    return subprocess.run(
        ["bash", "-c", line.replace("vpe-tui", f'"{sys.executable}" -m vpe_tui')],
        env=clean_environment(config, **environment),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=LONG_S,
    )


def one_line(done: subprocess.CompletedProcess[bytes], code: int) -> str:
    said = done.stderr.decode()
    assert (done.returncode, len(said.splitlines())) == (code, 1), said
    return said


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "an empty device"])
def test_an_argument_that_is_no_file_is_one_line(odd: dict[str, Path], tmp_path: Path, kind: str) -> None:
    assert "it is a" in one_line(shell(f"vpe-tui show '{odd[kind]}'", tmp_path), 2)


@pytest.mark.parametrize("name", ["a pipe", "a link to a pipe", "a device", "/dev/fd/0", "/dev/stdin"])
def test_a_line_of_stdin_names_regular_files_only(odd: dict[str, Path], tmp_path: Path, name: str) -> None:
    line = os.fsencode(odd.get(name, name)) + b"\n"
    assert "it is a" in one_line(shell("vpe-tui show -", tmp_path, line), 2)


@pytest.mark.parametrize("name", ["a pipe", "a link to a pipe", "a device", "a directory", "a socket"])
def test_settings_that_are_no_file_are_one_line(odd: dict[str, Path], tmp_path: Path, name: str) -> None:
    assert "it is a" in one_line(shell(f"vpe-tui list --config '{odd[name]}'", tmp_path), 3)
    (tmp_path / "config.toml").symlink_to(odd[name])
    assert "it is a" in one_line(shell("vpe-tui list", tmp_path), 3)


def test_what_the_shell_hands_over_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(ANSWER)
    for line in (
        "vpe-tui show --raw <(cat x.json)",
        "vpe-tui show --raw <(sleep 0.3; cat x.json; sleep 0.3)",
        "vpe-tui show --raw /dev/stdin <x.json",
        "cat x.json | vpe-tui show --raw /dev/stdin",
        "vpe-tui show --raw /dev/fd/7 7<x.json",
        "vpe-tui show --raw /proc/self/fd/7 7< <(cat x.json)",
    ):
        done = shell(f"cd '{tmp_path}'; {line}", tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, ANSWER, b""), line


def test_what_the_shell_hands_over_and_never_comes_has_a_deadline(tmp_path: Path) -> None:
    began = time.monotonic()
    said = one_line(shell("vpe-tui show <(exec sleep 20 2>&-) --timeout 200ms", tmp_path), 2)
    assert time.monotonic() - began < AT_ONCE_S
    assert "not all of it came in 0.2 s; give it a longer --timeout" in said


def test_settings_come_through_a_pipe_of_the_shell(tmp_path: Path) -> None:
    """`--config <(sops -d config.toml)`."""
    assert "--zone" not in one_line(shell("vpe-tui list --config <(echo 'zone = 5')", tmp_path), 3)
    done = shell('vpe-tui doctor --json --config /dev/null | grep -c \'"from": "default"\'', tmp_path)
    assert int(done.stdout) > 20
