"""Changes of a risk: what raises it counts at once, what lowers it waits for another person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.errors import Refused, Stale
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.risks.actions.change import (
    appoint_owner,
    ask_settlement,
    change_risk,
    list_again,
    put_off_review,
    review_risk,
)
from huiying.work.prevention.risks.changes import pending_change
from huiying.work.prevention.risks.models import Risk, RiskState, RiskVersion, VersionKind
from huiying.work.prevention.risks.queries import is_overdue, risks_without_owner
from tests.work.prevention.steps import as_it_stands, heating, later, local_day, look_again

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]
NOW = later(days=1)


@pytest.fixture
def risk(yunchuan):
    return heating(yunchuan)


def change(risk, by, *, reason="检修已完成大半。", revision=None, **changed):
    return change_risk(
        risk=risk,
        wanted=as_it_stands(risk, **changed),
        reason=reason,
        revision=risk.revision if revision is None else revision,
        officer=by,
        now=NOW,
    )


def test_a_lower_level_waits_and_the_risk_stays_as_it_was(yunchuan, risk):
    asked = change(risk, yunchuan.window, probability=3)

    risk.refresh_from_db()
    assert asked.kind == VersionKind.LOWERED
    assert (risk.level, risk.probability) == (RiskLevel.HIGH, 4)
    assert pending_change(risk) == asked


def test_a_higher_level_counts_at_once(yunchuan):
    risk = heating(yunchuan, probability=1, impact=4, residual_probability=1)

    assert change(risk, yunchuan.window, probability=5,
                  next_review=local_day(NOW) + timedelta(days=7)) is None  # fmt: skip

    risk.refresh_from_db()
    assert (risk.level, risk.score) == (RiskLevel.HIGH, 20)
    assert risk.versions.last().kind == VersionKind.CHANGED


def test_a_higher_level_needs_an_earlier_review(yunchuan):
    risk = heating(yunchuan, probability=1, impact=4, residual_probability=1)

    with pytest.raises(Refused, match="高风险的下次复核"):
        change(risk, yunchuan.window, probability=5)


def test_other_words_count_at_once_and_void_what_waits(yunchuan, risk):
    change(risk, yunchuan.window, probability=3)

    change(risk, yunchuan.shen, measures="每日公布检修进度。")

    risk.refresh_from_db()
    assert risk.measures == "每日公布检修进度。"
    assert pending_change(risk) is None


def test_a_later_review_without_looking_waits(yunchuan, risk):
    earlier = local_day(NOW) + timedelta(days=3)
    change(risk, yunchuan.window, next_review=earlier)
    risk.refresh_from_db()
    assert risk.next_review == earlier

    put_off_review(
        risk=risk,
        next_review=earlier + timedelta(days=10),
        reason="检修延期。",
        revision=risk.revision,
        officer=yunchuan.window,
        now=NOW,
    )

    risk.refresh_from_db()
    assert risk.next_review == earlier
    assert is_overdue(risk, later(NOW, days=5))


def test_a_day_that_is_not_later_is_not_put_off(yunchuan, risk):
    with pytest.raises(Refused, match="晚于"):
        put_off_review(
            risk=risk,
            next_review=risk.next_review,
            reason="检修延期。",
            revision=0,
            officer=yunchuan.window,
            now=NOW,
        )


def test_who_looked_sets_the_next_day_alone(yunchuan, risk):
    now = later(days=20)
    before = risk.next_review

    look_again(risk, yunchuan.window, now)

    assert risk.next_review > before
    assert risk.reviewed_at == now
    assert risk.versions.last().kind == VersionKind.REVIEWED


def test_a_review_says_what_was_looked_at(yunchuan, risk):
    with pytest.raises(Refused, match="复核了什么"):
        review_risk(
            risk=risk,
            next_review=risk.next_review,
            note=" ",
            revision=0,
            officer=yunchuan.window,
            now=NOW,
        )


def test_taking_off_waits_and_listing_again_does_not(yunchuan, risk):
    asked = ask_settlement(
        risk=risk, reason="管网已改造。", revision=0, officer=yunchuan.window, now=NOW
    )

    risk.refresh_from_db()
    assert (asked.kind, risk.state) == (VersionKind.SETTLED, RiskState.LISTED)
    with pytest.raises(Refused, match="仍在册"):
        list_again(
            risk=risk,
            next_review=risk.next_review,
            reason="又反映。",
            revision=0,
            officer=yunchuan.window,
            now=NOW,
        )


def test_another_owner_is_appointed_when_one_left(yunchuan, risk):
    yunchuan.window.is_active = False
    yunchuan.window.save(update_fields=["is_active"])
    risk.refresh_from_db()
    assert risk.owner_left
    assert list(risks_without_owner(yunchuan.shen)) == [risk]

    appoint_owner(
        risk=risk,
        owner=yunchuan.shen,
        reason="原责任人调离。",
        revision=0,
        officer=yunchuan.shen,
        now=NOW,
    )

    risk.refresh_from_db()
    assert (risk.owner, risk.unit, risk.owner_left) == (yunchuan.shen, yunchuan.office, False)


def test_a_dissolved_unit_leaves_the_risk_without_owner(yunchuan, risk):
    yunchuan.reception.active = False
    yunchuan.reception.save(update_fields=["active"])

    assert list(risks_without_owner(yunchuan.shen)) == [risk]
    assert Risk.objects.select_related("unit", "owner").get().owner_left


def test_who_changes_nothing_is_told_to_review(yunchuan, risk):
    with pytest.raises(Refused, match="无变化"):
        change(risk, yunchuan.window)


def test_a_change_needs_a_reason(yunchuan, risk):
    with pytest.raises(Refused, match="理由"):
        change(risk, yunchuan.window, measures="另一项措施。", reason="")


def test_the_second_of_two_is_told_so(yunchuan, risk):
    change(risk, yunchuan.window, measures="一项措施。")

    with pytest.raises(Stale):
        change(risk, yunchuan.shen, measures="另一项措施。", revision=0)
    with pytest.raises(Stale):
        change(risk, yunchuan.shen, probability=1, residual_probability=1, revision=0)


def test_another_unit_keeps_its_hands_off(yunchuan, risk):
    with pytest.raises(PermissionDenied):
        change(risk, yunchuan.water, measures="一项措施。")


def test_a_version_is_final(yunchuan, risk):
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        RiskVersion.objects.update(reason="另一个理由")
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        Risk.objects.update(level="LOW")
