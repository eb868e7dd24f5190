"""采纳: what drops or loosens the table of recipients takes another person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.reports import MatterClass, Way
from huiying.work.reports.routing.actions.adopt_change import ROUTING_KIND, decide_change
from huiying.work.reports.routing.actions.edit_recipient import RecipientInput, change_recipient
from huiying.work.reports.routing.changes import change_hash, pending_changes
from huiying.work.reports.routing.models import RecipientChange, RecipientRule
from huiying.work.reports.routing.queries import recipients_for
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.reports import adopt, recipient_of

standing_rows, rows, yunchuan, row = module_rows(
    lambda cast: recipient_of(cast, way=Way.PAPER, minutes=60)
)
BASIS = "区委办值班工作规定"
LATER = T0 + timedelta(hours=1)


def propose(cast, row, *, active=False, now=T0, **values):
    row.refresh_from_db()
    given = {"way": Way.PAPER, "minutes_major": 60, "basis": BASIS} | values
    return change_recipient(
        row=row,
        values=RecipientInput(**given),
        active=active,
        shown_revision=row.revision,
        reason="机构调整。",
        officer=cast.shen,
        now=now,
    )


def approve(change, officer, now=LATER):
    ROUTING_KIND.approve(change, shown_hash=change_hash(change), officer=officer, now=now)


@pytest.mark.clause("10b")
def test_another_person_adopts_and_the_row_counts_no_more(yunchuan, row):
    change = propose(yunchuan, row)
    with pytest.raises(Refused, match="另一位"):
        approve(change, yunchuan.shen)
    for officer in (yunchuan.lu, yunchuan.cheng, yunchuan.auditor):
        with pytest.raises(PermissionDenied):
            approve(change, officer)
    assert recipients_for(yunchuan.bureau.pk, MatterClass, grade=3)

    approve(change, yunchuan.admin)

    row.refresh_from_db()
    assert (row.active, row.adopted) == (False, change)
    assert recipients_for(yunchuan.bureau.pk, MatterClass, grade=3) == []
    data = AuditRecord.objects.get(verb="recipient.change_adopted").data
    assert (data["after"]["active"], data["asked_by"]) == (False, "沈青禾")
    with pytest.raises(Stale):
        approve(change, yunchuan.admin)


def test_an_account_in_the_same_hand_adopts_nothing(yunchuan, row):
    change = propose(yunchuan, row)
    reset = {"password_reset_at": T0, "password_reset_by": yunchuan.shen}
    Officer.objects.filter(pk=yunchuan.admin.pk).update(**reset)
    yunchuan.admin.refresh_from_db()

    with pytest.raises(Refused):
        approve(change, yunchuan.admin)

    row.refresh_from_db()
    assert row.active


def test_a_return_has_a_reason_and_the_row_stays(yunchuan, row):
    change = propose(yunchuan, row)
    back = {"shown_hash": change_hash(change), "officer": yunchuan.admin, "now": LATER}
    with pytest.raises(Refused, match="须写明理由"):
        ROUTING_KIND.send_back(change, reason=" ", **back)

    decide_change(change, approve=False, reason="机构未撤销。", **back)

    row.refresh_from_db()
    assert row.active
    assert pending_changes(yunchuan.bureau.pk) == {}
    assert (
        AuditRecord.objects.get(verb="recipient.change_returned").data["reason"]
        == "机构未撤销。"
    )


def test_a_change_upon_another_row_than_was_proposed_counts_for_nothing(yunchuan, row):
    first = propose(yunchuan, row)
    second = propose(yunchuan, row, active=True, minutes_major=90)
    with pytest.raises(Stale):
        approve(first, yunchuan.admin)
    assert list(pending_changes(yunchuan.bureau.pk).values()) == [second]

    propose(yunchuan, row, active=True, minutes_major=30)  # tighter: at once

    with pytest.raises(Stale):
        approve(second, yunchuan.admin)
    row.refresh_from_db()
    assert row.minutes_major == 30
    assert pending_changes(yunchuan.bureau.pk) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"active": False},
        {"periodic": False},
        {"minutes_major": 61},
        {"minutes_major": None},
        {"way": Way.PHONE},
        {"matter": MatterClass.SECURITY},
    ],
)
def test_the_database_loosens_no_row_without_a_change_of_two(yunchuan, row, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        RecipientRule.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecipientRule.objects.filter(pk=row.pk).delete()


def test_the_database_takes_the_same_change_once_alone(yunchuan, row):
    change = propose(yunchuan, row, active=True, minutes_major=90)
    adopt(yunchuan, change, now=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        RecipientRule.objects.filter(pk=row.pk).update(active=False, adopted=change)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecipientChange.objects.update(reason="无")
    RecipientRule.objects.filter(pk=row.pk).update(minutes_major=15)  # tighter
