"""Another person decides, on the text that was read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404

from huiying.base.accounts.roles.actions.delegate import (
    DelegationTerms,
    delegate,
    revoke_delegation,
)
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.access import request_for
from huiying.base.signoff.actions.decide import (
    decide,
)
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.base.signoff.queries import latest_request, pending_for
from tests.base.signoff.deciding import HASH, OTHER, deciding
from tests.factories import T0


def test_a_leader_who_is_not_the_author_approves_and_the_clock_stops(put, clock, yunchuan):
    done = deciding(put(clock=clock), yunchuan.cheng)

    clock.refresh_from_db()
    assert (done.decision, done.decided_by, done.decided_at) == (
        Decision.APPROVED,
        yunchuan.cheng,
        T0,
    )
    assert clock.state == ClockState.MET
    record = AuditRecord.objects.get(verb="signoff.approved")
    assert (record.topic, record.data["hash"]) == ("signoff:answer:2026-0001/1", HASH)


@pytest.mark.parametrize("approve", [True, False])
def test_who_asked_never_decides(put, yunchuan, approve):
    with pytest.raises(Refused, match="起草人、送审人不得审定本人稿件"):
        deciding(put(), yunchuan.speaker, approve=approve, reason="好")


def test_who_wrote_a_part_never_decides(put, yunchuan):
    with pytest.raises(Refused, match="起草人、送审人不得审定本人稿件"):
        deciding(put(), yunchuan.cheng, authors={yunchuan.cheng.pk})


@pytest.mark.parametrize("approve", [True, False])
def test_two_accounts_that_one_person_reset_do_not_sign_for_each_other(put, yunchuan, approve):
    request = put()  # the spokesperson asked
    for account in (yunchuan.speaker, yunchuan.cheng):
        account.password_reset_by, account.password_reset_at = yunchuan.admin, T0
        account.save(update_fields=["password_reset_by", "password_reset_at"])

    with pytest.raises(Refused, match="近七日内"):
        deciding(request, yunchuan.cheng, approve=approve, reason="好")

    assert SignoffRequest.objects.get().decision == Decision.PENDING
    assert deciding(request, yunchuan.leader).decision == Decision.APPROVED


def test_who_reset_the_writers_account_does_not_sign_as_he(put, yunchuan):
    request = put()
    yunchuan.speaker.password_reset_by, yunchuan.speaker.password_reset_at = yunchuan.cheng, T0
    yunchuan.speaker.save(update_fields=["password_reset_by", "password_reset_at"])

    with pytest.raises(Refused, match="近七日内"):
        deciding(request, yunchuan.cheng)


def test_the_database_itself_refuses_an_author_as_approver(put, yunchuan):
    request = put()

    with pytest.raises(IntegrityError, match="author_is_never_approver"):
        SignoffRequest.objects.filter(pk=request.pk).update(decided_by=yunchuan.speaker)


def test_nobody_of_another_bureau_decides(put, linxi):
    with pytest.raises(Refused, match="本局领导"):
        deciding(put(), linxi.cheng)


def test_a_decision_holds_for_the_text_that_was_read(put, yunchuan):
    with pytest.raises(Stale, match="稿件在打开后已修改"):
        deciding(put(), yunchuan.cheng, content_hash=OTHER)

    assert (
        latest_request(yunchuan.bureau.pk, "answer", "2026-0001/1").decision == Decision.PENDING
    )


def test_the_second_decision_changes_nothing(put, yunchuan):
    request = put()
    deciding(request, yunchuan.cheng)
    stale = SignoffRequest.objects.get(pk=request.pk)

    with pytest.raises(Stale, match="该送审已被处理或撤回"):
        deciding(stale, yunchuan.leader, approve=False, reason="不同意")

    request.refresh_from_db()
    assert (request.decision, request.decided_by) == (Decision.APPROVED, yunchuan.cheng)
    assert AuditRecord.objects.filter(verb__startswith="signoff.").count() == 1


def test_returning_needs_a_reason(put, yunchuan):
    request = put()

    with pytest.raises(Refused, match="理由"):
        deciding(request, yunchuan.cheng, approve=False, reason="  ")
    deciding(request, yunchuan.cheng, approve=False, reason="缺少水务局的检测结果")

    assert request.decision == Decision.RETURNED
    assert AuditRecord.objects.get(verb="signoff.returned").data["reason"].startswith("缺少")


def test_obtaining_a_request_is_being_allowed_to_decide_it(put, yunchuan, linxi):
    request = put()

    assert request_for(yunchuan.cheng, request.pk) == request
    with pytest.raises(Http404):
        request_for(linxi.cheng, request.pk)
    with pytest.raises(PermissionDenied):
        request_for(yunchuan.lu, request.pk)


def lend(principal, to, role, hours=8):
    absence = DelegationTerms(role, T0, T0 + timedelta(hours=hours), "出差")
    return delegate(principal=principal, to=to, absence=absence, by=principal, now=T0)


def decide_as(request, officer, now, authors=()):
    return decide(
        request=request,
        officer=officer,
        approve=True,
        reason="",
        content_hash=HASH,
        now=now,
        authors=authors,
    )


def test_who_stands_in_never_approves_what_the_absent_one_asked_for(yunchuan, put):
    lend(yunchuan.speaker, yunchuan.cheng, Role.SPOKESPERSON)
    request = put()

    with pytest.raises(Refused, match="代行"):
        decide_as(request, yunchuan.cheng, T0)  # a deputy in his own right
    for officer, waiting in ((yunchuan.cheng, []), (yunchuan.leader, [request])):
        with_delegated_roles(officer, T0)
        assert list(pending_for(yunchuan.bureau.pk, officer=officer)) == waiting
    assert decide_as(request, yunchuan.leader, T0).decision == Decision.APPROVED


def test_nor_what_the_absent_one_wrote(yunchuan, put):
    lend(yunchuan.cheng, yunchuan.shen, Role.DEPUTY)

    with pytest.raises(Refused, match="代行"):
        decide_as(put(), yunchuan.shen, T0, authors=[yunchuan.cheng.pk])


def test_a_delegation_that_was_taken_back_since_it_was_asked_for_is_seen(yunchuan, put):
    row = lend(yunchuan.speaker, yunchuan.cheng, Role.SPOKESPERSON)
    request = put(now=T0 + timedelta(minutes=1))
    revoke_delegation(delegation=row, by=yunchuan.speaker, now=T0 + timedelta(minutes=2))

    with pytest.raises(Refused, match="代行"):
        decide_as(request, yunchuan.cheng, T0 + timedelta(minutes=3))
    later = put(now=T0 + timedelta(minutes=4))
    assert decide_as(later, yunchuan.cheng, T0 + timedelta(minutes=5)).decided_by


def test_the_record_says_for_whom_the_decider_stood(yunchuan, put):
    lend(yunchuan.leader, yunchuan.shen, Role.LEADER)

    decide_as(put(), yunchuan.shen, T0)

    assert AuditRecord.objects.latest("seq").data["stands_for"] == [
        f"officer:{yunchuan.leader.pk}"
    ]
