"""A version of the rules that somebody changed below the product is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.rulebook.actions.adopt import (
    adopt_book,
    adopt_default,
    with_next_number,
    withdraw_version,
)
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.proof import version_differences
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from tests.factories import T0
from tests.tampering import tamper, triggers_dropped

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def versions(yunchuan):
    """The first version, and a later one that was withdrawn before it began."""
    first = adopt_default(yunchuan.bureau, T0)
    second = adopt_book(
        bureau=yunchuan.bureau,
        data=with_next_number(yunchuan.bureau.pk, to_data(default_book()), T0 + DAY),
        now=T0,
        actor=MACHINE,
        effective_from=T0 + DAY,
    )
    withdraw_version(version=second, officer=yunchuan.shen, reason="再议", now=T0)
    return first, second


def differences(cast):
    return [(one.code, one.params["ref"]) for one in version_differences(cast.bureau.pk)]


def test_versions_as_they_were_adopted_and_withdrawn_agree(yunchuan, versions):
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ("body = replace(body, 'national', 'local')", "1"),
        ("effective_from = adopted_at", "2"),
        ("withdrawn_at = NULL", "2"),
        ("withdrawn_at = adopted_at", "1"),
    ],
)
def test_rules_that_were_changed_below_the_product_are_found(
    yunchuan, versions, changed, number
):
    change = f"UPDATE rulebook_ruleversion SET {changed} WHERE version = %s"  # noqa: S608
    tamper(change, number)

    assert ("record.rules_differ", number) in differences(yunchuan)
    assert not check_bureau(yunchuan.bureau.pk).holds


def test_a_version_that_is_gone_or_was_never_adopted_is_found(yunchuan, versions):
    tamper("UPDATE rulebook_ruleversion SET version = '9' WHERE version = '1'")

    assert differences(yunchuan) == [
        ("record.rules_not_adopted", "9"),
        ("record.rules_missing", "1"),
    ]


def test_a_record_from_before_the_hash_says_when_a_version_begins(yunchuan, versions):
    row = AuditRecord.objects.get(verb="rulebook.adopted", ref="1")
    assert len(row.data["hash"]) == 64
    data = {name: value for name, value in row.data.items() if name != "hash"}
    with_triggers_gone(row, data)

    assert RuleVersion.objects.count() == 2
    assert differences(yunchuan) == []


def with_triggers_gone(row, data):
    with triggers_dropped():
        AuditRecord._base_manager.filter(pk=row.pk).update(data=data)
