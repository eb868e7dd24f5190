"""``record``: a row names itself, an officer himself, and what is left is data."""

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.policy.core.hashing import hash_of_text


@transaction.atomic
def recorded(*args, **data):
    record(*args, **data)
    return AuditRecord.objects.latest("seq")


def test_a_record_is_of_the_row_and_in_the_chain_of_its_bureau(yunchuan, linxi, now):
    row = recorded(linxi.waterworks, "unit.changed", linxi.shen, now)

    assert row.bureau_ref == linxi.bureau.pk
    assert (row.kind, row.ref, row.label) == ("unit", str(linxi.waterworks.pk), "区水务局")


@pytest.mark.parametrize("actor", [None, Actor("machine", "系统")])
def test_without_an_officer_it_is_the_system_that_acts(yunchuan, now, actor):
    row = recorded(yunchuan.lu, "officer.changed", actor, now)

    assert (row.actor, row.actor_label) == ("machine", "系统")


def test_no_name_of_an_officer_is_the_subject(yunchuan, now):
    row = recorded(yunchuan.lu, "officer.changed", yunchuan.shen, now)

    assert (row.ref, row.label) == (f"officer:{yunchuan.lu.pk}", "")


def test_data_may_have_the_names_of_the_parameters(yunchuan, now):
    data = {"row": 1, "verb": "x", "by": None, "now": "later"}

    assert recorded(yunchuan.bureau, "bureau.made", None, now, **data).data == data


TYPED = "张小云反映停水，电话13800138000，证件350102199001011234，住云川佳园3号楼2单元501室。"
PERSONAL = ("张小云", "13800138000", "350102199001011234", "501室")


def test_no_text_of_an_officer_brings_a_person_into_the_chain(yunchuan, now):
    yunchuan.waterworks.name = f"区水务局（{TYPED}）"
    data = {"reason": TYPED, "rows": [{"note": TYPED}], "purpose": [TYPED]}

    row = recorded(yunchuan.waterworks, "unit.changed", yunchuan.shen, now, **data)

    row.refresh_from_db()
    kept = f"{row.label} {row.data}"
    assert kept.count("〔电话〕") == 4
    assert not [one for one in PERSONAL if one in kept]
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_hashes_ids_and_the_names_of_officers_are_recorded_as_they_are(yunchuan, now):
    data = {
        "hash": hash_of_text("27"),
        "event": "912885232438636568",
        "who": ["温若川"],
        "file": "343f7366-9848-4531-85ad-44b0623737b7",
        "count": 13800138000,
    }

    assert recorded(yunchuan.bureau, "bureau.made", None, now, **data).data == data
