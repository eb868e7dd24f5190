"""What an office said of a text is what the record says it said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.work.responses.mechanism.models import Opinion
from huiying.work.responses.mechanism.proof import review_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper
from tests.work.responses import desk
from tests.work.responses.mechanism.steps import agree, hear, second

pytestmark = [pytest.mark.django_db, pytest.mark.clause("8g")]


def one_agreed_and_one_refused(cast):
    """One text that the office agreed to, countersigned; one that it refused, recorded."""
    agreed = desk.submitted(cast, T0, grade=2)
    matter = desk.incident_of(cast, grade=2, number="2026-0002")
    other = desk.submitted(cast, T0, incident=matter)
    later = T0 + timedelta(minutes=1)
    refused = hear(cast, other, later, opinion=Opinion.REFUSED, words="范围写错了。")
    return agree(cast, agreed, later), refused


standing_rows, rows, yunchuan, reviews = module_rows(one_agreed_and_one_refused)


def differences(cast):
    found = review_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_what_was_recorded_and_countersigned_agrees(yunchuan, reviews):
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE responses_mechanismreview SET opinion = 'AGREED'", "differs"),
        ("UPDATE responses_mechanismreview SET words = ''", "differs"),
        ("UPDATE responses_mechanismreview SET document = '另一个文号'", "differs"),
        ("UPDATE responses_mechanismreview SET office_name = '别的机关'", "differs"),
        ("UPDATE responses_mechanismreview SET number = 'J2026-9999'", "not_recorded"),
        ("DELETE FROM responses_mechanismreview", "missing"),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, reviews, sql, found):
    _agreed, refused = reviews
    assert tamper(f"{sql} WHERE id = %s", refused.pk) == 1

    assert f"mechanism_{found}" in {code for code, _ref in differences(yunchuan)}


def test_a_second_signature_that_nobody_gave_is_found(yunchuan, reviews):
    _agreed, refused = reviews
    tamper(
        "UPDATE signoff_signoffrequest SET decision = 'APPROVED', signed = needed, "
        "decided_at = %s, decided_by_id = %s WHERE id = %s",
        *(T0, yunchuan.lu.pk, refused.signoff_id),
    )

    assert differences(yunchuan) == [("mechanism_not_countersigned", refused.number)]


def test_a_returned_record_agrees(yunchuan, reviews):
    _agreed, refused = reviews

    second(refused, yunchuan.lu, T0 + timedelta(hours=1), approve=False, reason="电话核对不符")

    assert differences(yunchuan) == []
