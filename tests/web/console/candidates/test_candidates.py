"""Triage on screen: every act asks, says what it did, refuses what is stale, can be undone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.candidates.set_aside_requests import (
    set_aside_hash,
    waiting_set_aside,
)
from huiying.work.incidents.core.models import Incident, IncidentEvent
from tests.factories import T0
from tests.scenarios.grading import sign_waiting
from tests.scenarios.incidents import QUEUE, WATER, candidate_of, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DESK = "/desk/"
HEAT = [
    "河东新村暖气停了三天,整个小区没有暖气,老人孩子冻得睡不着",
    "河东新村全小区暖气不热,供热公司电话打不通,几百户挨冻",
    "河东新村暖气什么时候能恢复,整个小区居民都在等",
]
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=5))


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def to(act: str, row: Candidate) -> str:
    return reverse(
        f"console:candidate-{act}" if act else "console:candidate", args=[row.event_id]
    )


def verbs(cast) -> list[str]:
    rows = AuditRecord.objects.filter(bureau_ref=cast.bureau.pk).order_by("seq")
    return list(rows.values_list("verb", flat=True))


# Reasons --------------------------------------------------------------------------------------


def test_posts_that_came_together_are_not_said_to_have_had_none_like_them(lu, yunchuan):
    row = candidate_of(yunchuan)
    alike = {"lead": "窗口排队", "score": 0.61}
    row.why = [
        {"code": "policy.desk_by_officer"},
        {"code": "engine.new_event"},
        {"code": "engine.similar_words", "params": alike},
    ]
    row.save(update_fields=["why"])
    together = page_of(lu.get(to("", row)))
    Candidate.objects.filter(pk=row.pk).update(size=1, why=row.why[:2])
    alone = page_of(lu.get(to("", row)))

    assert "用词相近（相似度 0.61）" in together
    assert "单独成组" not in together
    assert "近期未见相近帖文，单独成组" in alone


# Confirm --------------------------------------------------------------------------------------


@pytest.mark.clause("6a")
def test_confirming_signs_the_grade_and_leads_to_the_incident(lu, yunchuan):
    row = candidate_of(yunchuan)
    page = page_of(lu.get(to("confirm", row)))
    assert page.field("title") == row.title
    assert page.field("version") == str(row.revision)

    response = lu.post(
        to("confirm", row),
        {"title": "来访登记排队", "grade": 1, "reason": "", "version": row.revision},
        follow=True,
    )

    incident = Incident.objects.get()
    assert (incident.title, incident.grade) == ("来访登记排队", Grade.ORDINARY)
    assert incident.decisions.get().by == yunchuan.lu
    assert response.redirect_chain[-1][0] == reverse("console:incident", args=[incident.number])
    assert f"已登记为事件 {incident.number}" in page_of(response)
    assert verify(bureau_id=yunchuan.bureau.pk).holds


@pytest.mark.clause("4(3)b")
def test_the_form_that_confirms_notifies_the_chosen_unit_as_an_act_of_its_own(lu, yunchuan):
    row = candidate_of(yunchuan)
    form = {"title": row.title, "grade": 1, "reason": "", "version": row.revision}

    page = page_of(
        lu.post(
            to("confirm", row),
            {**form, "unit": yunchuan.reception.pk, "guidance": "请核实叫号。"},
            follow=True,
        )
    )

    notice = Notice.objects.get()
    assert (notice.unit, notice.guidance) == (yunchuan.reception, "请核实叫号。")
    assert "已发起通报：来访接待科" in page
    assert {"incident.opened", "notice.sent"} <= {*verbs(yunchuan)}
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_what_refuses_the_notice_confirms_nothing(lu, yunchuan):
    row = candidate_of(yunchuan)
    form = {"title": row.title, "grade": 1, "reason": "", "version": row.revision}

    page = page_of(
        lu.post(
            to("confirm", row),
            {**form, "unit": yunchuan.reception.pk, "guidance": "请联系网站删帖。"},
        ),
        409,
    )

    assert page.field("guidance") == "请联系网站删帖。"
    assert not Incident.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.clause("6a")
def test_another_grade_than_proposed_is_refused_without_a_reason_and_nothing_typed_is_lost(
    lu, yunchuan
):
    row = candidate_of(yunchuan)
    form = {"title": "改过的标题", "grade": 3, "reason": " ", "version": row.revision}

    page = page_of(lu.post(to("confirm", row), form), 409)

    assert "定级与系统建议不同，请写明理由。" in page
    assert page.field("title") == "改过的标题"
    assert re.search(r'value="3"[^>]*checked', page)
    assert not Incident.objects.exists()
    lu.post(to("confirm", row), {**form, "reason": "有人受伤", "ground": "UNREAD"})
    incident = Incident.objects.get()
    sign_waiting(incident, now=T0)
    assert incident.grade == Grade.MAJOR


@pytest.mark.parametrize(
    "unseen",
    ["\u202e\u202e\u200b", "\u2066 \u2069", "\ufeff", "　", "\u3164\u2800", "\U000e0020\ufe0f"],
)
def test_a_title_or_a_reason_that_nobody_can_see_is_none(lu, yunchuan, unseen):
    row = candidate_of(yunchuan)
    signed = {"title": unseen, "grade": row.proposed_grade, "version": row.revision}

    untitled = page_of(lu.post(to("confirm", row), signed))
    unexplained = page_of(
        lu.post(to("dismiss", row), {"reason": unseen, "version": row.revision})
    )

    assert "仅含不可见字符" in untitled or "请填写这一项" in untitled
    assert "仅含不可见字符" in unexplained or "请填写这一项" in unexplained
    row.refresh_from_db()
    assert row.state == CandidateState.NEW


def test_the_fourth_grade_is_not_offered(lu, yunchuan):
    row = candidate_of(yunchuan)

    page = page_of(lu.get(to("confirm", row)))
    lu.post(to("confirm", row), {"title": "x", "grade": 4, "reason": "y", "version": 0})

    assert 'name="grade" value="4"' not in page
    assert not Incident.objects.exists()


def test_two_officers_who_confirm_at_once_make_one_incident_and_the_second_is_told(
    lu, yunchuan
):
    row = candidate_of(yunchuan)
    shen = signed_in(yunchuan.shen)
    page_of(lu.get(to("confirm", row)))
    page_of(shen.get(to("confirm", row)))
    form = {"grade": 1, "version": row.revision}

    first = lu.post(to("confirm", row), {**form, "title": "先来的", "reason": ""})
    second = shen.post(to("confirm", row), {**form, "title": "后到的", "reason": "我写的理由"})

    page = page_of(second, 409)
    assert first.status_code == 302
    assert "待研判舆情已由陆知远处理为" in page
    assert "本次操作未执行，未作任何更改" in page
    assert page.field("title") == "后到的"
    assert page.field("reason") == "我写的理由"
    assert Incident.objects.get().title == "先来的"
    assert verbs(yunchuan).count("incident.opened") == 1


# Set aside ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "state"),
    [("dismiss", CandidateState.DISMISSED), ("transfer", CandidateState.TRANSFERRED)],
)
def test_setting_aside_needs_a_reason_and_leaves_the_desk(lu, yunchuan, act, state):
    row = candidate_of(yunchuan)

    empty = page_of(lu.post(to(act, row), {"reason": "  ", "version": row.revision}))
    row.refresh_from_db()
    assert row.state == CandidateState.NEW
    assert "hy-bad" in empty or "error" in empty
    done = lu.post(
        to(act, row), {"reason": "转区水务局办理", "version": row.revision}, follow=True
    )

    row.refresh_from_db()
    assert (row.state, row.reason) == (state, "转区水务局办理")
    assert "1 分钟内可撤回" in page_of(done)
    assert to("confirm", row) not in page_of(lu.get(DESK))
    assert "转区水务局办理" in page_of(lu.get(reverse("console:candidates-decided")))


def test_a_proposal_of_major_leaves_the_desk_when_another_officer_signs_on_its_page(
    lu, yunchuan
):
    row = candidate_of(yunchuan, WATER)
    page = page_of(
        lu.post(to("dismiss", row), {"reason": "演练", "version": row.revision}, follow=True)
    )
    assert "签署前仍列为待研判" in page
    assert to("sign", row) not in page
    shen = signed_in(yunchuan.shen)
    page = page_of(shen.get(to("", row)))
    shown = {"hash": set_aside_hash(waiting_set_aside(row))}

    lu.post(to("sign", row), shown)
    row.refresh_from_db()
    assert row.state == CandidateState.NEW
    shen.post(to("sign", row), shown)

    row.refresh_from_db()
    assert row.state == CandidateState.DISMISSED
    assert Clock.objects.get(pk=row.notice_clock_id).state == ClockState.CANCELLED
    assert to("sign", row) in page


def test_a_stale_form_is_refused_and_keeps_what_was_typed(lu, yunchuan):
    row = candidate_of(yunchuan)
    seen = row.revision
    signed_in(yunchuan.shen).post(to("watch", row), {"version": seen})

    page = page_of(
        lu.post(to("dismiss", row), {"reason": "写了很久的理由", "version": seen}), 409
    )

    assert page.field("reason") == "写了很久的理由"
    assert "待研判舆情已由沈青禾处理为“列入关注" in page
    assert "最近更新" in page
    row.refresh_from_db()
    assert row.state == CandidateState.WATCHED
    assert page.field("version") == str(row.revision), "the next try is about what is now shown"
    assert (
        lu.post(
            to("dismiss", row), {"reason": "写了很久的理由", "version": row.revision}
        ).status_code
        == 302
    )


def test_a_double_click_on_an_act_without_a_form_acts_once_and_says_so(lu, yunchuan):
    row = candidate_of(yunchuan)
    form = {"version": row.revision}

    lu.post(to("watch", row), form)
    again = lu.post(to("watch", row), form, follow=True)

    assert "本次操作未执行，未作任何更改" in page_of(again)
    assert verbs(yunchuan).count("candidate.watched") == 1


def test_watching_keeps_it_on_the_desk_and_can_end(lu, yunchuan):
    row = candidate_of(yunchuan)

    lu.post(to("watch", row), {"version": row.revision})
    page = page_of(lu.get(DESK))
    row.refresh_from_db()
    lu.post(to("unwatch", row), {"version": row.revision})

    assert to("unwatch", row) in page
    row.refresh_from_db()
    assert row.state == CandidateState.NEW


def test_merging_puts_the_posts_into_the_chosen_incident(lu, yunchuan):
    incident = incident_of(yunchuan, QUEUE)
    row = candidate_of(yunchuan, WATER)
    page = page_of(lu.get(to("merge", row)))
    assert incident.number in page

    lu.post(
        to("merge", row),
        {"target": incident.number, "reason": "同一件事", "version": row.revision},
    )

    row.refresh_from_db()
    assert (row.state, row.incident) == (CandidateState.MERGED, incident)
    assert IncidentEvent.objects.filter(incident=incident).count() == 2
    assert Clock.objects.get(pk=row.notice_clock_id).subject_ref == incident.number


def test_no_incident_is_chosen_for_a_merge_before_somebody_chose_it(lu, yunchuan):
    numbers = [incident_of(yunchuan, texts).number for texts in (QUEUE, WATER)]
    row = candidate_of(yunchuan, HEAT)

    page = page_of(lu.get(to("merge", row)))

    assert '<option value="" selected>请选择</option>' in page
    assert all(f'<option value="{number}">' in page for number in numbers)


def test_merging_into_what_is_not_offered_is_refused(lu, yunchuan, linxi):
    theirs = incident_of(linxi, QUEUE)
    row = candidate_of(yunchuan, WATER)

    page = page_of(
        lu.post(
            to("merge", row),
            {"target": theirs.number, "reason": "同一件事", "version": row.revision},
        )
    )

    row.refresh_from_db()
    assert row.state == CandidateState.NEW
    assert theirs.title not in page


# Undo -----------------------------------------------------------------------------------------


def test_a_decision_is_undone_at_once_without_a_reason(lu, yunchuan, time):
    row = candidate_of(yunchuan)
    page = lu.post(
        to("dismiss", row), {"reason": "看错了", "version": row.revision}, follow=True
    )
    row.refresh_from_db()
    undo = re.search(rf'action="{to("restore", row)}"', page_of(page))
    assert undo
    assert f'name="version" value="{row.revision}"' in page_of(page)

    time.forward(seconds=59)
    lu.post(to("restore", row), {"version": row.revision})

    row.refresh_from_db()
    assert row.state == CandidateState.NEW
    assert to("confirm", row) in page_of(lu.get(DESK))
    assert verbs(yunchuan)[-2:] == ["candidate.dismissed", "candidate.restored"]


def test_after_a_minute_and_for_another_officer_taking_back_needs_a_reason(lu, yunchuan, time):
    row = candidate_of(yunchuan)
    lu.post(to("dismiss", row), {"reason": "看错了", "version": row.revision})
    row.refresh_from_db()
    shen = signed_in(yunchuan.shen)

    assert "请写明理由。" in page_of(
        shen.post(to("restore", row), {"version": row.revision}), 409
    )
    time.forward(seconds=61)
    assert "请写明理由。" in page_of(
        lu.post(to("restore", row), {"version": row.revision}), 409
    )
    assert to("restore", row) not in page_of(lu.get(DESK))
    row.refresh_from_db()
    assert row.state == CandidateState.DISMISSED

    shen.post(to("restore", row), {"reason": "新帖说明确有其事", "version": row.revision})
    row.refresh_from_db()
    assert row.state == CandidateState.NEW


def test_the_minute_is_a_minute_of_people_on_the_fast_clock_too(
    lu, yunchuan, monkeypatch, time
):
    row = candidate_of(yunchuan)
    monkeypatch.setattr("huiying.jobs.clock.rate", lambda: 30.0)
    lu.post(to("dismiss", row), {"reason": "看错了", "version": row.revision})
    row.refresh_from_db()

    time.forward(seconds=30 * 59)
    assert to("restore", row) in page_of(lu.get(DESK))
    lu.post(to("restore", row), {"version": row.revision})

    row.refresh_from_db()
    assert row.state == CandidateState.NEW


def test_undoing_twice_undoes_once(lu, yunchuan):
    row = candidate_of(yunchuan)
    lu.post(to("dismiss", row), {"reason": "看错了", "version": row.revision})
    row.refresh_from_db()

    lu.post(to("restore", row), {"version": row.revision})
    page = page_of(lu.post(to("restore", row), {"version": row.revision}), 409)

    assert "无可撤回的决定" in page or "没有生效" in page
    assert verbs(yunchuan).count("candidate.restored") == 1


def test_taking_a_merge_back_takes_its_clock_back_too(lu, yunchuan):
    incident = incident_of(yunchuan, QUEUE)
    row = candidate_of(yunchuan, WATER)
    lu.post(
        to("merge", row),
        {"target": incident.number, "reason": "同一件事", "version": row.revision},
    )
    row.refresh_from_db()

    lu.post(to("restore", row), {"version": row.revision})

    row.refresh_from_db()
    assert (row.state, row.incident) == (CandidateState.NEW, None)
    assert IncidentEvent.objects.filter(incident=incident).count() == 1
    again = Clock.objects.get(pk=row.notice_clock_id)
    assert (again.subject_kind, again.subject_ref) == ("candidate", str(row.event_id))
    incident.refresh_from_db()
    assert incident.size == len(QUEUE)


# Doors ----------------------------------------------------------------------------------------

ASKING = ["confirm", "dismiss", "transfer", "merge", "restore"]


@pytest.mark.parametrize("act", ASKING)
def test_without_script_an_act_is_a_page_with_its_form(lu, yunchuan, act):
    row = candidate_of(yunchuan)

    page = page_of(lu.get(to(act, row)))

    assert "<html" in page
    assert f'action="{to(act, row)}"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert page.field("version") == str(row.revision)
    form = page.panel("act")
    assert row.title in form.replace(form.tags("textarea")[0], "")  # what is decided about
    row.refresh_from_db()
    assert row.state == CandidateState.NEW


@pytest.mark.parametrize("act", ASKING)
def test_in_the_dialog_an_act_is_the_form_alone(lu, yunchuan, act):
    row = candidate_of(yunchuan)

    page = page_of(lu.get(to(act, row), headers=HX))

    assert "<html" not in page
    assert f'action="{to(act, row)}"' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_what_is_wrong_comes_back_into_the_dialog(lu, yunchuan):
    row = candidate_of(yunchuan)

    stale = lu.post(
        to("dismiss", row), {"reason": "理由", "version": row.revision + 7}, headers=HX
    )

    page = page_of(stale, 409)
    assert "<html" not in page
    assert page.field("reason") == "理由"


def test_the_candidate_page_shows_cards_posts_and_routing(lu, yunchuan):
    row = candidate_of(yunchuan, WATER)

    page = page_of(lu.get(to("", row)))

    assert row.title in page
    for card in ("舆情内容", "公众反应", "媒体介入"):
        assert card in page
    assert "区水务局" in page
    assert f'id="group-{row.event_id}"' in page
    assert "网友" not in page, "who wrote is not shown"


def test_an_event_of_64_bits_is_the_same_in_the_address_and_on_the_page(lu, yunchuan):
    row = candidate_of(yunchuan)
    assert row.event_id > 2**53, "a number that scripts cannot hold"

    page = page_of(lu.get(DESK))

    assert to("", row) in page
    assert f'id="candidate-{row.event_id}"' in page


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_nonsense_version_never_breaks(lu, yunchuan, version):
    row = candidate_of(yunchuan)

    response = lu.post(to("dismiss", row), {"reason": "理由", "version": version})

    assert response.status_code in {302, 409}


@pytest.mark.clause("4(3)b")
def test_a_candidate_of_every_grade_shows_the_time_that_an_incident_of_it_would_have(
    lu, yunchuan, now
):
    ordinary, major = candidate_of(yunchuan), candidate_of(yunchuan, WATER)

    first, second = page_of(lu.get(to("", ordinary))), page_of(lu.get(to("", major)))

    assert "登记为事件后，通报剩余" in first
    assert (
        f'data-due="{int((ordinary.discovered_at + timedelta(hours=24)).timestamp())}"' in first
    )
    assert "若定为重大，通报剩余" in second
