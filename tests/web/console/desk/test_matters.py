"""The desk by matter: one row each, its clocks behind it, whom to call, the form due."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import Reason
from huiying.web.console.shared.incident_parts import part_url
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from huiying.work.incidents.candidates.clocks import start_candidate_clocks
from huiying.work.incidents.candidates.models import CandidateState
from tests.scenarios.incidents import WATER, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import Page, page_of
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
DESK = "/desk/"
BOARD = "/desk/matters/"
WAITING = "/desk/candidates/"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now)


def rows(page: Page) -> list[Page]:
    return [row for row in page.rows() if 'id="matter-' in row.tag]


def counters(page: Page) -> dict[str, int]:
    """Return what the counters over the desk say."""
    found = re.findall(r"<b>(\d+)</b>([^<]+)</a>", page)
    return {label.strip(): int(count) for count, label in found}


def told(cast, number, now, **delivered):
    """Notify the waterworks of a matter, and let the notice arrive if asked to."""
    matter = bulk_rows.incident(cast, number, now)
    notice = notify_unit(
        incident=matter, unit=cast.waterworks, guidance="", officer=cast.lu, now=now
    )
    if delivered:
        record_delivery(
            notice=notice, kind=ProofKind.PHONE, who="值班室", at=now, officer=cast.lu, now=now
        )
    return matter, notice


def clock_of(matter, kind: str) -> Clock:
    return Clock.objects.get(subject_ref=matter.number, kind=kind, state="RUNNING")


# One row a matter -----------------------------------------------------------------------------


@pytest.mark.clause("4(3)c")
def test_clocks_of_one_matter_are_one_row_and_the_others_stand_behind_it(yunchuan, now):
    matter = bulk_rows.incident(yunchuan, 1, now)

    [row] = rows(page_of(signed_in(yunchuan.lu).get(BOARD)))

    [behind] = row.tags("details")
    assert matter.title in row.text
    assert "另 1 个时限" in behind.text
    assert "回应 · 48 小时" in behind.text
    assert "通报 · 24 小时" not in behind.text
    assert "通报 · 24 小时" in row.text
    assert " open" not in behind.tag


def test_a_clock_that_stands_by_law_leads_no_row_and_no_list(yunchuan, now):
    standing, calm = bulk_rows.incident(yunchuan, 1, now), bulk_rows.incident(yunchuan, 2, now)
    Clock.objects.filter(subject_ref=standing.number).update(paused_at=now)
    Clock.objects.filter(subject_ref=calm.number, kind="notice").update(paused_at=now)

    first, second = rows(page_of(signed_in(yunchuan.lu).get(BOARD)))

    assert calm.number in first.text
    assert "通报 · 24 小时" in first.tags("details")[0].text, "the answer's clock leads"
    assert standing.number in second.text


def test_a_row_says_the_unit_that_leads_and_whom_to_call(yunchuan, now):
    yunchuan.water.phone, yunchuan.water.phone_shared = "0000-8123", True
    yunchuan.water.save(update_fields=["phone", "phone_shared"])
    told(yunchuan, 1, now)

    [row] = rows(page_of(signed_in(yunchuan.lu).get(BOARD)))

    assert "区水务局" in row.text
    assert "温若川" in row.text
    assert 'href="tel:0000-8123"' in row


def test_who_is_on_duty_is_called_before_other_duty_officers(yunchuan, now):
    matter = bulk_rows.incident(yunchuan, 1, now)

    [mine] = rows(page_of(signed_in(yunchuan.lu).get(BOARD)))
    [theirs] = rows(page_of(signed_in(yunchuan.shen).get(BOARD)))

    assert matter.number in mine.text
    assert "本人 · 值班员" in mine.text
    assert "陆知远" in theirs.text


def test_one_button_alone_is_filled_that_of_the_first_clock_i_hold(yunchuan, now):
    bulk_rows.incident(yunchuan, 1, now)
    bulk_rows.incident(yunchuan, 2, now)

    page = page_of(signed_in(yunchuan.lu).get(BOARD))

    first, second = rows(page)
    assert "hy-btn-main" in first
    assert "hy-btn-main" not in second
    assert "hy-btn-main" not in page_of(signed_in(yunchuan.cheng).get(BOARD))


# Counters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", ["late", "soon", "all", "mine"])
def test_every_counter_leads_to_as_many_rows_as_it_counts(yunchuan, now, scope):
    bulk_rows.incident(yunchuan, 1, now - timedelta(hours=30))
    bulk_rows.incident(yunchuan, 2, now, grade=Grade.MAJOR)
    bulk_rows.incident(yunchuan, 3, now - timedelta(hours=1))
    told(yunchuan, 4, now)
    lu = signed_in(yunchuan.lu)
    words = {"late": "超时", "soon": "30 分钟内到期", "all": "计时中", "mine": "我的"}

    said = counters(page_of(lu.get(DESK)))
    page = page_of(lu.get(DESK, {"scope": scope}))

    assert said["计时中"] == 4
    assert (said["超时"], said["30 分钟内到期"], said["我的"]) == (1, 1, 3)
    assert len(rows(page)) == said[words[scope]]
    assert f'href="/desk/?scope={scope}#h-board"' in page


def test_late_and_pressing_triage_items_are_counted_and_listed_behind_the_counter(
    yunchuan, now
):
    late = bulk_rows.candidate(yunchuan, 1, now - timedelta(hours=30))
    running = bulk_rows.candidate(yunchuan, 2, now, grade=Grade.MAJOR)
    start_candidate_clocks([running], now=now - timedelta(minutes=20))
    running.save(update_fields=["notice_clock", "major_since"])
    calm = bulk_rows.candidate(yunchuan, 3, now)
    bulk_rows.incident(yunchuan, 4, now - timedelta(hours=30))
    lu = signed_in(yunchuan.lu)

    page = page_of(lu.get(DESK))
    of_late = page_of(lu.get(DESK, {"scope": "late"}))
    of_soon = page_of(lu.get(DESK, {"scope": "soon"}))

    assert counters(page) | {"超时": 2, "30 分钟内到期": 1, "待研判": 3} == counters(page)
    assert len(rows(of_late)) == 1
    assert f'id="candidate-{late.event_id}"' in of_late
    assert f'id="candidate-{calm.event_id}"' not in of_late
    assert "仅列超时的 1 组，共 3 组待研判。" in of_late.text
    assert counters(of_late)["待研判"] == 3
    assert f'id="candidate-{running.event_id}"' in of_soon
    assert f'id="candidate-{late.event_id}"' not in of_soon


def test_a_triage_item_whose_clock_was_stopped_or_that_was_decided_is_not_late(yunchuan, now):
    stopped = bulk_rows.candidate(yunchuan, 1, now - timedelta(hours=2), grade=Grade.MAJOR)
    start_candidate_clocks([stopped], now=now - timedelta(hours=2))
    stop_clock(clock=stopped.notice_clock, at=now, reason=Reason("clocks.not_major"), now=now)
    stopped.save(update_fields=["notice_clock", "major_since"])
    dismissed = bulk_rows.candidate(yunchuan, 2, now - timedelta(hours=30))
    dismissed.state = CandidateState.DISMISSED
    dismissed.save(update_fields=["state"])

    assert counters(page_of(signed_in(yunchuan.lu).get(DESK)))["超时"] == 0


def test_who_does_not_triage_has_no_triage_items_in_the_counter(yunchuan, now):
    bulk_rows.candidate(yunchuan, 1, now - timedelta(hours=30))

    page = page_of(signed_in(yunchuan.cheng).get(DESK, {"view": "duty"}))

    assert counters(page)["超时"] == 0


def test_a_fresh_board_brings_its_counters_along(yunchuan, now):
    bulk_rows.incident(yunchuan, 1, now)
    lu = signed_in(yunchuan.lu)

    assert 'id="board-totals" hx-swap-oob="true"' in page_of(lu.get(BOARD))
    assert "hx-swap-oob" not in page_of(lu.get(DESK))


# Nothing twice --------------------------------------------------------------------------------


def test_a_candidate_stands_in_its_own_list_and_never_on_the_board(yunchuan):
    row = candidate_of(yunchuan, WATER)
    lu = signed_in(yunchuan.lu)

    assert rows(page_of(lu.get(BOARD))) == []
    waiting = page_of(lu.get(WAITING))
    assert waiting.count(f"/desk/candidates/{row.event_id}/heard/") == 1
    assert "若定为重大（自列为重大起）" in waiting
    assert "若定为一般（自发现起）" in waiting
    page = page_of(lu.get(DESK))
    assert page.text.count("尚未接收") == 1
    assert "hy-col-turned" in page, "its clock ends before every matter's: it stands first"


def test_what_waits_for_me_is_not_listed_beside_a_row_that_shows_it(yunchuan, now):
    desk.submitted(yunchuan, now)
    cheng = signed_in(yunchuan.cheng)

    page = page_of(cheng.get(DESK, {"scope": "mine"}))

    [row] = rows(page)
    assert "审批" in row.text
    assert not page.has_panel("waiting")


# The form that is due -------------------------------------------------------------------------


@pytest.mark.clause("4(3)c")
def test_the_button_of_a_unit_opens_the_notice_and_then_its_report(yunchuan, now):
    matter, notice = told(yunchuan, 1, now, delivered=True)
    water, lu = signed_in(yunchuan.water), signed_in(yunchuan.lu)

    receipt = reverse("console:clock-due", args=[clock_of(matter, "receipt").pk])
    assert receipt in page_of(water.get(DESK, {"scope": "mine"}))
    assert water.get(receipt).url == reverse("console:notice", args=[notice.number])
    sign_notice(notice=notice, officer=yunchuan.water, now=now)
    report = reverse("console:clock-due", args=[clock_of(matter, "report").pk])

    assert water.get(report).url == reverse("console:notice-report", args=[notice.number])
    assert lu.get(report).url == reverse("console:notice", args=[notice.number])


def test_when_time_is_short_the_duty_desk_reminds_the_unit(yunchuan, now, time):
    matter, _notice = told(yunchuan, 1, now, delivered=True)
    lu = signed_in(yunchuan.lu)

    calm = rows(page_of(lu.get(BOARD)))[0].buttons()
    time.set(clock_of(matter, "receipt").due_at - timedelta(minutes=20))
    short = rows(page_of(lu.get(BOARD)))[0].buttons()

    assert calm[-1] == "查看"
    assert short[-1] == "催办"


def test_the_button_of_who_signs_opens_the_very_approval(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    due = reverse("console:clock-due", args=[draft.signoff.clock_id])

    assert signed_in(yunchuan.cheng).get(due).url == reverse(
        "console:approval", args=[draft.signoff_id]
    )
    number = draft.answer.incident.number
    assert signed_in(yunchuan.auditor).get(due).url == part_url(number, "answers")


def test_the_clock_of_a_matter_out_of_sight_leads_nowhere(yunchuan, linxi, now):
    matter = bulk_rows.incident(yunchuan, 1, now)
    due = reverse("console:clock-due", args=[clock_of(matter, "notice").pk])

    assert signed_in(yunchuan.water).get(due).status_code == 403
    assert signed_in(linxi.lu).get(due).status_code == 404


# Place and undo -------------------------------------------------------------------------------


def test_after_a_decision_the_desk_goes_on_with_the_next_candidate(yunchuan, now):
    first, second, _third = [bulk_rows.candidate(yunchuan, number, now) for number in (1, 2, 3)]
    lu = signed_in(yunchuan.lu)
    page = page_of(lu.get(DESK, {"scope": "all"}))
    way = re.search(rf'href="(/desk/candidates/{first.event_id}/dismiss/[^"]*)"', page)[1]

    answer = lu.post(way.replace("&amp;", "&"), {"reason": "广告", "version": first.revision})
    shown = page_of(lu.get(answer.url))

    assert answer.url == f"/desk/?scope=all&at={second.event_id}#candidate-{second.event_id}"
    chosen = re.search(r'hy-sel" id="candidate-(\d+)"', shown)[1]
    assert chosen == str(second.event_id)
    assert shown.text.count("分钟内可撤回") == 1
    assert "已处理。" not in shown, "one sentence says what was done"
