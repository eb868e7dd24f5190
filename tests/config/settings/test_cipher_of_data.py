"""The cipher of data at rest is one that this machine has."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiying.config.settings import environment
from huiying.config.settings.environment import Environment


@pytest.fixture
def chosen(monkeypatch):
    def read(given):
        monkeypatch.setenv("HUIYING_CIPHER", given)
        return Environment().cipher("HUIYING_CIPHER")

    return read


def test_aes_unless_sm4_is_asked_for(chosen):
    assert [chosen(given) for given in ("", "aes", "sm4", "SM4")] == [
        "AES",
        "AES",
        "SM4",
        "SM4",
    ]


def test_another_word_is_refused(chosen):
    with pytest.raises(ImproperlyConfigured, match="HUIYING_CIPHER"):
        chosen("sm2")


def test_a_machine_without_sm4_does_not_start_with_it(chosen, monkeypatch):
    monkeypatch.setattr(environment, "is_available", lambda cipher: cipher == "AES")

    assert chosen("aes") == "AES"
    with pytest.raises(ImproperlyConfigured, match="OpenSSL"):
        chosen("sm4")
