"""Several signatures are several persons; an emergency is ratified."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.models import Decision, Signature, SignoffRequest
from huiying.base.signoff.queries import pending_for
from tests.base.signoff.deciding import HASH
from tests.factories import T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(yunchuan):
    return request_approval(
        bureau_id=yunchuan.bureau.pk,
        kind="minutes",
        about_ref="M2026-0001",
        label="会商纪要",
        content_hash=HASH,
        officer=yunchuan.shen,
        clock=None,
        now=T0,
        needed=2,
    )


def signing(request, officer, *, approve=True):
    return decide(
        request=request,
        officer=officer,
        approve=approve,
        reason="" if approve else "漏了意见",
        content_hash=HASH,
        now=T0,
    )


def test_the_last_signature_that_is_needed_approves(minutes, yunchuan):
    half = signing(minutes, yunchuan.leader).decision
    whole = signing(minutes, yunchuan.cheng)

    assert half == Decision.PENDING
    assert (whole.decision, whole.decided_by) == (Decision.APPROVED, yunchuan.cheng)
    verbs = AuditRecord.objects.filter(verb__startswith="signoff.").values_list(
        "verb", flat=True
    )
    assert list(verbs) == ["signoff.signed", "signoff.approved"]


def test_one_person_is_not_two_whatever_his_roles(minutes, yunchuan):
    signing(minutes, yunchuan.leader)

    with pytest.raises(Refused, match="尚需其他人员签署"):
        signing(minutes, yunchuan.leader)

    minutes.refresh_from_db()
    assert (minutes.signed, minutes.decision) == (1, Decision.PENDING)


def test_two_signers_in_one_hand_are_one_person(minutes, yunchuan):
    signing(minutes, yunchuan.leader)
    for signer in (yunchuan.leader, yunchuan.cheng):
        signer.password_reset_by, signer.password_reset_at = yunchuan.admin, T0
        signer.save(update_fields=["password_reset_by", "password_reset_at"])

    with pytest.raises(Refused, match="近七日内"):
        signing(minutes, yunchuan.cheng)

    minutes.refresh_from_db()
    assert (minutes.decision, minutes.signed) == (Decision.PENDING, 1)


def test_who_signed_does_not_wait_for_himself(minutes, yunchuan):
    signing(minutes, yunchuan.leader)

    assert list(pending_for(yunchuan.bureau.pk, officer=yunchuan.leader)) == []
    assert list(pending_for(yunchuan.bureau.pk, officer=yunchuan.cheng)) == [minutes]


def test_one_return_is_enough_and_ends_it(minutes, yunchuan):
    signing(minutes, yunchuan.leader)
    signing(minutes, yunchuan.cheng, approve=False)

    with pytest.raises(Stale, match="该送审已被处理或撤回"):
        signing(minutes, yunchuan.speaker)


def test_the_table_itself_holds_that_enough_signed_and_nobody_twice(minutes, yunchuan):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignoffRequest.objects.filter(pk=minutes.pk).update(decision=Decision.APPROVED)
    signing(minutes, yunchuan.leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            bureau=yunchuan.bureau, request=minutes, officer=yunchuan.leader, at=T0
        )
