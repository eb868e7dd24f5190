"""Signing takes another person and exactly what was shown; signed versions stay."""

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.prevention.decisions.actions.sign_decision import (
    DECISION_KIND,
    decide_decision,
)
from huiying.work.prevention.decisions.actions.submit_decision import (
    revise_decision,
    submit_decision,
)
from huiying.work.prevention.decisions.models import DecisionFile, FileState
from huiying.work.prevention.decisions.queries import in_force
from tests.factories import T0
from tests.work.prevention.decision_steps import (
    begun,
    fresh,
    point,
    sign,
    signed,
    submitted,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def decide(row, officer, *, approve=True, reason="", shown=None):
    decide_decision(
        row,
        approve=approve,
        reason=reason,
        shown_hash=shown or DECISION_KIND.content_hash(row),
        officer=officer,
        now=T0,
    )
    return fresh(row)


def test_a_leader_signs_and_the_record_has_the_hash(yunchuan):
    row = decide(submitted(yunchuan), yunchuan.cheng)

    stored = row.signed.get()
    record = AuditRecord.objects.get(verb="decision.signed")
    assert stored.content_hash == record.data["hash"]
    assert stored.content["points"][0]["doubt"] == "居民认为收费标准过高"


@pytest.mark.parametrize("who", ["shen", "lu", "water", "speaker"])
def test_who_is_no_leader_does_not_sign(yunchuan, who):
    with pytest.raises(PermissionDenied):
        decide(submitted(yunchuan), getattr(yunchuan, who))


def test_who_wrote_on_it_does_not_sign(yunchuan):
    row = submitted(yunchuan)
    DecisionFile.objects.filter(pk=row.pk).update(writers=[*row.writers, yunchuan.leader.pk])
    with pytest.raises(Refused, match="不得审定"):
        decide(fresh(row), yunchuan.leader)


def test_the_author_of_an_earlier_version_does_not_sign_the_next(yunchuan):
    row = signed(yunchuan)
    revise_decision(decision=row, reason="标准有调整", officer=yunchuan.shen, now=T0)
    assert yunchuan.shen.pk in fresh(row).writers


def test_another_text_than_was_shown_is_not_signed(yunchuan):
    with pytest.raises(Stale):
        decide(submitted(yunchuan), yunchuan.leader, shown="0" * 64)


def test_what_went_back_is_not_signed(yunchuan):
    row = decide(submitted(yunchuan), yunchuan.leader, approve=False, reason="补充商户意见")
    assert row.state == FileState.WRITING
    with pytest.raises(Refused, match="不在待签署"):
        decide(row, yunchuan.leader)


def test_thirty_days_that_are_missing_keep_it_from_the_leader(yunchuan):
    row = written(yunchuan, comment_from=None, comment_to=None)
    with pytest.raises(Refused, match="未登记公开征求意见"):
        submit_decision(decision=row, officer=yunchuan.shen, now=T0)


def test_a_revision_keeps_the_signed_version_in_force(yunchuan):
    row = signed(yunchuan)
    with pytest.raises(Refused, match="修订理由"):
        revise_decision(decision=row, reason="", officer=yunchuan.shen, now=T0)
    revise_decision(decision=row, reason="标准有调整", officer=yunchuan.shen, now=T0)
    point(yunchuan, fresh(row), doubt="商户担心客流减少", phrases=[])
    assert in_force(row).version == 1
    assert len(in_force(row).content["points"]) == 2

    submit_decision(decision=fresh(row), officer=yunchuan.shen, now=T0)
    sign(fresh(row), yunchuan.leader)

    assert in_force(row).version == 2
    assert row.signed.count() == 2


def test_an_emergency_is_excluded_with_its_ground_and_signed_all_the_same(yunchuan):
    row = begun(
        yunchuan,
        emergency="防汛应急响应期间临时封路，依条例第三条。",
        comment_from=None,
        comment_to=None,
        legality_by="",
        conclusion=None,
    )
    submit_decision(decision=row, officer=yunchuan.shen, now=T0)

    assert sign(fresh(row), yunchuan.leader).state == FileState.SIGNED
