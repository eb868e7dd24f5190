"""The addresses of a broker and of a store of files are refused when they cannot be meant."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiying.config.settings.environment import Environment

BROKERS = [
    "amqp://huiying:secret@10.0.0.5:5672/huiying",
    "amqps://huiying:se%2Fcret@mq.example",
    "amqp://[::1]:5672//",
    "amqps://huiying:se,cret@mq1.example/huiying;amqps://huiying:se,cret@mq2.example/huiying",
]
NO_BROKERS = [
    "redis://10.0.0.5",
    "10.0.0.5:5672",
    "amqp://",
    "amqp://huiying@:5672/",
    "amqp://huiying:secret@host:port/",
    "amqp://host:0/",
    "amqp://host,amqp://",
    "amqp://huiying:secret@mq1.example;mq2.example",
    "amqps://huiying:secret@mq1.example,amqp://huiying:secret@mq2.example",
    "amqp://huiying:secret@mq1.example,redis://mq2.example",
]
BUCKETS = [
    "s3://files",
    "s3://files/yunchuan?endpoint=https://s3.example&region=cn-1&style=path",
]
NO_BUCKETS = [
    "https://s3.example/files",
    "s3://",
    "s3://key:secret@files/yunchuan",
    "s3://files?endpont=https://s3.example",
]


@pytest.fixture
def value(monkeypatch):
    def read(kind, given):
        monkeypatch.setenv("HUIYING_ADDRESS", given)
        return getattr(Environment(), kind)("HUIYING_ADDRESS")

    return read


@pytest.mark.parametrize(
    ("kind", "given"),
    [("broker", one) for one in [*BROKERS, ""]] + [("bucket", one) for one in [*BUCKETS, ""]],
)
def test_an_address_is_taken_as_it_is_given(value, kind, given):
    assert value(kind, given) == given


def test_addresses_of_nodes_are_parted_by_commas(value):
    given = "amqp://huiying:se,cret@mq1.example/huiying, amqp://mq2.example//"

    assert value("broker", given) == (
        "amqp://huiying:se,cret@mq1.example/huiying;amqp://mq2.example//"
    )


@pytest.mark.parametrize(
    ("kind", "given"),
    [("broker", one) for one in NO_BROKERS] + [("bucket", one) for one in NO_BUCKETS],
)
def test_another_one_is_refused_by_the_name_of_the_setting_and_not_repeated(value, kind, given):
    with pytest.raises(ImproperlyConfigured, match="HUIYING_ADDRESS 要写成") as refused:
        value(kind, given)

    assert "secret" not in str(refused.value)


def test_an_address_may_stand_in_a_file(monkeypatch, tmp_path):
    kept = tmp_path / "broker"
    kept.write_text(f"{BROKERS[0]}\n", encoding="utf-8")
    monkeypatch.setenv("HUIYING_FILED_FILE", str(kept))  # read once in a process, and kept

    assert Environment().broker("HUIYING_FILED") == BROKERS[0]
