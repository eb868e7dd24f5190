"""A secret that is short enough to guess is refused by the name of its setting."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiying.config.settings.environment import LEAST_SECRET, Environment

NAME = "HUIYING_METRICS_TOKEN"


@pytest.fixture
def read(monkeypatch):
    def with_value(value):
        monkeypatch.setattr(Environment, "ENVIRON", {NAME: value})
        return Environment().secret(NAME)

    return with_value


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_one_is_none(read, value):
    assert read(value) == ""


def test_a_long_one_is_taken_as_it_is(read):
    assert read("x" * LEAST_SECRET) == "x" * LEAST_SECRET


def test_a_short_one_is_refused_by_the_name_of_its_setting(read):
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} 太短") as refused:
        read("guess-me")

    assert "guess-me" not in str(refused.value)
