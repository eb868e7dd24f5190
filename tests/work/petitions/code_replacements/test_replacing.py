"""A lost code is replaced by two persons, neither of the handling unit; the old one ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.models import Delegation
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.petitions.codes import ISSUE_WITHIN, CodeState, Recognition
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.code_replacements.queries import open_replacement
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.actions.erase import erase_petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0
from tests.scenarios.handled_petitions import forwarded
from tests.scenarios.petitions import submit
from tests.work.petitions.code_replacements.steps import (
    approve,
    asked,
    given_out,
    new_code_of,
    send_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
SECOND = timedelta(seconds=1)


@pytest.fixture
def receipt(yunchuan):
    return submit(yunchuan)


# The whole way --------------------------------------------------------------------------------


def test_the_new_code_leads_to_it_and_the_old_one_nowhere(yunchuan, receipt):
    code = new_code_of(yunchuan, receipt.row)
    assert find_by_code(yunchuan.bureau, code) == receipt.row
    assert find_by_code(yunchuan.bureau, receipt.code) is None
    assert receipt.row.steps.last().kind == StepKind.CODE_REPLACED


def test_until_it_is_given_out_the_old_code_goes_on(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    approve(yunchuan, row)
    assert row.state(T0) == CodeState.APPROVED
    assert find_by_code(yunchuan.bureau, receipt.code) == receipt.row


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


# Never one person, never the unit -------------------------------------------------------------


def test_nobody_signs_what_he_asked_for(yunchuan, receipt):
    row = asked(yunchuan, receipt.row, officer=yunchuan.lu)
    with pytest.raises(Refused):
        approve(yunchuan, row, officer=yunchuan.lu)
    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.PENDING


def test_nothing_is_given_out_unsigned(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    with pytest.raises(Refused, match="未经另一人签署"):
        given_out(yunchuan, row)
    assert find_by_code(yunchuan.bureau, receipt.code) == receipt.row


def test_a_request_changed_after_its_signature_gives_nothing_out(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    approve(yunchuan, row)
    row.petition = submit(yunchuan).row
    with pytest.raises(Refused, match="未经另一人签署"):
        given_out(yunchuan, row)


def test_who_stands_in_for_the_handling_unit_has_no_part_in_it(yunchuan, receipt):
    petition = forwarded(yunchuan, receipt.row)
    row = asked(yunchuan, petition)
    for officer in (yunchuan.shen, yunchuan.lu):
        Delegation.objects.create(
            bureau=yunchuan.bureau,
            principal=yunchuan.window,
            delegate=officer,
            role="section_officer",
            from_at=T0 - timedelta(days=1),
            until_at=T0 + timedelta(days=1),
            made_by=yunchuan.window,
            made_at=T0 - timedelta(days=1),
        )
    with pytest.raises(Refused, match="承办单位人员"):
        approve(yunchuan, row)
    approve(yunchuan, row, officer=yunchuan.leader)
    with pytest.raises(Refused, match="承办单位人员"):
        given_out(yunchuan, row)


def test_roles_without_the_right_are_refused(yunchuan, receipt):
    for officer in (yunchuan.window, yunchuan.leader, yunchuan.admin):
        with pytest.raises(PermissionDenied):
            asked(yunchuan, receipt.row, officer=officer)
    row = asked(yunchuan, receipt.row)
    for officer in (yunchuan.window, yunchuan.admin, yunchuan.auditor):
        with pytest.raises(PermissionDenied):
            approve(yunchuan, row, officer=officer)
    approve(yunchuan, row)
    with pytest.raises(PermissionDenied):
        given_out(yunchuan, row, officer=yunchuan.leader)


# What may be asked ----------------------------------------------------------------------------


def test_by_a_contact_only_where_one_was_given(yunchuan):
    unnamed = submit(yunchuan, name="", phone="").row
    with pytest.raises(Refused, match="本人当面"):
        asked(yunchuan, unnamed, way=Recognition.BY_CONTACT)
    assert asked(yunchuan, submit(yunchuan).row, way=Recognition.BY_CONTACT).number


@pytest.mark.parametrize("words", ["", "  ", "字" * 201])
def test_it_says_how_the_sender_was_recognised(yunchuan, receipt, words):
    with pytest.raises(Refused):
        asked(yunchuan, receipt.row, identity=words)


def test_one_request_at_a_time(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    with pytest.raises(Refused, match=row.number):
        asked(yunchuan, receipt.row)


def test_a_stale_page_asks_for_nothing(yunchuan, receipt):
    with pytest.raises(Stale):
        asked(yunchuan, receipt.row, revision=receipt.row.revision - 1)
    assert open_replacement(receipt.row) is None


# Other ends -----------------------------------------------------------------------------------


def test_what_was_returned_gives_nothing_out_and_may_be_asked_anew(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    send_back(yunchuan, row)
    assert row.state(T0) == CodeState.RETURNED
    with pytest.raises(Refused, match="未经另一人签署"):
        given_out(yunchuan, row)
    assert asked(yunchuan, Petition.objects.get(pk=receipt.row.pk)).number != row.number


def test_a_code_is_given_out_once(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    approve(yunchuan, row)
    twin = type(row).objects.select_related("petition", "signoff").get(pk=row.pk)
    code = given_out(yunchuan, row)
    for again in (row, twin):
        with pytest.raises(Refused):
            given_out(yunchuan, again)
    assert find_by_code(yunchuan.bureau, code) == receipt.row


def test_a_signature_lapses_after_seven_days(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    approve(yunchuan, row)
    late = T0 + ISSUE_WITHIN + SECOND
    assert row.state(late - SECOND) == CodeState.APPROVED
    assert row.state(late) == CodeState.ENDED
    with pytest.raises(Refused, match="七日"):
        given_out(yunchuan, row, now=late)
    assert asked(yunchuan, Petition.objects.get(pk=receipt.row.pk), now=late).number


def test_an_erased_petition_gets_no_code(yunchuan, receipt):
    row = asked(yunchuan, receipt.row)
    erase_petition(petition=row.petition, officer=None, now=T0)
    row.refresh_from_db()
    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.VOID
    assert row.state(T0) == CodeState.ENDED
    with pytest.raises(Stale):
        approve(yunchuan, row)
    with pytest.raises(Refused):
        asked(yunchuan, Petition.objects.get(pk=receipt.row.pk))
