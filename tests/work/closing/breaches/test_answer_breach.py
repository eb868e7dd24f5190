"""A breach is recorded, excused, decided, appealed and referred."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.policy.closing.breaches import (
    APPEAL_DAYS,
    BreachKind,
    BreachState,
    Verdict,
    may_export,
)
from huiying.reasons.reason import Reason
from huiying.work.closing.breaches.actions.answer_breach import (
    appeal_breach,
    decide_breach,
    excuse_breach,
    record_breach,
    refer_breach,
)
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def decided(cast, breach, now, verdict=Verdict.UPHELD, by=None):
    decide_breach(
        breach=breach,
        verdict=verdict,
        reason="材料齐全",
        officer=by or cast.leader,
        now=now,
    )
    return breach


@pytest.mark.clause("11")
def test_concealed_and_false_are_said_by_a_person_with_grounds_and_never_computed(
    yunchuan, incident, now
):
    def record(kind=BreachKind.CONCEALED, grounds="热线记录与反馈不符"):
        return record_breach(
            incident=incident,
            kind=kind,
            unit=yunchuan.reception,
            step="反馈",
            grounds=grounds,
            officer=yunchuan.leader,
            now=now,
        )

    row = record()

    assert (row.kind, row.recorded_by) == (BreachKind.CONCEALED, yunchuan.leader)
    with pytest.raises(Refused, match="无需登记"):
        record(BreachKind.LATE)
    with pytest.raises(Refused, match="依据"):
        record(grounds=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=row.pk).update(recorded_by=None)


def test_words_about_a_breach_name_nobody(yunchuan, late, now):
    excuse_breach(breach=late, text="值班电话13912345678占线", officer=yunchuan.window, now=now)

    assert "13912345678" not in late.entries.get().text


@pytest.mark.clause("11")
def test_the_unit_excuses_a_leader_decides_and_another_reviews_the_appeal(yunchuan, late, now):
    excuse_breach(breach=late, text="停电", officer=yunchuan.window, now=now)
    decided(yunchuan, late, now)
    seen = [may_export(BreachState(late.state), late.decided_at, now)]
    appeal_breach(breach=late, text="供电局有证明", officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="不得再认定"):
        decided(yunchuan, late, now, by=yunchuan.leader)

    decided(yunchuan, late, now, Verdict.EXCUSED, by=yunchuan.cheng)

    seen.append(may_export(BreachState(late.state), late.decided_at, now))
    assert seen == [False, True]
    assert (late.state, late.verdict) == (BreachState.FINAL, Verdict.EXCUSED)
    assert [entry.kind for entry in late.entries.all()] == [
        "EXCUSE",
        "DECIDE",
        "APPEAL",
        "REVIEW",
    ]


@pytest.mark.clause("11")
def test_who_recorded_it_never_decides_nor_who_stands_in_for_him(yunchuan, incident, now):
    row = record_breach(
        incident=incident,
        kind=BreachKind.FALSE,
        unit=yunchuan.reception,
        step="反馈",
        grounds="现场照片是旧照片",
        officer=yunchuan.leader,
        now=now,
    )
    delegate(
        principal=yunchuan.leader,
        to=yunchuan.speaker,
        absence=DelegationTerms(Role.LEADER, now, now + DAY, "出差"),
        by=yunchuan.leader,
        now=now,
    )

    for who in (yunchuan.leader, yunchuan.speaker):
        with pytest.raises(Refused, match="不得再认定"):
            decided(yunchuan, row, now + HOUR, by=who)
    decided(yunchuan, row, now + HOUR, Verdict.TOLERATED, by=yunchuan.cheng)
    assert row.verdict == Verdict.TOLERATED


@pytest.mark.clause("11")
def test_an_appeal_comes_in_time_and_nothing_is_referred_before(yunchuan, late, now):
    decided(yunchuan, late, now)
    after = now + timedelta(days=APPEAL_DAYS.value)

    with pytest.raises(Refused, match="申诉期未满"):
        refer_breach(
            breach=late, text="区纪委，云纪〔2026〕1号", officer=yunchuan.leader, now=now
        )
    with pytest.raises(Refused, match="申诉期已过"):
        appeal_breach(breach=late, text="有证明", officer=yunchuan.window, now=after)
    refer_breach(
        breach=late, text="区纪委，云纪〔2026〕1号", officer=yunchuan.leader, now=after
    )
    assert late.entries.last().kind == "REFER"


@pytest.mark.clause("11")
def test_what_was_not_upheld_is_not_referred(yunchuan, late, now):
    decided(yunchuan, late, now, Verdict.SYSTEM)

    with pytest.raises(Refused, match="不得移送"):
        refer_breach(breach=late, text="区纪委", officer=yunchuan.leader, now=now + 9 * DAY)


def test_a_double_click_and_a_stale_tab_decide_nothing(yunchuan, late, now):
    with pytest.raises(Stale):
        decide_breach(
            breach=late,
            verdict=Verdict.UPHELD,
            reason="成立",
            officer=yunchuan.leader,
            now=now,
            revision=late.revision + 1,
        )
    decided(yunchuan, late, now)

    with pytest.raises(Refused, match="不得再认定"):
        decided(yunchuan, late, now)
    with pytest.raises(Refused, match="该条当前不在此环节"):
        decided(yunchuan, late, now, by=yunchuan.cheng)


def test_what_was_decided_keeps_what_it_was_decided_on(yunchuan, late, now):
    decided(yunchuan, late, now)
    raise_alarm(
        bureau_id=yunchuan.bureau.pk,
        key="watchdog:later",
        reason=Reason("alarms.workers_behind", {"what": (), "since": "—"}),
        about=About("workers", ""),
        now=late.due_at - HOUR,
    )

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 4 * DAY)
    late.refresh_from_db()

    assert late.faults == []
