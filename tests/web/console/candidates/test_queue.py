"""Triage one after the other, several at once, and by two officers at the same time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.core.models import Incident
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=5))


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


@pytest.fixture
def three(yunchuan, now):
    return [bulk_rows.candidate(yunchuan, number, now) for number in range(1, 4)]


def to(act: str, row) -> str:
    return reverse(
        f"console:candidate-{act}" if act else "console:candidate", args=[row.event_id]
    )


def many(act: str, rows) -> str:
    picks = "&".join(f"pick={row.event_id}.{row.revision}" for row in rows)
    return f"{reverse(f'console:candidates-{act}')}?{picks}"


def states(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [str(row.state) for row in rows]


# One after the other --------------------------------------------------------------------------


def test_a_candidate_says_its_place_and_leads_to_its_neighbours(lu, three):
    first, second, third = three

    page = page_of(lu.get(to("", second)))

    assert "第 2 组，共 3 组待研判" in page
    assert f'href="{to("", first)}" rel="prev"' in page
    assert f'href="{to("", third)}" rel="next"' in page
    assert 'rel="prev"' not in page_of(lu.get(to("", first)))
    assert 'rel="next"' not in page_of(lu.get(to("", third)))


def test_after_a_decision_the_next_one_is_shown_with_a_way_back(lu, three):
    first, second, _third = three
    page = page_of(lu.get(to("", first)))
    dismiss = re.search(rf'href="({re.escape(to("dismiss", first))}\?next=[^"]+)"', page)[1]

    shown = lu.post(dismiss, {"reason": "广告", "version": first.revision}, follow=True)

    assert shown.redirect_chain[-1][0] == to("", second)
    assert f"已排除：{first.title}" in page_of(shown)
    first.refresh_from_db()
    lu.post(to("restore", first), {"version": first.revision})
    assert states(three) == ["NEW", "NEW", "NEW"]


def test_another_host_is_no_way_on(lu, three):
    address = f"{to('dismiss', three[0])}?next=https://example.org/"

    answer = lu.post(address, {"reason": "广告", "version": three[0].revision})

    assert answer.url == DESK


def test_who_is_on_it_is_told_to_the_other_officer_and_lapses(lu, yunchuan, three, time, now):
    shen = signed_in(yunchuan.shen)
    lu.get(to("", three[0]))

    assert "陆知远研判中。" in page_of(shen.get(to("", three[0])))
    assert "陆知远研判中" in page_of(shen.get(DESK))
    assert "本人研判中" in page_of(lu.get(to("", three[0])))
    time.set(now + timedelta(minutes=16))
    assert "陆知远研判中" not in page_of(shen.get(DESK))


def test_the_last_act_is_offered_back_without_being_asked_for(lu, three, yunchuan):
    lu.post(to("transfer", three[0]), {"reason": "属街道", "version": 0})

    assert f"已转送：{three[0].title}" in page_of(lu.get(DESK))
    assert three[0].title not in page_of(signed_in(yunchuan.shen).get(DESK))


# Several at once ------------------------------------------------------------------------------


def test_several_are_dismissed_with_one_reason_each_in_the_record(lu, three, yunchuan):
    asked = page_of(lu.get(many("dismiss", three[:2])))
    assert all(f"“{row.title}”" in asked for row in three[:2])
    assert states(three) == ["NEW"] * 3

    page = page_of(lu.post(many("dismiss", three[:2]), {"reason": "广告"}, follow=True))

    assert "已处理 2 组。" in page
    assert states(three) == ["DISMISSED", "DISMISSED", "NEW"]
    assert {row.reason for row in three[:2]} == {"广告"}
    records = AuditRecord.objects.filter(verb="candidate.dismissed")
    assert sorted(records.values_list("ref", flat=True)) == sorted(
        str(row.event_id) for row in three[:2]
    )


def test_several_are_merged_into_one_incident(lu, three, yunchuan, now):
    incident = bulk_rows.incident(yunchuan, 9, now)

    lu.post(many("merge", three), {"target": incident.number, "reason": "同一盏灯"})

    assert states(three) == ["MERGED"] * 3
    assert Incident.objects.get().events.count() == 4


def test_one_that_a_colleague_decided_meanwhile_is_left_and_told(lu, three, yunchuan):
    picked = many("dismiss", three)
    signed_in(yunchuan.shen).post(to("watch", three[0]), {"version": three[0].revision})

    page = page_of(lu.post(picked, {"reason": "广告"}, follow=True))

    assert states(three) == ["WATCHED", "DISMISSED", "DISMISSED"]
    assert "已处理 2 组。" in page
    assert f"“{three[0].title}”" in page
    assert "沈青禾" in page


def test_when_nothing_could_be_done_what_was_typed_is_kept(lu, three, yunchuan):
    picked = many("dismiss", three[:1])
    signed_in(yunchuan.shen).post(to("watch", three[0]), {"version": three[0].revision})

    page = page_of(lu.post(picked, {"reason": "写了很久的理由"}), 409)

    assert "写了很久的理由" in page
    assert "沈青禾" in page


@pytest.mark.clause("5f")
def test_a_major_proposal_is_never_dismissed_by_the_dozen(lu, three, yunchuan, now):
    grave = bulk_rows.candidate(yunchuan, 7, now, grade=Grade.MAJOR)

    page = page_of(lu.post(many("dismiss", [*three, grave]), {"reason": "广告"}, follow=True))

    assert states([*three, grave]) == ["DISMISSED"] * 3 + ["NEW"]
    assert "须逐组研判" in page


@pytest.mark.parametrize("query", ["", "?pick=x", "?pick=1", "?pick=9.9.9", "?pick=²"])
def test_nothing_picked_says_so(lu, yunchuan, query):
    for act in ("dismiss", "merge"):
        answer = lu.get(f"{reverse(f'console:candidates-{act}')}{query}", follow=True)
        assert "未选中待研判舆情。" in page_of(answer)


def test_a_candidate_of_another_bureau_cannot_be_picked(lu, yunchuan, linxi, now):
    theirs = bulk_rows.candidate(linxi, 1, now)

    assert lu.post(many("dismiss", [theirs]), {"reason": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == CandidateState.NEW
