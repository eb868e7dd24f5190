"""A node of a broker over TLS that notes what it is told after the handshake, and hangs up."""

from __future__ import annotations

import socketserver
import ssl
from contextlib import suppress
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

GREETING = b"AMQP\x00\x00\x09\x01"
DAYS = timedelta(days=30)


class TlsNode(socketserver.ThreadingTCPServer):
    """Listens on this machine under a certificate that it signed itself."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, name: str, start: datetime) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.got: list[bytes] = []
        self.certificate, key = _signed(folder, name, start)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):
            line = self.server.context.wrap_socket(self.request, server_side=True)
            if words := line.recv(len(GREETING)):
                self.server.got.append(words)
            line.close()


def _signed(folder: Path, name: str, start: datetime) -> tuple[Path, Path]:
    """Write a certificate of 30 days and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_number = name[0].isdigit()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + DAYS)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ip_address(name)) if is_number else x509.DNSName(name)]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
