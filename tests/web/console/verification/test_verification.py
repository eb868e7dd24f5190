"""核实 on screen: a claim is asked, answered by its unit, confirmed by another, and used."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.procedure.findings import Finding
from huiying.work.casework.verification.models import Docket, DocketState, Evidence
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_finding, make_verified_docket
from tests.scenarios.incidents import (
    CLAIM,
    QUEUE,
    WATER,
    docket_of,
    incident_of,
    restart_workers,
)
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


ANSWER = {
    "finding": "PARTLY_TRUE",
    "facts": "换阀门冲起铁锈，没有人倒东西。",
    "words": "检修工单",
    "link": "https://shuiwu.example/1",
    "snapshot": "凌晨更换阀门。",
    "expires": "2026-12-24",
}


@pytest.mark.clause("5e")
def test_a_claim_goes_from_the_incident_to_the_unit_and_back_confirmed(yunchuan, water):
    lu, unit, shen = (signed_in(who) for who in (yunchuan.lu, yunchuan.water, yunchuan.shen))
    form = {"claim": CLAIM, "kind": "RUMOUR", "unit": yunchuan.waterworks.pk}
    lu.post(to("docket-ask", water.number), form)
    docket = Docket.objects.get()

    waiting = page_of(unit.get(to("dockets"))).text
    desk = page_of(unit.get(to("desk"))).panel("do").text
    unit.post(to("docket-answer", docket.number), ANSWER | {"version": 0})
    second = page_of(shen.get(to("desk"))).panel("waiting").text
    half = page_of(lu.get(to("incident", water.number) + "?tab=handling")).panel("dockets").text
    page = page_of(shen.get(to("docket", docket.number))).text
    shen.post(to("docket-confirm", docket.number), {"version": 1})

    assert CLAIM in desk
    assert "审核" in second
    assert "答复" in waiting
    assert CLAIM in waiting
    assert "待审核" in half
    assert "复核通过" in page
    whole = (
        page_of(lu.get(to("incident", water.number) + "?tab=handling")).panel("dockets").text
    )
    assert "部分属实" in whole
    assert "已核实" in whole
    assert "核实单 " in page_of(lu.get(to("incident", water.number) + "?tab=handling")).text


@pytest.mark.clause("7b")
def test_what_is_true_is_solved_and_not_denied(yunchuan, water):
    docket = make_verified_docket(yunchuan, water, Finding.TRUE)

    page = page_of(signed_in(yunchuan.lu).get(to("docket", docket.number))).text

    assert "属实的部分先解决，不是否认" in page
    assert "通报处置" in page


@pytest.mark.clause("5e")
def test_a_finding_for_one_incident_answers_another_that_an_officer_linked(yunchuan, water):
    queue = incident_of(yunchuan, QUEUE)
    docket = make_verified_docket(yunchuan, water)
    lu = signed_in(yunchuan.lu)

    asked = page_of(lu.get(to("docket-serve", docket.number))).text
    lu.post(to("docket-serve", docket.number), {"incident": queue.number})

    assert queue.number in asked
    assert (
        CLAIM
        in page_of(lu.get(to("incident", queue.number) + "?tab=handling")).panel("dockets").text
    )


def test_the_unit_that_is_asked_sees_the_claim_and_nothing_of_the_incident(yunchuan, water):
    docket = docket_of(yunchuan, water)

    page = page_of(signed_in(yunchuan.water).get(to("docket", docket.number)))

    assert CLAIM in page
    assert water.title not in page
    assert to("incident", water.number) not in page
    assert signed_in(yunchuan.water).get(to("incident", water.number)).status_code == 403


def test_a_unit_that_was_not_asked_sees_a_docket_only_of_its_own_incidents(yunchuan, water):
    docket = docket_of(yunchuan, water)
    window = signed_in(yunchuan.window)
    before = window.get(to("docket", docket.number)).status_code
    concern_unit(incident=water, unit=yunchuan.reception, lead=False)

    assert before == 403
    assert window.get(to("docket", docket.number)).status_code == 200


def test_who_found_it_is_not_offered_to_confirm_it_and_is_told_why(yunchuan, water):
    docket = docket_of(yunchuan, water, unit=yunchuan.office)
    make_finding(docket, yunchuan.shen)
    shen = signed_in(yunchuan.shen)

    page = page_of(shen.get(to("docket", docket.number))).text
    told = page_of(
        shen.post(to("docket-confirm", docket.number), {"version": 1}, follow=True)
    ).text

    assert "复核通过" not in page
    assert "须由另一人审核" in told
    docket.refresh_from_db()
    assert docket.state == DocketState.FOUND


def test_an_answer_without_evidence_comes_back_with_what_was_typed(yunchuan, water):
    docket = docket_of(yunchuan, water)
    bare = ANSWER | {"words": "", "link": "", "snapshot": "", "version": 0}

    page = page_of(
        signed_in(yunchuan.water).post(to("docket-answer", docket.number), bare), status=409
    ).text

    assert "只能答复“无法核实”。" in page
    assert "换阀门冲起铁锈" in page


def test_a_link_without_snapshot_says_why_it_is_needed(yunchuan, water):
    docket = docket_of(yunchuan, water)
    bare = ANSWER | {"snapshot": "", "version": 0}

    page = page_of(
        signed_in(yunchuan.water).post(to("docket-answer", docket.number), bare), status=409
    ).text

    assert "把当时的文字抄进快照" in page


def test_the_posts_that_say_it_carry_the_finding(yunchuan, water):
    lu = signed_in(yunchuan.lu)
    group = re.search(
        r'name="posts" value="(\d+)"',
        page_of(lu.get(to("docket-ask", water.number))),
    )[1]
    form = {
        "claim": CLAIM,
        "kind": "RUMOUR",
        "unit": yunchuan.waterworks.pk,
        "posts": [group],
    }
    lu.post(to("docket-ask", water.number), form)
    docket = Docket.objects.get()
    make_finding(docket, yunchuan.water)
    before = page_of(lu.get(to("incident", water.number))).panel("posts").text
    signed_in(yunchuan.shen).post(to("docket-confirm", docket.number), {"version": 1})

    assert "核实：不属实" not in before
    assert "核实：不属实" in page_of(lu.get(to("incident", water.number))).panel("posts").text


def test_lost_evidence_is_recorded_on_the_screen(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)
    lu = signed_in(yunchuan.lu)
    piece = Evidence.objects.get()

    lu.post(to("docket-evidence-lost", docket.number, piece.pk), {"reason": "网页已删除"})

    page = page_of(lu.get(to("docket", docket.number))).text
    assert "网页已删除" in page
    assert "快照在，仍算数" in page


@pytest.mark.parametrize(
    ("name", "said"),
    [("docket-again", "已请重新核实"), ("docket-return", "无待审核结论")],
)
def test_acts_with_a_reason_do_or_say_why_not(yunchuan, water, name, said):
    docket = make_verified_docket(yunchuan, water)
    lu = signed_in(yunchuan.lu)
    form = {"reason": "情况有变", "version": docket.revision}

    answer = lu.post(to(name, docket.number), form, follow=True)

    assert said in page_of(answer, status=answer.status_code).text
    assert answer.status_code in {200, 409}


# Answers that stand on findings ---------------------------------------------------------------


@pytest.fixture
def draft(yunchuan, now):
    return desk.ready(yunchuan, now)


def using(yunchuan, docket, draft):
    signed_in(yunchuan.shen).post(
        to("docket-fact", docket.number, draft.pk), {"version": draft.revision}
    )
    draft.refresh_from_db()


def sent_and_approved(yunchuan, draft, now):
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, draft, now)
    draft.refresh_from_db()


def test_a_draft_shows_the_findings_of_its_incident_and_takes_one_as_a_fact(draft, yunchuan):
    docket = make_verified_docket(yunchuan, draft.answer.incident)
    writer = signed_in(yunchuan.shen)

    page = page_of(writer.get(to("draft", draft.pk))).panel("findings").text
    writer.post(to("docket-fact", docket.number, draft.pk), {"version": draft.revision})

    assert "写入事实" in page
    fact = draft.facts.get(docket=docket)
    assert docket.number in fact.evidence
    assert fact.statement == "经查没有此事。"


def test_an_ordinary_draft_without_dockets_shows_none_of_it(draft, yunchuan):

    page = page_of(signed_in(yunchuan.shen).get(to("draft", draft.pk))).text

    assert "写入事实" not in page
    assert "核实单" not in page


def test_an_answer_on_an_expired_finding_is_not_published(draft, yunchuan, now, time):
    docket = make_verified_docket(
        yunchuan, draft.answer.incident, days=1, unit=yunchuan.reception, by=yunchuan.window
    )
    using(yunchuan, docket, draft)
    sent_and_approved(yunchuan, draft, now)
    speaker = signed_in(yunchuan.speaker)
    time.set(now + timedelta(days=2))

    told = page_of(
        speaker.post(to("draft-publish", draft.pk), {"version": draft.revision}, follow=True)
    ).text

    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED
    assert f"引用的核实结论（{docket.number}）已失效" in told
    assert "未发布。" in told


def test_a_finding_that_expires_after_the_release_is_shown_where_it_is_looked_at(
    draft, yunchuan, now, time
):
    docket = make_verified_docket(
        yunchuan, draft.answer.incident, days=1, unit=yunchuan.reception, by=yunchuan.window
    )
    using(yunchuan, docket, draft)
    sent_and_approved(yunchuan, draft, now)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    time.set(now + timedelta(days=2))

    page = page_of(signed_in(yunchuan.lu).get(to("docket", docket.number))).text

    assert "已过有效期" in page
    assert "已发布的回应引用了这份核实单" in page
    assert Draft.objects.get(pk=draft.pk).state == DraftState.PUBLISHED


def test_contradicting_findings_hold_an_answer_back(draft, yunchuan):
    incident = draft.answer.incident
    make_verified_docket(yunchuan, incident, Finding.FALSE)
    yunchuan.window.unit = yunchuan.online
    yunchuan.window.save(update_fields=["unit"])
    make_verified_docket(
        yunchuan, incident, Finding.TRUE, unit=yunchuan.online, by=yunchuan.window
    )
    writer = signed_in(yunchuan.shen)

    told = page_of(
        writer.post(to("draft-submit", draft.pk), {"version": draft.revision}, follow=True)
    ).text

    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    assert "核实结论互相矛盾" in told
    assert (
        "互相矛盾的结论"
        in page_of(
            signed_in(yunchuan.lu).get(to("incident", incident.number) + "?tab=handling")
        ).text
    )


def test_a_denial_of_what_was_found_true_is_pointed_out(yunchuan, now):
    draft = desk.ready(yunchuan, now, finding="FALSE")
    make_verified_docket(yunchuan, draft.answer.incident, Finding.TRUE)

    page = page_of(signed_in(yunchuan.shen).get(to("draft", draft.pk))).text

    assert "属实的先解决，再如实回应" in page
