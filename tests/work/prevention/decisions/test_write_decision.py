"""A file is begun and written; who may not, and what names a person, is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.prevention.decisions.actions.write_decision import (
    edit_decision,
    start_decision,
)
from huiying.work.prevention.decisions.models import DecisionFile, FileState
from tests.factories import T0
from tests.work.prevention.decision_steps import (
    DAY,
    begun,
    decision_text,
    fresh,
    signed,
    submitted,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def start(cast, officer=None, **more):
    text = decision_text(cast, **more)
    return start_decision(text=text, officer=officer or cast.shen, now=T0)


def test_numbers_run_and_the_record_knows(yunchuan):
    assert [start(yunchuan).number, start(yunchuan).number] == ["PG2026-0001", "PG2026-0002"]
    assert AuditRecord.objects.filter(verb="decision.started").count() == 2


@pytest.mark.parametrize("who", ["lu", "leader", "speaker", "water", "auditor"])
def test_only_the_office_writes(yunchuan, who):
    with pytest.raises(PermissionDenied):
        start(yunchuan, getattr(yunchuan, who))


@pytest.mark.parametrize(
    "more",
    [
        {"title": " "},
        {"affected": "王 小 明"},
        {"legality_by": "张建国"},
        {"comment_to": None},
        {"legality_from": today(), "legality_to": today() - DAY},
    ],
)
def test_what_may_not_stand_there_is_refused(yunchuan, more):
    with pytest.raises(Refused):
        start(yunchuan, **more)
    assert not DecisionFile.objects.exists()


def test_a_unit_out_of_use_and_of_another_bureau_is_refused(yunchuan, linxi):
    with pytest.raises(Refused, match="未找到该单位"):
        start(yunchuan, lead_unit=linxi.reception)
    yunchuan.reception.active = False
    with pytest.raises(Refused, match="未找到该单位"):
        start(yunchuan)


def edit(cast, row, revision=None, **more):
    return edit_decision(
        decision=row,
        text=decision_text(cast, plan=row.plan, **more),
        officer=cast.shen,
        now=T0,
        revision=revision,
    )


def test_an_edit_voids_what_waits(yunchuan):
    row = submitted(yunchuan)

    assert edit(yunchuan, row, scope="改为全天收费。")

    row = fresh(row)
    assert row.state == FileState.WRITING
    assert row.signoff.decision == "VOID"


def test_what_is_signed_is_not_edited(yunchuan):
    row = signed(yunchuan)
    with pytest.raises(Refused, match="已签署"):
        edit(yunchuan, row, scope="改为全天收费。")


def test_who_comes_late_is_told(yunchuan):
    row = begun(yunchuan)
    edit(yunchuan, row, scope="甲方案。")
    with pytest.raises(Stale):
        edit(yunchuan, fresh(row), revision=0, scope="乙方案。")
