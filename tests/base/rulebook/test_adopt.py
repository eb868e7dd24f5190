"""The rule book of a bureau: default, adopted, followed by another version."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of, calendar_of, versions_of
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import InvalidRuleBook, to_data
from tests.factories import T0

DAY = timedelta(days=1)


def later_version(bureau, minutes=20):
    data = to_data(default_book())
    data["version"] = 2
    data["deadlines"]["RECEIPT_MAJOR"]["amount"] = minutes
    return RuleVersion.objects.create(
        bureau=bureau,
        version="2",
        effective_from=T0 + DAY,
        body=json.dumps(data),
        adopted_at=T0,
        adopted_by="沈青禾",
    )


def test_a_bureau_without_a_book_works_by_the_default(yunchuan):
    assert book_of(yunchuan.bureau.pk, T0) == default_book()


def test_the_default_is_adopted_once_and_read_back_unchanged(yunchuan):
    first = adopt_default(yunchuan.bureau, T0)
    second = adopt_default(bureau=yunchuan.bureau, now=T0 + DAY)

    assert first == second
    assert book_of(yunchuan.bureau.pk, T0) == default_book()
    assert AuditRecord.objects.filter(verb="rulebook.adopted").count() == 1


def test_a_new_version_holds_from_its_moment_on_and_for_its_bureau_alone(yunchuan, linxi):
    adopt_default(yunchuan.bureau, T0)
    later_version(yunchuan.bureau)

    def minutes(cast, at):
        return book_of(cast.bureau.pk, at).deadline("RECEIPT_MAJOR").amount

    assert minutes(yunchuan, T0 + DAY - timedelta(seconds=1)) == 30
    assert minutes(yunchuan, T0 + DAY) == 20
    assert minutes(linxi, T0 + DAY) == 30
    assert [row.version for row in versions_of(yunchuan.bureau.pk)] == ["2", "1"]


def test_a_version_is_read_and_validated_once(yunchuan, django_assert_num_queries):
    adopt_default(yunchuan.bureau, T0)
    book_of(yunchuan.bureau.pk, T0)

    with django_assert_num_queries(1):
        book_of(yunchuan.bureau.pk, T0)


def test_a_book_that_was_written_past_the_product_is_refused(yunchuan):
    row = later_version(yunchuan.bureau)
    data = json.loads(row.body)
    data["deadlines"]["NOTICE_MAJOR"]["amount"] = 600
    row.body = json.dumps(data)
    row.save(update_fields=["body"])

    with pytest.raises(InvalidRuleBook):
        book_of(yunchuan.bureau.pk, T0 + DAY)


def test_the_calendar_knows_make_up_days_and_says_what_is_provisional(yunchuan):
    calendar = calendar_of(yunchuan.bureau.pk)

    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.is_workday(date(2026, 11, 24))
    assert max(calendar.provisional_years) > max(calendar.known_years)
    assert not calendar.is_workday(date(max(calendar.known_years) + 1, 1, 1))
