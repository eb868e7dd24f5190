"""延期: a leader, once, at most thirty days, with the reason told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.work.petitions.periods.actions.extend import ExtensionGrant, extend_petition
from tests.factories import T0
from tests.work.petitions.periods.steps import TODAY, accepted

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def extend(cast, row, days=30, reason="需委托检测", by=None, now=T0):
    return extend_petition(
        petition=row,
        grant=ExtensionGrant(days, reason, TODAY),
        officer=by or cast.cheng,
        now=now,
    )


def test_thirty_days_follow_the_sixty(yunchuan):
    row = accepted(yunchuan)
    before = row.clock.due_at
    longer = extend(yunchuan, row)
    assert before < longer.due_at <= before + timedelta(days=32)
    with pytest.raises(Refused, match="已延期"):
        extend(yunchuan, row)


def test_no_officer_gives_himself_more_time(yunchuan):
    with pytest.raises(PermissionDenied):
        extend(yunchuan, accepted(yunchuan), by=yunchuan.lu)


@pytest.mark.parametrize(
    ("days", "reason", "words"), [(31, "多", "1 至 30"), (0, "少", "1 至 30"), (9, " ", "理由")]
)
def test_more_than_the_law_allows_is_refused(yunchuan, days, reason, words):
    with pytest.raises(Refused, match=words):
        extend(yunchuan, accepted(yunchuan), days, reason)


def test_what_is_late_already_is_not_made_on_time(yunchuan):
    row = accepted(yunchuan)
    with pytest.raises(Refused, match="期限已过"):
        extend(yunchuan, row, now=row.clock.due_at + timedelta(seconds=1))
