"""The rule book of a bureau: default, adopted, followed by another version."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.adopt import (
    adopt_book,
    adopt_default,
    with_next_number,
    withdraw_version,
)
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of, calendar_of, versions_of, waiting_version
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import InvalidRuleBook, to_data
from tests.factories import T0

DAY = timedelta(days=1)


def changed_book(cast, minutes, begins):
    data = to_data(default_book())
    data["deadlines"]["RECEIPT_MAJOR"]["amount"] = minutes
    return with_next_number(cast.bureau.pk, data, begins)


def adopt(cast, minutes=20, begins=T0 + DAY):
    return adopt_book(
        bureau=cast.bureau,
        data=changed_book(cast, minutes, begins),
        effective_from=begins,
        actor=cast.shen.audit_actor(),
        reason="局务会决定",
        now=T0,
    )


def withdraw(cast, version, reason="再议"):
    withdraw_version(version=version, officer=cast.shen, reason=reason, now=T0)


def minutes(cast, at):
    return book_of(cast.bureau.pk, at).deadline("RECEIPT_MAJOR").amount


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

    adopt(yunchuan)

    assert minutes(yunchuan, T0 + DAY - timedelta(seconds=1)) == 30
    assert minutes(yunchuan, T0 + DAY) == 20
    assert minutes(linxi, T0 + DAY) == 30
    assert [row.version for row in versions_of(yunchuan.bureau.pk)] == ["2", "1"]


def test_an_adoption_records_what_it_changes_from_when_and_why(yunchuan):
    adopt_default(yunchuan.bureau, T0)

    version = adopt(yunchuan)

    record = AuditRecord.objects.filter(verb="rulebook.adopted").latest("seq")
    assert (version.version, version.adopted_by, version.note) == ("2", "沈青禾", "局务会决定")
    assert record.actor == f"officer:{yunchuan.shen.pk}"
    assert "deadlines/RECEIPT_MAJOR/amount" in record.data["changed"]
    assert (record.data["effective_from"], record.data["reason"]) == (
        (T0 + DAY).isoformat(),
        "局务会决定",
    )


def test_a_book_is_not_adopted_for_the_past_nor_while_another_waits(yunchuan):
    adopt_default(yunchuan.bureau, T0)
    with pytest.raises(Refused, match="不溯及既往"):
        adopt(yunchuan, begins=T0 - timedelta(seconds=1))
    adopt(yunchuan)

    with pytest.raises(Refused, match="第 2 版将于 2026-11-25 施行"):
        adopt(yunchuan, minutes=15, begins=T0)

    assert [row.version for row in versions_of(yunchuan.bureau.pk)] == ["2", "1"]


def test_of_two_who_adopt_the_same_number_the_second_is_refused(yunchuan):
    data = changed_book(yunchuan, 20, T0)
    first = {"bureau": yunchuan.bureau, "now": T0, "actor": yunchuan.shen.audit_actor()}
    adopt_book(data=data, **first)

    with pytest.raises(Stale, match="规则已有新版本"):
        adopt_book(data=data, **first)


@pytest.mark.clause("2(2)a", "4(3)c")
def test_a_book_that_the_regulation_forbids_is_not_adopted(yunchuan):
    data = changed_book(yunchuan, 20, T0)
    data["deadlines"]["NOTICE_MAJOR"]["amount"] = 31

    with pytest.raises(InvalidRuleBook):
        adopt_book(bureau=yunchuan.bureau, data=data, now=T0, actor=yunchuan.shen.audit_actor())

    assert not RuleVersion.objects.exists()


def test_a_waiting_version_is_withdrawn_with_a_reason_and_its_number_is_spent(yunchuan):
    adopt_default(yunchuan.bureau, T0)
    version = adopt(yunchuan)

    with pytest.raises(Refused, match="理由"):
        withdraw(yunchuan, version, reason=" ")
    withdraw(yunchuan, version)

    assert waiting_version(yunchuan.bureau.pk, T0) is None
    assert minutes(yunchuan, T0 + DAY) == 30
    assert AuditRecord.objects.get(verb="rulebook.withdrawn").data == {"reason": "再议"}
    assert adopt(yunchuan).version == "3"
    with pytest.raises(Refused, match="该版本已施行或已撤回"):
        withdraw(yunchuan, version)


def test_a_version_in_force_cannot_be_withdrawn(yunchuan):
    adopt_default(yunchuan.bureau, T0)
    version = adopt(yunchuan, begins=T0)

    with pytest.raises(Refused, match="该版本已施行或已撤回"):
        withdraw(yunchuan, version, reason="后悔")

    assert minutes(yunchuan, T0) == 20


def test_a_version_is_read_and_validated_once(yunchuan, django_assert_num_queries):
    adopt_default(yunchuan.bureau, T0)
    book_of(yunchuan.bureau.pk, T0)

    with django_assert_num_queries(1):
        book_of(yunchuan.bureau.pk, T0)


def test_a_book_that_was_written_past_the_product_is_refused(yunchuan):
    row = adopt(yunchuan)
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
