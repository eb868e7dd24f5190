"""The broker is reached over TLS by a certificate that is verified, by the name of the node.

In:   the certificates of the operating system, or ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``.
Out:  a connection, or an error that says what is wrong with the certificate.
Cost: one handshake a connection.

Left to themselves the libraries verify nothing, and compare the certificate of a second node
with the name of the first.
"""

from __future__ import annotations

import ssl
from typing import Any

from kombu.exceptions import OperationalError
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.pyamqp import SSLTransport

BROKER_ERRORS = (
    OperationalError,
    *SSLTransport.connection_errors,
    *SSLTransport.channel_errors,
)
"""What is raised when the broker is away, does not answer in time, or refuses us."""


class VerifiedTransport(SSLTransport):  # type: ignore[misc]  # it has no types
    """AMQP over TLS with a server that proves its name."""

    def establish_connection(self) -> Any:
        """Connect to the node whose turn it is."""
        name = self.client.hostname
        self.client.ssl = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": name}
        try:
            return super().establish_connection()
        finally:
            self.client.hostname = name  # of localhost it makes a number, which has no name


def verify_certificates() -> None:
    """Let every connection to an ``amqps://`` of this process be a verified one."""
    TRANSPORT_ALIASES["amqps"] = f"{__name__}:{VerifiedTransport.__name__}"
