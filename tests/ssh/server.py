"""A real sshd on loopback, with a host key and a user key of its own, for one user: whoever runs the tests."""

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.pace import PATIENCE_S
from tests.terminal import Terminal, clean_environment

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MISSING = [
    name for name, found in (("sshd", SSHD), ("ssh", shutil.which("ssh")), ("tmux", shutil.which("tmux"))) if not found
]


def processes_with(text: str) -> list[int]:
    """The processes that have `text` in their environment."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if text.encode() in (each / "environ").read_bytes():
                found.append(int(each.name))
        except OSError:
            continue
    return found


class Server:
    """The server, and terminals that log in. As a context manager it leaves nothing behind."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._port = _free_port()
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory / name], check=True)
        public = (directory / "host.pub").read_text()
        (directory / "known").write_text(f"[127.0.0.1]:{self._port} {public}")
        (directory / "sshd_config").write_text(
            f"Port {self._port}\nListenAddress 127.0.0.1\nHostKey {directory}/host\nPidFile none\n"
            f"AuthorizedKeysFile {directory}/user.pub\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nPermitRootLogin prohibit-password\nAcceptEnv LC_*\n"
        )
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        assert SSHD is not None
        self._log = (directory / "sshd.log").open("wb")
        self._sshd = subprocess.Popen([SSHD, "-D", "-e", "-f", directory / "sshd_config"], stderr=self._log)
        self._wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sshd.terminate()
        self._sshd.wait(PATIENCE_S)
        self._log.close()

    def login(self, *command: str, columns: int = 80, rows: int = 24) -> Terminal:
        """`command` on the other side, on a terminal of its own."""
        where = self._directory
        options = (
            "-F",
            "none",
            "-o",
            f"UserKnownHostsFile={where}/known",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "SendEnv=LC_*",
            "-i",
            f"{where}/user",
        )
        words = (*options, "-p", str(self._port), f"{getpass.getuser()}@127.0.0.1", shlex.join(command))
        return Terminal(("ssh", "-tt", *words), clean_environment(where), columns=columns, rows=rows)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError((self._directory / "sshd.log").read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
