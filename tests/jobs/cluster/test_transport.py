"""A broker is told nothing over TLS before it proved its name, whichever node it is."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from huiying.jobs.cluster.app import cluster_app, declare_queues
from huiying.jobs.cluster.transport import BROKER_ERRORS
from tests.jobs.cluster.tls_node import DAYS, GREETING, TlsNode
from tests.jobs.peers import serving

YESTERDAY = datetime.now(UTC) - DAYS / 30  # certificates are compared with the real clock


@pytest.fixture
def node(tmp_path):
    with ExitStack() as stack:
        yield lambda name, start=YESTERDAY: stack.enter_context(
            serving(TlsNode(tmp_path, name, start))
        )


@pytest.fixture
def declare(settings, monkeypatch, tmp_path):
    def call(*nodes, trusted=()):
        known = tmp_path / "trusted.pem"
        known.write_bytes(b"".join(one.certificate.read_bytes() for one in trusted))
        monkeypatch.setenv("SSL_CERT_FILE", str(known))
        monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
        settings.BROKER_URL = ";".join(
            f"amqps://huiying:sesame@{name}:{one.port}/huiying" for name, one in nodes
        )
        with pytest.raises(BROKER_ERRORS) as error:
            declare_queues(cluster_app.__wrapped__())
        return str(error.value)

    return call


def test_one_whose_certificate_is_verified_is_greeted(node, declare):
    named, numbered = node("localhost"), node("127.0.0.1")

    declare(("localhost", named), trusted=[named])
    declare(("127.0.0.1", numbered), trusted=[numbered])

    assert named.got == numbered.got == [GREETING]


def test_one_that_nobody_vouches_for_is_told_nothing(node, declare):
    unknown, other = node("localhost"), node("mq.example")

    said = declare(("localhost", unknown), trusted=[other])

    assert "CERTIFICATE_VERIFY_FAILED" in said
    assert unknown.got == []


def test_one_of_another_name_is_told_nothing(node, declare):
    other = node("mq.example")

    said = declare(("localhost", other), trusted=[other])

    assert "not valid for 'localhost'" in said
    assert other.got == []


def test_one_whose_certificate_has_expired_is_told_nothing(node, declare):
    old = node("localhost", YESTERDAY - 2 * DAYS)

    said = declare(("localhost", old), trusted=[old])

    assert "certificate has expired" in said
    assert old.got == []


def test_each_node_proves_its_own_name(node, declare):
    first, second = node("127.0.0.1"), node("localhost")

    declare(("127.0.0.1", first), ("localhost", second), trusted=[first, second])

    assert first.got == second.got == [GREETING]
