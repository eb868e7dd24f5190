"""Two bureaus live through the same matters; no row of one ever points at the other."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from tests.architecture.source_files import BUREAU, our_models
from tests.factories import T0, make_cast
from tests.module_rows import rows_of
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = pytest.mark.any_database
# Made by acts that the small world does not do; each has tests of its own.
NOT_IN_THE_WORLD = {
    "accounts.PastPassword",  # a hash alone, of who changed his password
    "counters.BuiltCounter",  # of an installation as it is upgraded
    "collection.EarlierPlaces",  # after an upgrade, until its end
    "collection.ImportRefusal",
    "collection.MissedItem",
    "collection.ImportedRow",  # of an import that ran
    "collection.SourceGap",
    "collection.Delivery",  # of an inbox or a hotline
    "incidents.OfficerDecision",
    "learning.EngineSnapshot",
    "learning.RoutingVersion",
    "audit.DayHead",  # when a day is over
    "audit.DayRoot",
    "collection.PostReach",  # of a source that gives numbers
    "collection.PageSnapshot",  # of a post with an address
    "audit.CommitmentKey",
    "audit.HeadTimestamp",  # of all bureaus
    "responses.DeletedPostsOfTopic",  # of a deletion
    "responses.LiftedWithholding",  # when a third party agrees
    "audit.SentForm",  # by forms
    "jobs.BackupRun",  # of the whole installation
    "jobs.ImportRunner",  # until an import ends
}


def bureau_of(row) -> int | None:
    """Return whose a row is; None for what bureaus share."""
    if row._meta.label == "accounts.Bureau":
        return row.pk
    name = next((f.attname for f in row._meta.fields if f.name in BUREAU), None)
    return abs(getattr(row, name) or 0) or None if name else None  # < 0: a restricted chain


@pytest.fixture(scope="module")
def standing_worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    def make():
        folder = tmp_path_factory.mktemp("files")
        casts = make_cast("yunchuan", "云川区"), make_cast("linxi", "临溪区")
        return tuple(make_sample_bureau(cast, T0, folder) for cast in casts)

    with rows_of(django_db_blocker, make) as copy:
        yield copy


@pytest.fixture
def worlds(standing_worlds, db):
    return standing_worlds()


def test_no_row_points_into_another_bureau(worlds):
    mixed, looked = [], 0
    for model in our_models():
        keys = [f for f in model._meta.fields if f.is_relation]
        for row in model._default_manager.all():
            for key in keys:
                other = getattr(row, key.name)
                if other is None or bureau_of(other) is None or bureau_of(row) is None:
                    continue
                looked += 1
                if bureau_of(other) != bureau_of(row):
                    mixed.append(f"{row._meta.label}.{key.name}")

    assert mixed == []
    assert looked > 400, "the world is too small to prove anything"


def test_the_world_has_rows_of_every_kind_in_both_bureaus(worlds):
    ids = {world.cast.bureau.pk for world in worlds}
    empty = {
        model._meta.label
        for model in our_models()
        if {bureau_of(row) for row in model._default_manager.all()} - {None} != ids
        and not model._meta.auto_created
        and any(field.name in BUREAU for field in model._meta.fields)
    }

    assert empty <= NOT_IN_THE_WORLD


def test_both_bureaus_count_for_themselves(worlds):
    ours, theirs = worlds

    assert ours.incident.number == theirs.incident.number
    assert ours.notice.number == theirs.notice.number
    assert ours.incident.pk != theirs.incident.pk


def test_each_record_verifies_alone_and_names_nobody_of_the_other(worlds):
    for world, other in (worlds, worlds[::-1]):
        bureau_id = world.cast.bureau.pk
        assert verify(bureau_id=bureau_id).holds
        strangers = {
            f"officer:{getattr(other.cast, who).pk}" for who in ("lu", "water", "cheng")
        }
        actors = set(
            AuditRecord.objects.filter(bureau_ref=bureau_id).values_list("actor", flat=True)
        )
        assert not actors & strangers
