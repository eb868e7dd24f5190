"""A plan is approved by another person, exactly as it was shown."""

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.work.prevention.plans.actions.approve_plan import (
    PLAN_KIND,
    decide_plan,
    submit_plan,
)
from huiying.work.prevention.plans.models import Plan, PlanState
from huiying.work.prevention.plans.proof import plan_differences
from tests.factories import T0
from tests.tampering import triggers_dropped
from tests.work.prevention.decision_steps import (
    DAY,
    fresh,
    plan_approved,
    plan_submitted,
    plan_written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def decide(plan, officer, *, approve=True, reason="", shown=None, now=T0):
    decide_plan(
        plan,
        approve=approve,
        reason=reason,
        shown_hash=shown or PLAN_KIND.content_hash(plan),
        officer=officer,
        now=now,
    )
    return fresh(plan)


def test_a_leader_approves(yunchuan):
    plan = decide(plan_submitted(yunchuan), yunchuan.cheng)
    assert plan.state == PlanState.APPROVED
    assert plan.approved.get().approved_by == yunchuan.cheng


@pytest.mark.parametrize("who", ["shen", "lu", "speaker"])
def test_nobody_else_approves(yunchuan, who):
    with pytest.raises(PermissionDenied):
        decide(plan_submitted(yunchuan), getattr(yunchuan, who))


def test_who_wrote_on_it_does_not_approve(yunchuan):
    plan = plan_submitted(yunchuan)
    Plan.objects.filter(pk=plan.pk).update(writers=[*plan.writers, yunchuan.leader.pk])
    with pytest.raises(Refused, match="不得审定"):
        decide(fresh(plan), yunchuan.leader)


def test_another_text_than_was_shown_is_not_approved(yunchuan):
    with pytest.raises(Stale):
        decide(plan_submitted(yunchuan), yunchuan.leader, shown="0" * 64)


def test_a_unit_dissolved_meanwhile_stops_the_approval(yunchuan):
    plan = plan_submitted(yunchuan)
    type(yunchuan.reception).objects.filter(pk=yunchuan.reception.pk).update(active=False)
    with pytest.raises(Refused, match="来访接待科已停用"):
        decide(plan, yunchuan.leader)


def test_a_day_of_review_that_is_over_stops_the_approval(yunchuan):
    with pytest.raises(Refused, match="复核日期已过"):
        decide(plan_submitted(yunchuan), yunchuan.leader, now=T0 + 400 * DAY)


def test_what_is_incomplete_or_waits_is_not_submitted(yunchuan):
    plan = plan_written(yunchuan)
    plan.items.filter(kind="CONTACT").delete()
    with pytest.raises(Refused, match="至少有一项"):
        submit_plan(plan=plan, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="不在编制中"):
        submit_plan(plan=plan_submitted(yunchuan), officer=yunchuan.shen, now=T0)


def test_an_approved_version_is_compared_with_the_record(yunchuan):
    version = plan_approved(yunchuan).approved.get()
    assert list(plan_differences(yunchuan.bureau.pk)) == []
    with triggers_dropped():
        type(version).objects.update(review_on=version.review_on + 900 * DAY)
    assert [one.code for one in plan_differences(yunchuan.bureau.pk)] == ["record.plan_differs"]
