"""A plan is activated once; it makes tasks or notices and a draft, and sends nothing out."""

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.models import Assignment
from huiying.work.prevention.plans.actions.activate_plan import activate_plan
from huiying.work.prevention.plans.actions.write_plan import revise_plan
from huiying.work.prevention.plans.models import PlanActivation
from huiying.work.responses.core.models import Draft, DraftState, Release
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.work.prevention.decision_steps import (
    DAY,
    fresh,
    plan_approved,
    plan_submitted,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def with_water(cast):
    restart_workers()
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(with_water)


@pytest.fixture(autouse=True)
def _workers():
    restart_workers()


def activate(cast, plan, incident, *, by=None, now=T0, **more):
    return activate_plan(plan=plan, incident=incident, officer=by or cast.shen, now=now, **more)


def test_measures_become_tasks_with_their_deadlines_under_one_record(yunchuan, water):
    make_signed_minutes(yunchuan, water)
    make_approved_proposal(yunchuan, water)
    row = activate(yunchuan, plan_approved(yunchuan), water)

    tasks = Assignment.objects.filter(proposal__incident=water).order_by("pk")
    assert [(one.unit.name, one.task) for one in tasks] == [
        ("区水务局", "组织抢修并送水"),
        ("来访接待科", "接待来访居民"),
    ]
    assert [one["number"] for one in row.made["measures"]] == [one.number for one in tasks]
    assert AuditRecord.objects.filter(verb="plan.activated").count() == 1


def test_twice_is_refused_and_makes_nothing_more(yunchuan):
    plan, queue = plan_approved(yunchuan), incident_of(yunchuan)
    activate(yunchuan, plan, queue)
    before = Draft.objects.count()
    with pytest.raises(Refused, match="不得重复启动"):
        activate(yunchuan, plan, queue)
    assert (PlanActivation.objects.count(), Draft.objects.count()) == (1, before)


def test_the_draft_is_only_a_draft(yunchuan):
    queue = incident_of(yunchuan)
    activate(yunchuan, plan_approved(yunchuan), queue)
    draft = Draft.objects.get(answer__incident=queue)
    assert draft.state == DraftState.WRITING
    assert draft.answer.speaker == yunchuan.waterworks
    assert not Release.objects.exists()


def test_a_second_plan_begins_no_second_draft(yunchuan):
    queue = incident_of(yunchuan)
    activate(yunchuan, plan_approved(yunchuan), queue)
    row = activate(yunchuan, plan_approved(yunchuan, title="停水安抚预案"), queue)
    assert row.made["draft"] == ""
    assert "已有回应在起草" in row.made["draft_why"]
    assert {one["way"] for one in row.made["measures"]} == {"LEFT_OUT"}


def test_what_is_not_approved_is_not_activated(yunchuan):
    with pytest.raises(Refused, match="未经领导批准"):
        activate(yunchuan, plan_submitted(yunchuan), incident_of(yunchuan))


def test_before_a_proposal_is_approved_nothing_is_assigned(yunchuan, water):
    with pytest.raises(Refused, match="会商、报审后交办"):
        activate(yunchuan, plan_approved(yunchuan), water)
    assert not Assignment.objects.filter(proposal__incident=water).exists()


def test_another_version_than_was_shown_is_not_activated(yunchuan):
    with pytest.raises(Refused, match="新版本"):
        activate(yunchuan, plan_approved(yunchuan), incident_of(yunchuan), seen_version=7)


def test_while_a_plan_is_revised_its_approved_version_is_activated(yunchuan):
    plan = plan_approved(yunchuan)
    revise_plan(plan=plan, reason="增加送水点", officer=yunchuan.shen, now=T0)
    assert activate(yunchuan, fresh(plan), incident_of(yunchuan)).version.version == 1


def test_that_it_was_out_of_date_stays_on_the_activation(yunchuan):
    plan = plan_approved(yunchuan, review_on=today() + DAY)
    row = activate(yunchuan, plan, incident_of(yunchuan), now=T0 + 3 * DAY)
    assert row.outdated


def test_a_dissolved_unit_gets_nothing_and_the_plan_says_so(yunchuan):
    plan, queue = plan_approved(yunchuan), incident_of(yunchuan)
    type(yunchuan.reception).objects.filter(pk=yunchuan.reception.pk).update(active=False)
    row = activate(yunchuan, plan, queue)
    assert [one["way"] for one in row.made["measures"]] == ["NOTICE", "LEFT_OUT"]
    assert row.made["measures"][1]["why"] == "单位已停用，须另行交办"


def test_an_incident_of_another_bureau_and_a_reader_are_refused(yunchuan, linxi):
    plan = plan_approved(yunchuan)
    with pytest.raises(Refused, match="未找到该事件"):
        activate(yunchuan, plan, incident_of(linxi))
    with pytest.raises(PermissionDenied):
        activate(yunchuan, plan, incident_of(yunchuan), by=yunchuan.lu)
