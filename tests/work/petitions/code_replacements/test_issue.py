"""A signed code is issued once, within seven days; the old one ends and is seen to end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.petitions.codes import ISSUE_WITHIN, CodeState
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0
from tests.scenarios.petitions import submit
from tests.work.petitions.code_replacements.steps import (
    approve,
    given_out,
    new_code_of,
    requested,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
SECOND = timedelta(seconds=1)


@pytest.fixture
def receipt(yunchuan):
    return submit(yunchuan)


def test_the_new_code_leads_to_it_and_the_old_one_nowhere(yunchuan, receipt):
    code = new_code_of(yunchuan, receipt.row)
    assert find_by_code(yunchuan.bureau, code) == receipt.row
    assert find_by_code(yunchuan.bureau, receipt.code) is None
    assert receipt.row.steps.last().kind == StepKind.CODE_REPLACED


def test_the_record_says_who_and_why_and_holds_no_code(yunchuan, receipt):
    code = new_code_of(yunchuan, receipt.row)
    records = AuditRecord.objects.filter(verb__startswith="petition_code.")
    assert [row.verb for row in records.order_by("seq")] == [
        "petition_code.asked",
        "petition_code.approved",
        "petition_code.issued",
    ]
    written = str([(row.label, row.data) for row in records])
    assert "已核对证件原件" in written
    assert code.replace("-", "") not in written.replace("-", "")


def test_a_code_that_an_officer_has_seen_does_not_withdraw(yunchuan, receipt):
    new_code_of(yunchuan, receipt.row)
    petition = Petition.objects.get(pk=receipt.row.pk)
    with pytest.raises(Refused, match="补发过查询码"):
        withdraw_petition(petition=petition, now=T0)


def test_nothing_is_given_out_unsigned(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    with pytest.raises(Refused, match="未经另一人签署"):
        given_out(yunchuan, row)
    assert find_by_code(yunchuan.bureau, receipt.code) == receipt.row


def test_a_request_changed_after_its_signature_gives_nothing_out(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    approve(yunchuan, row)
    row.petition = submit(yunchuan).row
    with pytest.raises(Refused, match="未经另一人签署"):
        given_out(yunchuan, row)


def test_a_code_is_given_out_once(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    approve(yunchuan, row)
    twin = type(row).objects.select_related("petition", "signoff").get(pk=row.pk)
    code = given_out(yunchuan, row)
    for again in (row, twin):
        with pytest.raises(Refused):
            given_out(yunchuan, again)
    assert find_by_code(yunchuan.bureau, code) == receipt.row


def test_a_signature_lapses_after_seven_days(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    approve(yunchuan, row)
    late = T0 + ISSUE_WITHIN + SECOND
    assert row.state(late - SECOND) == CodeState.APPROVED
    assert row.state(late) == CodeState.ENDED
    with pytest.raises(Refused, match="七日"):
        given_out(yunchuan, row, now=late)
    assert requested(yunchuan, Petition.objects.get(pk=receipt.row.pk), now=late).number
