"""A community counts once a second person confirmed that it is a place or a topic."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from huiying.base.errors import Refused
from huiying.work.collection.communities.actions.confirm import (
    confirm_community,
    refuse_community,
)
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.communities.models import Community
from huiying.work.collection.communities.queries import communities_of, waiting_communities_of
from tests.factories import T0

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


@pytest.fixture
def row(yunchuan):
    return register_community(
        bureau=yunchuan.bureau, name="临江苑", actor=yunchuan.shen, now=T0
    )


def counts(cast):
    return known_places_of(cast.bureau.pk, LATER).community("临江苑") is not None


def test_a_community_counts_once_another_person_confirmed_it(yunchuan, row):
    assert not counts(yunchuan)
    assert not communities_of(yunchuan.bureau.pk).exists()

    confirm_community(community=row, officer=yunchuan.admin, now=LATER)

    assert counts(yunchuan)
    assert communities_of(yunchuan.bureau.pk).get().confirmed_at == LATER
    assert not waiting_communities_of(yunchuan.bureau.pk).exists()
    for again in (confirm_community, refuse_community):
        with pytest.raises(Refused, match="该社区已确认"):
            again(community=row, officer=yunchuan.admin, now=LATER)


def test_who_registered_it_does_not_confirm_it_by_any_account(yunchuan, row):
    admin = yunchuan.admin
    admin.password_reset_at, admin.password_reset_by = T0, yunchuan.shen
    admin.save(update_fields=["password_reset_at", "password_reset_by"])

    for officer in (yunchuan.shen, admin):
        with pytest.raises(Refused, match="登记人不得自行确认"):
            confirm_community(community=row, officer=officer, now=LATER)
    for act in (confirm_community, refuse_community):
        with pytest.raises(PermissionDenied):
            act(community=row, officer=yunchuan.lu, now=LATER)

    assert not counts(yunchuan)


def test_what_is_refused_is_deleted_and_may_be_registered_again(yunchuan, row):
    refuse_community(community=row, officer=yunchuan.admin, now=LATER)

    assert not Community.objects.exists()
    assert register_community(
        bureau=yunchuan.bureau, name="临江苑", actor=yunchuan.shen, now=LATER
    )


def test_communities_from_before_count_after_the_upgrade(yunchuan, row):
    Community.objects.filter(pk=row.pk).update(registered_by=None)
    steps = import_module("huiying.work.collection.migrations.0009_confirmed_communities")

    steps.count_as_confirmed(apps, SimpleNamespace(connection=connection))

    assert counts(yunchuan)
    assert communities_of(yunchuan.bureau.pk).get().confirmed_at == T0
