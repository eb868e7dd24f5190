"""A lost code is replaced in person or by the contact that was given, never by a name."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.petitions.petitions.actions.replace_code import Recognition, replace_code
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0
from tests.scenarios.petitions import submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def replaced(cast, row, *, way=Recognition.IN_PERSON, officer=None, reason="遗失", **more):
    return replace_code(
        petition=row, way=way, reason=reason, officer=officer or cast.lu, now=T0, **more
    )


def test_the_new_code_leads_to_it_and_the_old_one_nowhere(yunchuan):
    receipt = submit(yunchuan)
    code = replaced(yunchuan, receipt.row)
    assert find_by_code(yunchuan.bureau, code) == receipt.row
    assert find_by_code(yunchuan.bureau, receipt.code) is None


def test_the_record_says_who_and_why_and_holds_no_code(yunchuan):
    code = replaced(yunchuan, submit(yunchuan).row)
    record = AuditRecord.objects.get(verb="petition.code_replaced")
    assert record.data["reason"] == "遗失"
    assert code.replace("-", "") not in str(record.data).replace("-", "")


def test_by_a_contact_only_where_one_was_given(yunchuan):
    row = submit(yunchuan, name="", phone="").row
    with pytest.raises(Refused, match="本人当面"):
        replaced(yunchuan, row, way=Recognition.BY_CONTACT)
    replaced(yunchuan, submit(yunchuan).row, way=Recognition.BY_CONTACT)


def test_it_asks_for_a_reason_and_for_who_handles_petitions(yunchuan):
    row = submit(yunchuan).row
    with pytest.raises(Refused, match="理由"):
        replaced(yunchuan, row, reason=" ")
    with pytest.raises(PermissionDenied):
        replaced(yunchuan, row, officer=yunchuan.window)


def test_a_stale_page_replaces_nothing(yunchuan):
    receipt = submit(yunchuan)
    with pytest.raises(Stale):
        replaced(yunchuan, receipt.row, revision=receipt.row.revision - 1)
    assert find_by_code(yunchuan.bureau, receipt.code) == receipt.row
