"""The health report says that a broker cannot be reached, and never with its password."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from huiying.jobs.cluster import health
from huiying.jobs.cluster.app import cluster_app

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_broker_that_does_not_answer_is_one_finding_without_its_password(
    settings, monkeypatch
):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    settings.BROKER_URL = f"amqp://huiying:sesame@127.0.0.1:{port}/huiying"
    monkeypatch.setattr(health, "cluster_app", cluster_app.__wrapped__)

    [finding] = health.cluster_findings()

    assert not finding.fine
    assert f"连不上消息队列 127.0.0.1:{port}" in finding.sentence
    assert "sesame" not in finding.sentence


def test_of_several_nodes_each_is_named_that_does_not_answer(settings, monkeypatch):
    settings.BROKER_URL = (
        "amqps://huiying:sesame@localhost:9/a;amqps://huiying:sesame@[::1]:9/a"
    )
    monkeypatch.setattr(health, "cluster_app", cluster_app.__wrapped__)

    [finding] = health.cluster_findings()

    assert "连不上消息队列 localhost:9、::1:9：" in finding.sentence
    assert "sesame" not in finding.sentence
