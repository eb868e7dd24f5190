"""值班台: what runs out first stands first, in whose hands it is, and what is not shown."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiying.base.outbox.models import BoardAlarm
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.reasons.rendering import render_data
from huiying.web.console.desk import matters
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import NoticeState
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.responses.drafts.actions.start import start_draft
from tests.factories import T0
from tests.scenarios.grading import set_aside_with_second
from tests.scenarios.incidents import WATER, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import Page, page_of

pytestmark = pytest.mark.django_db
DESK = "/desk/"
BOARD = "/desk/matters/"
WAITING = "/desk/candidates/"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now)


def rows(page: Page) -> list[str]:
    """Return the rows of the board, each as words."""
    return [row.text for row in page.rows() if 'id="matter-' in row.tag]


# The board ------------------------------------------------------------------------------------


@pytest.mark.clause("4(3)b", "4(3)c")
def test_the_clock_that_ends_first_stands_first(yunchuan, now):
    late = bulk_rows.incident(yunchuan, 1, now - timedelta(hours=30))
    soon = bulk_rows.incident(yunchuan, 2, now, grade=Grade.MAJOR)
    calm = bulk_rows.incident(yunchuan, 3, now - timedelta(hours=1))

    page = page_of(signed_in(yunchuan.lu).get(BOARD))

    order = re.findall(r"\d{4}-\d{4}", " ".join(rows(page)))
    assert order == [
        late.number,  # 通报, six hours over
        soon.number,  # 通报, thirty minutes
        calm.number,  # 通报 in 23 hours
    ]
    assert [row.count("另 1 个时限") for row in rows(page)] == [1, 1, 1]  # 回应


def test_on_an_english_board_the_holder_is_said_in_english(yunchuan, now):
    bulk_rows.incident(yunchuan, 1, now)
    client = signed_in(yunchuan.lu)

    page = client.get(BOARD, headers={"Accept-Language": "en"})

    board = " ".join(rows(page_of(page)))

    assert "Duty officer" in board
    assert "值班员" not in board


@pytest.mark.clause("4(3)c")
def test_each_row_says_who_holds_the_clock_and_on_what_basis(yunchuan, now, time):
    incident = bulk_rows.incident(yunchuan, 1, now, grade=Grade.MAJOR)
    lu = signed_in(yunchuan.lu)

    before = rows(page_of(lu.get(BOARD)))[0]
    notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="",
        officer=yunchuan.lu,
        now=now + timedelta(minutes=8),
    )
    time.set(now + timedelta(minutes=11))
    after = rows(page_of(lu.get(BOARD)))[0]
    lu.cookies["django_language"] = "en"
    english = rows(page_of(lu.get(BOARD)))[0]

    assert "To be delivered to 区水务局" in english
    assert "值班员" in before
    assert "通报 · 30 分钟" in before
    assert "第四条" in before
    assert "通报单位" in before
    assert "待送达区水务局" in after
    assert "已持续 3 分" in after
    assert "通报单位" not in after


def test_the_row_of_the_answer_offers_its_next_act_to_who_may_write_it(
    yunchuan, now, monkeypatch
):
    incident = bulk_rows.incident(yunchuan, 1, now)
    speaker = signed_in(yunchuan.speaker)

    def row(client):
        return next(row for row in rows(page_of(client.get(BOARD))) if "48 小时" in row)

    early = row(speaker)
    notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=now + timedelta(minutes=8),
    )
    told = row(speaker)
    page = page_of(speaker.get(BOARD))
    start_draft(
        incident=incident, officer=yunchuan.speaker, now=now, speaker=yunchuan.reception
    )
    begun = row(speaker)

    assert "起草回应" not in early, "nobody was asked to verify yet"
    assert "起草回应" in told
    assert reverse("console:draft-start", args=[incident.number]) in page
    assert "打开回应稿" in begun
    assert "起草回应" not in begun


def test_who_keeps_out_of_a_matter_is_not_offered_to_write_its_answer(yunchuan, now):
    incident = bulk_rows.incident(yunchuan, 1, now)
    notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=now,
    )
    recuse(
        incident=incident,
        who=yunchuan.speaker,
        reason="当事人是近亲属",
        officer=yunchuan.speaker,
        now=now,
    )

    assert "起草回应" not in page_of(signed_in(yunchuan.speaker).get(BOARD))


def test_the_bar_says_what_the_board_does_not_show_and_leads_there(yunchuan, now, monkeypatch):
    monkeypatch.setattr(matters, "MATTERS", 1)
    bulk_rows.incident(yunchuan, 1, now)
    bulk_rows.incident(yunchuan, 2, now)
    lu = signed_in(yunchuan.lu)

    page = page_of(lu.get(BOARD))
    behind = page_of(lu.get(BOARD, {"from": "1"}))

    assert "其余 1 件" in page
    assert "1 / 2" in page.text
    assert "scope=all&amp;from=1" in page
    assert len(rows(page)) == len(rows(behind)) == 1
    assert rows(page) != rows(behind)
    assert "其余" not in behind
    assert "返回最急的" in behind


def test_nothing_hidden_is_not_announced(yunchuan, now):
    bulk_rows.incident(yunchuan, 1, now)

    page = page_of(signed_in(yunchuan.lu).get(BOARD))

    assert "按剩余时间排序" in page
    assert "共 1 件，已全部显示" in page
    assert "其余" not in page


def test_only_mine_is_what_my_unit_holds(yunchuan, now):
    mine = bulk_rows.incident(yunchuan, 1, now)
    other = bulk_rows.incident(yunchuan, 2, now)
    notify_unit(
        incident=mine, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )

    page = page_of(signed_in(yunchuan.water).get(BOARD))

    assert mine.title in page
    assert other.number not in page
    assert other.title not in page


def test_a_section_officer_sees_of_others_matters_number_clock_and_holder_alone(yunchuan, now):
    mine = bulk_rows.incident(yunchuan, 1, now)
    other = bulk_rows.incident(yunchuan, 2, now)
    notify_unit(
        incident=mine, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )

    page = page_of(signed_in(yunchuan.water).get(DESK, {"scope": "all"}))

    assert mine.title in page
    assert other.title not in page
    hidden = next(row for row in rows(page) if other.number in row)
    assert "无权查看该事件内容" in hidden
    assert "值班员" in hidden


# Candidates -----------------------------------------------------------------------------------


@pytest.mark.clause("4(3)a")
def test_a_candidate_shows_copies_sources_grade_and_the_reasons(yunchuan):
    row = candidate_of(yunchuan, WATER)

    page = page_of(signed_in(yunchuan.lu).get(WAITING))
    said = page.text

    assert row.title in said
    assert f"×{row.size}" in said
    assert f"论坛 {row.size}" in said
    why = [one for one in row.why if one["code"] != "engine.new_event"]
    assert why
    for reason in [*why[:3], row.proposal["reasons"][0]]:
        assert render_data(reason) in said
    assert "建议" in said
    assert "公众反应" in said
    assert "尚未知悉" in said
    for act in ("confirm", "merge", "watch", "transfer", "dismiss"):
        assert reverse(f"console:candidate-{act}", args=[row.event_id]) in page


@pytest.mark.clause("5f")
def test_the_gravest_candidate_stands_first_and_what_is_not_shown_is_counted(yunchuan, now):
    for number in range(22):
        bulk_rows.candidate(yunchuan, number, now)
    grave = bulk_rows.candidate(yunchuan, 99, now, grade=Grade.MAJOR)

    page = page_of(signed_in(yunchuan.lu).get(WAITING))

    shown = re.findall(r'id="candidate-(\d+)"', page)
    assert shown[0] == str(grave.event_id)
    assert len(shown) == 10
    assert "未显示 13 组" in page
    assert "behind=10" in page
    assert reverse("console:candidates-decided") in page


def test_who_is_on_a_candidate_is_shown_to_the_others(yunchuan):
    row = candidate_of(yunchuan)
    lu, shen = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    page_of(lu.get(reverse("console:candidate", args=[row.event_id])))

    assert "陆知远研判中" in page_of(shen.get(WAITING))
    assert "尚未认领" in page_of(lu.get(WAITING))


# Alarms ---------------------------------------------------------------------------------------


@pytest.mark.clause("4(3)c", "5b")
def test_the_alarm_of_a_major_candidate_stands_until_somebody_takes_it(yunchuan, now):
    row = candidate_of(yunchuan, WATER)
    assert row.proposed_grade == Grade.MAJOR
    lu, shen = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    heard = reverse("console:candidate-heard", args=[row.event_id])

    for _look in range(3):
        page = page_of(lu.get(DESK))
        assert 'role="alert"' in page
        assert "尚未接收" in page
        assert heard in page
    assert lu.get(heard).status_code == 405
    assert lu.post(heard).status_code == 302

    assert "data-alarm" not in page_of(shen.get(DESK))
    alarm = BoardAlarm.objects.get(key=f"major:{row.event_id}")
    assert alarm.taken_by == yunchuan.lu
    row.notice_clock.refresh_from_db()
    assert row.notice_clock.state == "RUNNING"
    assert "警报已被接收" in page_of(shen.post(heard, follow=True))
    alarm.refresh_from_db()
    assert alarm.taken_by == yunchuan.lu


def test_a_decision_takes_the_alarm_too(yunchuan):
    row = candidate_of(yunchuan, WATER)
    lu = signed_in(yunchuan.lu)
    assert 'role="alert"' in page_of(lu.get(DESK))

    set_aside_with_second(
        candidate=row,
        move=CandidateMove.DISMISS,
        reason="两年前的旧帖",
        officer=yunchuan.lu,
        now=T0,
    )

    assert "data-alarm" not in page_of(lu.get(DESK))


def test_alarms_are_for_those_who_triage(yunchuan):
    row = candidate_of(yunchuan, WATER)

    for who in (yunchuan.water, yunchuan.auditor, yunchuan.admin):
        page = page_of(signed_in(who).get(DESK))
        assert "data-alarm" not in page
        assert row.title not in page


# Fragments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "part"), [(BOARD, "h-board"), (WAITING, "h-candidates")])
def test_a_fragment_is_the_part_of_the_page_alone(yunchuan, now, address, part):
    bulk_rows.incident(yunchuan, 1, now)
    bulk_rows.candidate(yunchuan, 2, now)
    lu = signed_in(yunchuan.lu)

    fragment = page_of(lu.get(address, headers={"HX-Request": "true"}))

    assert f'id="{part}"' in fragment
    assert "<html" not in fragment
    assert f'hx-get="{address}' in page_of(lu.get(DESK))


def test_the_fragments_keep_what_was_asked(yunchuan, now):
    bulk_rows.incident(yunchuan, 1, now)

    page = page_of(signed_in(yunchuan.lu).get(DESK, {"scope": "mine", "all": "1"}))

    assert f'hx-get="{BOARD}?scope=mine&amp;all=1"' in page


def test_an_empty_desk_says_so_in_words(yunchuan):
    page = page_of(signed_in(yunchuan.lu).get(DESK))

    assert "暂无计时中的时限。" in page
    assert "暂无待研判舆情。" in page
    assert "未研判的持续保留" in page
    assert "尚未配置来源" in page
    assert "无数据" in page


@pytest.mark.parametrize("query", [{"scope": "?"}, {"all": "2"}, {"from": "x"}])
def test_a_nonsense_query_is_answered_with_the_desk(yunchuan, query):
    assert signed_in(yunchuan.lu).get(DESK, query).status_code == 200


# Cost -----------------------------------------------------------------------------------------


def test_pages_take_no_more_queries_for_much_than_for_little(yunchuan, now):
    bulk_rows.grow(yunchuan, range(1), now)
    lu, water = signed_in(yunchuan.lu), signed_in(yunchuan.water)
    speaker, cheng = signed_in(yunchuan.speaker), signed_in(yunchuan.cheng)
    pages = {
        "desk": (lu, DESK),
        "desk of a section": (water, DESK),
        "desk of a deputy": (cheng, DESK),
        "board": (lu, f"{BOARD}?all=1"),
        "candidates": (lu, WAITING),
        "decided": (lu, reverse("console:candidates-decided")),
        "incident": (lu, reverse("console:incident", args=["2026-0001"])),
        "incidents": (lu, reverse("console:incidents")),
        "incidents of a section": (water, reverse("console:incidents")),
        "posts": (lu, reverse("console:posts")),
        "posts found": (lu, f"{reverse('console:posts')}?q=路灯&channel=论坛"),
        "record found": (signed_in(yunchuan.auditor), f"{reverse('console:audit')}?q=路灯"),
        "notices": (lu, reverse("console:notices")),
        "notices of a section": (water, reverse("console:notices")),
        "responses": (speaker, reverse("console:responses")),
        "search": (lu, f"{reverse('console:search')}?q=路灯"),
        "portal": (Client(), reverse("portal:home", args=["yunchuan"])),
        "answers": (Client(), reverse("portal:answers", args=["yunchuan"])),
        "answers found": (Client(), f"{reverse('portal:answers', args=['yunchuan'])}?q=登记"),
    }
    few = {name: bulk_rows.queries(*page) for name, page in pages.items()}

    bulk_rows.grow(yunchuan, range(1, 5), now)

    many = {name: bulk_rows.queries(*page) for name, page in pages.items()}
    assert {name: count for name, count in many.items() if count > few[name]} == {}


def test_the_duty_desk_takes_forty_one_queries_at_most(yunchuan, now):
    bulk_rows.grow(yunchuan, range(3), now)

    assert bulk_rows.queries(signed_in(yunchuan.lu), DESK) <= 41


def test_a_unit_that_signs_asks_no_clock_and_no_paper_twice(yunchuan, now):
    matter = bulk_rows.incident(yunchuan, 1, now)
    told = notify_unit(
        incident=matter, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )
    water = signed_in(yunchuan.water)

    with CaptureQueriesContext(connection) as captured:
        water.post(reverse("console:notice-sign", args=[told.number]))

    told.refresh_from_db()
    assert told.state == NoticeState.SIGNED
    asked = Counter(query["sql"] for query in captured if query["sql"].startswith("SELECT"))
    again = {sql for sql, times in asked.items() if times > 1}
    for table in ("casework_guidance", "casework_notice", "clocks_clock", "accounts_unit"):
        assert not any(f'FROM "{table}"' in sql for sql in again)
