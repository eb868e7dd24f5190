"""A release can be made and read; no door of the ORM changes or deletes it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from huiying.work.responses.core.models import Release, ReleaseIsFinal
from tests.work.responses import desk


def try_save(release):
    release.note = "悄悄改"
    release.save()


def try_save_fields(release):
    release.note = "悄悄改"
    release.save(update_fields=["note"])


def try_bulk_update(release):
    release.note = "悄悄改"
    Release.objects.bulk_update([release], ["note"])


def try_upsert(release):
    Release.objects.bulk_create(
        [release], update_conflicts=True, update_fields=["note"], unique_fields=["id"]
    )


DOORS = {
    "save": try_save,
    "save(update_fields)": try_save_fields,
    "delete": lambda release: release.delete(),
    "update": lambda release: Release.objects.filter(pk=release.pk).update(note="x"),
    "all().delete": lambda release: Release.objects.all().delete(),
    "related update": lambda release: release.answer.releases.update(note="x"),
    "related delete": lambda release: release.answer.releases.all().delete(),
    "bulk_update": try_bulk_update,
    "bulk_create upsert": try_upsert,
    "update_or_create": lambda release: Release.objects.update_or_create(
        pk=release.pk, defaults={"note": "x"}
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_release_is_never_changed_or_deleted(yunchuan, now, door):
    release = desk.published(yunchuan, now)
    before = Release.objects.values().get(pk=release.pk)
    with pytest.raises(ReleaseIsFinal):
        DOORS[door](Release.objects.get(pk=release.pk))
    assert Release.objects.values().get(pk=release.pk) == before


def test_an_answer_with_a_release_cannot_be_deleted(yunchuan, now):
    release = desk.published(yunchuan, now)
    with pytest.raises(ProtectedError):
        release.answer.delete()
    assert Release.objects.filter(pk=release.pk).exists()


def test_a_copy_with_another_key_cannot_take_the_same_version(yunchuan, now):
    release = Release.objects.get(pk=desk.published(yunchuan, now).pk)
    fields = {
        field.attname: getattr(release, field.attname)
        for field in Release._meta.concrete_fields
        if field.attname != "id"
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Release(**fields).save()
