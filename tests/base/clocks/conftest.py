"""Clocks in the tests start from the default rule book."""

from __future__ import annotations

import pytest

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.rulebook.queries import book_of, calendar_of
from tests.factories import T0

DESK = Holder(code=Role.DUTY_OFFICER)


@pytest.fixture
def start(yunchuan):
    """Start a clock of the notice family in 云川."""

    def begin(code="NOTICE_MAJOR", *, ref="2026-0001", at=T0, cast=yunchuan, **more):
        book = book_of(cast.bureau.pk, T0)
        values = {
            "bureau_id": cast.bureau.pk,
            "kind": "notice",
            "name": "通报",
            "rule": book.deadline(code),
            "rule_version": str(book.version),
            "starts_at": at,
            "calendar": calendar_of(cast.bureau.pk),
            "subject": ClockSubject("incident", ref, "接访大厅停水", 3),
            "holder": DESK,
            "now": at,
        }
        return start_clock(**(values | more))

    return begin
