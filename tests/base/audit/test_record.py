"""``record``: a row names itself, an officer himself, and what is left is data."""

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor


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
