"""A request for approval, as the tests put it."""

from __future__ import annotations

import pytest

from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.request_approval import request_approval
from tests.base.signoff.deciding import HASH
from tests.factories import T0


@pytest.fixture
def clock(yunchuan):
    return start_clock(
        bureau_id=yunchuan.bureau.pk,
        kind="approval",
        name="报审",
        rule=book_of(yunchuan.bureau.pk, T0).deadline("APPROVAL"),
        rule_version="1",
        starts_at=T0,
        calendar=calendar_of(yunchuan.bureau.pk),
        subject=ClockSubject("incident", "2026-0001", "停水", 3),
        holder=Holder("程望舒 · 副组长", officer=yunchuan.cheng),
        now=T0,
    )


@pytest.fixture
def put(yunchuan):
    def send(content_hash=HASH, clock=None, now=T0, about="2026-0001/1"):
        return request_approval(
            bureau_id=yunchuan.bureau.pk,
            kind="answer",
            about_ref=about,
            label="关于停水的说明",
            content_hash=content_hash,
            officer=yunchuan.speaker,
            clock=clock,
            now=now,
        )

    return send
