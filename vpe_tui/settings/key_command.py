"""The API key as a command prints it: no shell, no keyboard, 10 s, 64 KiB, and of these the first line."""

import selectors
import subprocess
import time

from vpe_tui.errors import SettingsFault
from vpe_tui.settings.secret import Secret
from vpe_tui.text.decoding import text_of

SECONDS = 10
MOST = 64 * 1024
"""Bytes that are read of what it prints."""
_LOOK_S = 0.02
"""How often it is looked after while it has closed nothing and prints nothing."""


def key_from_command(argv: tuple[str, ...]) -> Secret:
    """The key: the first line that a command prints. Raises `SettingsFault`."""
    try:
        code, said = _run(argv)
    except subprocess.TimeoutExpired:
        raise _no_key(f"{argv[0]} took more than {SECONDS} s") from None
    except OSError as fault:
        raise _no_key(f"{argv[0]}: {fault.strerror}") from None
    except ValueError:  # a NUL in an argument
        raise _no_key("api_key_command cannot be run") from None
    if len(said) > MOST:
        raise _no_key(f"{argv[0]} printed more than {MOST >> 10} KiB")
    lines = text_of(said).splitlines()
    if code != 0 or not lines or not lines[0].strip():
        raise _no_key(f"{argv[0]} ended with {code} and no key")
    return Secret(lines[0].strip())


def _no_key(cause: str) -> SettingsFault:
    return SettingsFault("No API key", cause, "see api_key_command")


def _run(argv: tuple[str, ...]) -> tuple[int, bytes]:
    """A command's exit code, and the first of what it printed. What it leaves running is not waited for."""
    until = time.monotonic() + SECONDS
    quiet = subprocess.DEVNULL
    with subprocess.Popen(argv, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet, bufsize=0) as command:
        try:
            said = _printed(command, until)
            code = 0 if len(said) > MOST else command.wait(max(0, until - time.monotonic()))
            return code, said
        finally:
            command.kill()


def _printed(command: "subprocess.Popen[bytes]", until: float) -> bytes:
    """What a command prints until it ends, closes stdout, or has printed too much. Raises `TimeoutExpired`."""
    said, out = b"", command.stdout
    assert out is not None
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        while len(said) <= MOST:
            has_ended = command.poll() is not None  # looked at first: what it wrote before is there to be read
            ready = selector.select(0 if has_ended else _LOOK_S)
            piece = out.read(MOST) if ready else b""
            said += piece
            if not piece and (ready or has_ended):
                break
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(command.args, SECONDS)
    return said
