"""Certificates for a server on loopback, made with openssl."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Certificates:
    """Certificates made for this run, each signed by itself; the machine trusts what `trusted` holds."""

    directory: Path

    def make(self, name: str, alternative: str, days: int = 1) -> ssl.SSLContext:
        key, request, certificate = (str(self.directory / f"{name}.{kind}") for kind in ("key", "csr", "pem"))
        extensions = self.directory / f"{name}.ext"
        extensions.write_text(f"subjectAltName={alternative}\n")
        openssl(f"req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=vpe -keyout {key} -out {request}")
        openssl(f"x509 -req -in {request} -signkey {key} -days {days} -extfile {extensions} -out {certificate}")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context

    def trusted(self, name: str) -> str:
        return str(self.directory / f"{name}.pem")


def openssl(arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], check=True, capture_output=True)
