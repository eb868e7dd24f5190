"""Deciding an application for erasure: never one person, on a ground of the law."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.accounts.roles.models import Delegation
from huiying.base.errors import Refused, Stale
from huiying.base.search.models import SearchDocument
from huiying.policy.petitions.erasure import ErasureGround, ErasureState, RefusalGround
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.actions.decide import ERASURE_KIND, erasure_hash
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.petitions.actions.correct_text import TextCorrection, correct_text
from tests.factories import T0
from tests.scenarios.petitions import settled
from tests.work.petitions.erasure.steps import approve, asked, propose

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def row(yunchuan):
    return asked(yunchuan, settled(yunchuan))


def test_two_officers_erase(yunchuan, row):
    propose(yunchuan, row)

    assert approve(yunchuan, row)

    row.refresh_from_db()
    assert row.state == ErasureState.ERASED
    assert row.petition.erased_at == T0


def test_nobody_erases_alone(yunchuan, row):
    propose(yunchuan, row)
    with pytest.raises(PermissionDenied):
        approve(yunchuan, row, officer=yunchuan.shen)
    row.petition.refresh_from_db()
    assert row.petition.erased_at is None


def test_nobody_refuses_alone_either(yunchuan, row):
    propose(yunchuan, row, ground=RefusalGround.LEGAL_PERIOD, reason="保管期限未满。")
    row.refresh_from_db()
    assert row.state == ErasureState.PROPOSED

    assert not approve(yunchuan, row)

    row.refresh_from_db()
    assert row.state == ErasureState.REFUSED
    step = row.petition.steps.get(kind=StepKind.ERASURE_REFUSED)
    assert step.data == {"ground": "LEGAL_PERIOD"}


def test_what_is_kept_for_a_legal_period_is_not_searched_any_more(yunchuan, row):
    assert SearchDocument.objects.filter(kind="petition").exists()
    propose(yunchuan, row, ground=RefusalGround.LEGAL_PERIOD, reason="保管期限未满。")
    approve(yunchuan, row)
    assert not SearchDocument.objects.filter(kind="petition").exists()

    correct_text(
        petition=row.petition,
        correction=TextCorrection("窗口排队", "上周四排队三小时。", "日期写错"),
        officer=yunchuan.shen,
        now=T0,
    )
    assert not SearchDocument.objects.filter(kind="petition").exists()


def test_who_stands_in_for_who_proposed_does_not_decide(yunchuan, row):
    Delegation.objects.create(
        bureau=yunchuan.bureau,
        principal=yunchuan.shen,
        delegate=yunchuan.leader,
        role="office",
        from_at=T0 - timedelta(days=1),
        until_at=T0 + timedelta(days=1),
        made_by=yunchuan.shen,
        made_at=T0 - timedelta(days=1),
    )
    propose(yunchuan, row)
    with pytest.raises(Refused, match="代行"):
        approve(yunchuan, row)


def test_nobody_of_the_unit_that_handled_it_takes_part(yunchuan, row):
    """The worst insider makes a complaint against his own unit disappear."""
    for officer in (yunchuan.lu, yunchuan.leader):
        officer.unit = yunchuan.reception
        officer.save(update_fields=["unit"])

    with pytest.raises(Refused, match="承办单位"):
        propose(yunchuan, row, officer=yunchuan.lu)
    propose(yunchuan, row)
    with pytest.raises(Refused, match="承办单位"):
        approve(yunchuan, row)

    assert not Petition.objects.filter(erased_at__isnull=False).exists()


def test_who_recorded_the_visit_does_not_decide_it(yunchuan):
    petition = settled(yunchuan)
    row = asked(yunchuan, petition)
    propose(yunchuan, row, officer=yunchuan.lu)
    assert ERASURE_KIND.authors(row) == {yunchuan.shen.pk, yunchuan.lu.pk}


def test_another_proposal_than_was_shown_is_not_decided(yunchuan, row):
    propose(yunchuan, row)
    shown = erasure_hash(row)
    propose(yunchuan, row, ground=RefusalGround.LEGAL_DUTY, reason="尚在督办。")
    with pytest.raises(Stale):
        ERASURE_KIND.approve(row, shown_hash=shown, officer=yunchuan.leader, now=T0)


def test_what_is_returned_is_proposed_anew(yunchuan, row):
    propose(yunchuan, row)
    ERASURE_KIND.send_back(
        row,
        reason="请先核对保管期限",
        shown_hash=erasure_hash(row),
        officer=yunchuan.leader,
        now=T0,
    )
    assert row.state == ErasureState.ASKED

    propose(yunchuan, row)
    assert approve(yunchuan, row)


def test_a_petition_that_is_open_again_is_not_erased(yunchuan, row):
    propose(yunchuan, row)
    Petition.objects.filter(pk=row.petition_id).update(stage="UNDER_REVIEW")
    with pytest.raises(Refused, match="尚未办结"):
        approve(yunchuan, row)
    row.refresh_from_db()
    assert row.state == ErasureState.PROPOSED


def test_a_reason_is_always_given(yunchuan, row):
    with pytest.raises(Refused, match="理由"):
        propose(yunchuan, row, reason=" ")


@pytest.mark.parametrize("change", [{"state": "ASKED"}, {"reason": "改"}, {"grants": False}])
def test_the_database_refuses_to_change_a_decision(yunchuan, row, change):
    propose(yunchuan, row)
    approve(yunchuan, row)
    with pytest.raises(DatabaseError), transaction.atomic():
        PetitionErasure.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_a_decision_without_a_signature(yunchuan, row):
    with pytest.raises(DatabaseError), transaction.atomic():
        PetitionErasure.objects.filter(pk=row.pk).update(state="ERASED", decided_at=T0)


def test_the_grounds_are_those_of_the_law():
    assert all("《个人信息保护法》" in one.label for one in (*ErasureGround, *RefusalGround))
