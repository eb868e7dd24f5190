"""Before an officer leaves, what he holds is passed on, and the record says why in Chinese."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.accounts.roster.models import Shift
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.jobs.upkeep.handover import OfficerChange, hand_over_work
from huiying.policy.time.spans import Span


def test_his_shifts_go_to_a_colleague_whatever_language_who_acts_reads(yunchuan, now):
    span = Span(now + timedelta(hours=1), now + timedelta(hours=9))
    add_shifts(
        bureau=yunchuan.bureau,
        wanted=[PlannedShift(span, yunchuan.lu, yunchuan.cheng, "白班")],
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    gone = OfficerChange(active=False, unit_id=None, roles=frozenset())
    leaves = {"officer": yunchuan.lu, "after": gone, "by": yunchuan.admin, "now": now}
    with pytest.raises(Refused, match="值班 1 班"):
        hand_over_work(to=None, **leaves)

    with override("en"):
        hand_over_work(to=yunchuan.shen, **leaves)

    assert Shift.objects.get().officer == yunchuan.shen
    record = AuditRecord.objects.get(verb="roster.replaced")
    assert record.data["reason"] == "原值班人离岗"
