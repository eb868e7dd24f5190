"""The breach ledger: computed from the record, answered by the unit, decided by others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.queries import verify
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.jobs.clocks import after_closing, ladder
from huiying.policy.closing.breaches import (
    APPEAL_DAYS,
    BreachKind,
    BreachState,
    SystemFault,
    Verdict,
    may_export,
)
from huiying.policy.closing.gate import Condition
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from huiying.work.closing.breaches.actions.answer_breach import (
    appeal_breach,
    decide_breach,
    excuse_breach,
    record_breach,
    refer_breach,
)
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.collection.sources.gaps import close_gap, open_gap
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.closing import make_release, make_solved_notice, make_waiver
from tests.scenarios.incidents import incident_of, restart_workers, source_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("11")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_warm():
    restart_workers()


standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, now=T0))


@pytest.fixture
def late(yunchuan, incident, now):
    """A unit signed for its notice two days after it was reached."""
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=now,
        officer=yunchuan.lu,
        now=now,
    )
    later = now + 2 * DAY
    ladder.turn(later)
    sign_notice(notice=notice, officer=yunchuan.window, now=later)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=later)
    return Breach.objects.get(clock=notice.receipt_clock)


def decided(cast, breach, now, verdict=Verdict.UPHELD, by=None):
    decide_breach(
        breach=breach,
        verdict=verdict,
        reason="材料齐全",
        officer=by or cast.leader,
        now=now,
    )
    return breach


def test_a_late_receipt_stands_there_once_with_its_unit_and_step(yunchuan, late, now):
    again = update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)

    assert again == 0
    assert (late.kind, late.step, late.unit) == (BreachKind.LATE, "签收", yunchuan.reception)
    assert late.done_at - late.due_at > HOUR
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_the_job_runs_twice_and_changes_nothing_twice(yunchuan, late, now):
    before = list(Breach.objects.values())

    assert after_closing.keep_ledgers(now + 3 * DAY) == 0
    assert list(Breach.objects.values()) == before


def test_what_a_role_or_an_officer_held_is_a_units_and_no_person_is_named(
    yunchuan, incident, now
):
    notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    ladder.turn(now + 3 * DAY)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)

    rows = list(Breach.objects.all())
    people = {officer.name for officer in type(yunchuan.lu).objects.all()}
    assert rows
    assert not any(name in row.unit_label for row in rows for name in people)
    assert {row.unit for row in rows} <= {yunchuan.office, yunchuan.reception}


def test_what_is_still_undone_is_late_and_done_later_is_noted(yunchuan, incident, now):
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    ladder.turn(now + 2 * DAY)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 2 * DAY)
    row = Breach.objects.get(clock=notice.notice_clock)
    before = row.done_at
    sign_notice(notice=notice, officer=yunchuan.window, now=now + 2 * DAY + HOUR)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 3 * DAY)
    row.refresh_from_db()

    assert before is None
    assert row.done_at == now + 2 * DAY + HOUR


def test_what_was_never_done_before_closing_is_omitted(yunchuan, incident, now):
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    silent = notify_unit(
        incident=incident, unit=yunchuan.online, guidance="", officer=yunchuan.lu, now=now
    )
    type(silent).objects.filter(pk=silent.pk).update(state="SIGNED")
    make_waiver(yunchuan, incident, Condition.SOLVED, now=now)
    close_incident(incident=incident, officer=yunchuan.shen, now=now)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now)

    row = Breach.objects.get(key=f"report:{silent.pk}")
    assert (row.kind, row.unit, row.done_at) == (BreachKind.OMITTED, yunchuan.online, None)


def test_what_failed_in_the_system_meanwhile_is_told_apart(yunchuan, incident, now):
    raise_alarm(
        bureau_id=yunchuan.bureau.pk,
        key="watchdog:test",
        text="后台可能停了",
        about=About("workers", ""),
        now=now + HOUR,
    )
    source = source_of(yunchuan)
    open_gap(bureau_id=yunchuan.bureau.pk, source_id=source.pk, since=now + HOUR)
    close_gap(source_id=source.pk, now=now + 2 * HOUR)
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    ladder.turn(now + 2 * DAY)

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 2 * DAY)

    assert Breach.objects.get(clock=notice.notice_clock).faults == [
        SystemFault.WORKERS,
        SystemFault.SOURCE,
    ]


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
    with pytest.raises(Refused, match="不用登记"):
        record(BreachKind.LATE)
    with pytest.raises(Refused, match="依据"):
        record(grounds=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=row.pk).update(recorded_by=None)


def test_words_about_a_breach_name_nobody(yunchuan, late, now):
    excuse_breach(breach=late, text="值班电话13912345678占线", officer=yunchuan.window, now=now)

    assert "13912345678" not in late.entries.get().text


def test_the_unit_excuses_a_leader_decides_and_another_reviews_the_appeal(yunchuan, late, now):
    excuse_breach(breach=late, text="停电", officer=yunchuan.window, now=now)
    decided(yunchuan, late, now)
    seen = [may_export(BreachState(late.state), late.decided_at, now)]
    appeal_breach(breach=late, text="供电局有证明", officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="不能再认定"):
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
        with pytest.raises(Refused, match="不能再认定"):
            decided(yunchuan, row, now + HOUR, by=who)
    decided(yunchuan, row, now + HOUR, Verdict.TOLERATED, by=yunchuan.cheng)
    assert row.verdict == Verdict.TOLERATED


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


def test_what_was_not_upheld_is_not_referred(yunchuan, late, now):
    decided(yunchuan, late, now, Verdict.SYSTEM)

    with pytest.raises(Refused, match="不移送"):
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

    with pytest.raises(Refused, match="不能再认定"):
        decided(yunchuan, late, now)
    with pytest.raises(Refused, match="不在这个环节"):
        decided(yunchuan, late, now, by=yunchuan.cheng)


def test_what_was_decided_keeps_what_it_was_decided_on(yunchuan, late, now):
    decided(yunchuan, late, now)
    raise_alarm(
        bureau_id=yunchuan.bureau.pk,
        key="watchdog:later",
        text="后台可能停了",
        about=About("workers", ""),
        now=late.due_at - HOUR,
    )

    update_ledger(bureau_id=yunchuan.bureau.pk, now=now + 4 * DAY)
    late.refresh_from_db()

    assert late.faults == []


def test_another_bureaus_breaches_stay_its_own(yunchuan, linxi, late, now):
    assert update_ledger(bureau_id=linxi.bureau.pk, now=now + 3 * DAY) == 0
    assert not Breach.objects.filter(bureau=linxi.bureau).exists()
