"""Who acts may read English: what is kept of it and sent to others is Chinese all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.db import models
from django.utils.translation import override

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.models import Clock
from huiying.jobs import clock
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CATALOGUE = Path("src/huiying/locale/en/LC_MESSAGES/django.po")
TEXTS = (models.CharField, models.TextField, models.JSONField)
PLACE = re.compile(r"%\((\w+)\)[sd]")
LATIN = re.compile(r"[A-Za-z]{3}")
LEAST = 6  # characters of the longest piece of a sentence that can be known again


@cache
def _english() -> tuple[frozenset[str], list[tuple[str, re.Pattern[str]]]]:
    """Return what the catalogue says in English: whole words, and patterns of the rest."""
    with CATALOGUE.open("rb") as file:
        told = [message.string for message in read_po(file) if message.id]
    every = {one for said in told for one in ([said] if isinstance(said, str) else said)}
    plain = {said for said in every if not PLACE.search(said) and not said.isupper()}
    return frozenset(plain), [_pattern(said) for said in every if PLACE.search(said)]


def _pattern(said: str) -> tuple[str, re.Pattern[str]]:
    """Return the longest piece between two places, which is looked for first, and all of it."""
    between = PLACE.split(said)[::2]
    return max(between, key=len), re.compile(".+?".join(map(re.escape, between)), re.DOTALL)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _kept() -> Iterator[tuple[str, str]]:
    """Yield every text of every row of ours, with the column that holds it."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, TEXTS)]
        if not names or not model.__module__.startswith("huiying"):
            continue
        for row in model.objects.order_by("pk").values(*names):
            for name, value in row.items():
                for text in _texts(value):
                    yield f"{model.__name__}.{name}", text


def _is_english(text: str) -> bool:
    plain, filled = _english()
    if not LATIN.search(text) or re.fullmatch(r"[a-z_.\d:-]+|[A-Z_]+", text):
        return False
    return text in plain or any(
        len(piece) >= LEAST and piece in text and whole.fullmatch(text)
        for piece, whole in filled
    )


@pytest.fixture
def _done_in_english(yunchuan, tmp_path):
    with override("en"):
        make_sample_bureau(yunchuan, clock.real_now(), tmp_path)


@pytest.mark.usefixtures("_done_in_english")
def test_nothing_is_kept_in_the_language_of_who_acts():
    assert sorted({row for row in _kept() if _is_english(row[1])}) == []


@pytest.mark.usefixtures("_done_in_english")
def test_a_clock_of_a_role_is_in_hands_whoever_started_it():
    held = Clock.objects.filter(holder_unit=None, holder_officer=None)

    assert held.exists()
    outside = held.filter(rule_code="PETITION_REVIEW")
    assert set(outside.values_list("holder_name", flat=True)) == {"云川区人民政府"}
    inside = held.exclude(pk__in=outside.values("pk"))
    assert set(inside.values_list("holder_code", flat=True)) <= set(Role)
