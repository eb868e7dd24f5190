"""制度执行: article by article from the record; every number opens exactly its rows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tools.regulation_map import articles

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import RoleGrant
from huiying.base.audit.models import AuditRecord
from huiying.policy.time.deadlines import NOTICE
from huiying.policy.time.spans import Span
from huiying.web.console.shared.records.sentences import SENTENCES
from huiying.work.closing.breaches.actions.answer_breach import excuse_breach
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.reports.compliance.clauses import ARTICLES
from huiying.work.reports.compliance.queries import compliance_of
from tests.base.clocks.test_distributions import clock, stored
from tests.factories import T0
from tests.scenarios.incidents import incident_of
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.collection.patrols.planning import begin

pytestmark = [pytest.mark.django_db, pytest.mark.clause("11")]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NUMBER = re.compile(r"(\d+)$")


@pytest.fixture(autouse=True)
def _clock(time):
    return time


def shown(officer, **asked):
    return page_of(signed_in(officer).get(reverse("console:compliance"), asked))


def clause(page, number):
    [row] = [
        one for one in page.having("data-clause") if one.attribute("data-clause") == number
    ]
    return row.text


def test_every_number_opens_exactly_as_many_rows_as_it_says(yunchuan, time, tmp_path):
    make_sample_bureau(yunchuan, T0, tmp_path)
    time.set(T0 + 2 * DAY)
    client = signed_in(yunchuan.cheng)
    page = page_of(client.get(reverse("console:compliance")))

    numbers = [
        (one.text.strip(), one.attribute("href"))
        for row in page.having("data-clause")
        for one in row.tags("a")
    ]

    assert len(numbers) > 20
    for words, address in numbers:
        [count] = NUMBER.findall(words)
        rows = page_of(client.get(address))
        assert f"共 {count} 条" in rows.text, words


def test_a_missed_patrol_is_a_gap_and_an_explanation_does_not_undo_it(yunchuan, time):
    begin(yunchuan, now=T0 - timedelta(hours=1))
    assert "漏巡" not in clause(shown(yunchuan.cheng), "5c")

    time.set(T0 + DAY)
    page = shown(yunchuan.cheng)

    assert "漏巡 2" in clause(page, "5c")
    assert "的巡查没有记录" in clause(page, "5c")
    assert "有缺口" in page.text


def test_a_late_notice_says_of_what_and_whether_it_was_explained(yunchuan, time):
    rule = NOTICE[3]
    stored(yunchuan, [clock(yunchuan, T0, 10 * MINUTE, code=rule)])
    [late] = stored(yunchuan, [clock(yunchuan, T0, 45 * MINUTE, code=rule)])
    type(late).objects.update(breached_at=None)
    type(late).objects.filter(pk=late.pk).update(
        breached_at=T0 + 30 * MINUTE, holder_unit=yunchuan.reception
    )
    time.set(T0 + DAY)
    before = clause(shown(yunchuan.cheng), "4(3)c")
    update_ledger(bureau_id=yunchuan.bureau.pk, now=T0 + DAY)
    waiting = clause(shown(yunchuan.cheng), "4(3)c")
    excuse_breach(
        breach=Breach.objects.get(), text="停电", officer=yunchuan.window, now=T0 + DAY
    )
    explained = clause(shown(yunchuan.cheng), "4(3)c")

    assert "按时办到 1" in before
    assert "逾期 1" in before
    assert "未入违规台账" in before
    assert "待说明" in waiting
    assert "已说明" in explained


def test_a_planted_breach_waits_for_an_explanation_under_article_eleven(yunchuan, time):
    assert "待说明" not in clause(shown(yunchuan.cheng), "11")
    Breach.objects.create(
        bureau=yunchuan.bureau,
        number="W2026-0001",
        key="planted",
        kind="OMITTED",
        step="通报",
        unit=yunchuan.reception,
        unit_label=yunchuan.reception.name,
        found_at=T0,
    )
    time.set(T0 + MINUTE)
    assert "违规待说明 1" in clause(shown(yunchuan.cheng), "11")


def test_a_role_that_nobody_holds_is_a_gap_while_the_days_reach_to_now(yunchuan, time):
    RoleGrant.objects.filter(role=Role.SPOKESPERSON).delete()
    time.set(T0 + DAY)
    assert "“新闻发言人”无人担任" in clause(shown(yunchuan.cheng), "3a")

    earlier = shown(yunchuan.cheng, **{"from": "2026-09-01", "to": "2026-09-30"})
    assert "无人担任" not in clause(earlier, "3a")


def test_what_the_bureau_has_yet_to_confirm_is_no_gap(yunchuan, time):
    time.set(T0 + MINUTE)
    assert "期限待本局确认" in clause(shown(yunchuan.cheng), "2(2)a")

    found = compliance_of(yunchuan.bureau, Span(T0 - DAY, T0 + DAY), T0 + MINUTE)
    [row] = [one for one in found[1].clauses if one.clause.number == "2(2)a"]
    assert (row.gaps, row.questions > 0) == (0, True)


def test_days_with_nothing_say_so(yunchuan):
    page = shown(yunchuan.cheng, **{"from": "2025-01-01", "to": "2025-01-31"})
    assert "2025-01-01 至 2025-01-31" in page.text
    assert "没有应办事项" in page.text
    assert "0 条有缺口" in page.text


def test_the_file_has_a_line_a_clause_and_its_taking_is_recorded(yunchuan):
    response = signed_in(yunchuan.cheng).get(reverse("console:compliance"), {"format": "csv"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(len(one.clauses) for one in ARTICLES)
    assert AuditRecord.objects.filter(verb="list.exported", ref="compliance").exists()


def test_who_is_recused_sees_no_record_of_the_incident_and_that_some_are_left_out(
    yunchuan, time
):
    incident = incident_of(yunchuan, now=T0)
    address = reverse("console:compliance-acts", args=["4(3)a", 0])
    time.set(T0 + DAY)
    assert incident.number in page_of(signed_in(yunchuan.cheng).get(address)).text

    recuse(
        incident=incident,
        who=yunchuan.cheng,
        reason="亲属涉事",
        officer=yunchuan.cheng,
        now=T0 + DAY,
    )
    page = page_of(signed_in(yunchuan.cheng).get(address))

    assert incident.number not in page.text
    assert "1 条因回避未列出" in page.text


def test_an_incident_shows_its_own_acts_and_deadlines_alone(yunchuan, time):
    incident = incident_of(yunchuan, now=T0)
    stored(yunchuan, [clock(yunchuan, T0, 10 * MINUTE)])
    time.set(T0 + DAY)
    page = page_of(
        signed_in(yunchuan.cheng).get(
            reverse("console:compliance-incident", args=[incident.number])
        )
    )
    assert "登记事件 1" in clause(page, "4(3)a")
    assert "第五条" not in page.text


def test_every_act_that_is_counted_has_its_sentence():
    verbs = {
        verb
        for article in ARTICLES
        for one in article.clauses
        for did in one.acts
        for verb in did.verbs
    }
    assert verbs <= SENTENCES.keys()


def test_the_clauses_are_those_of_the_regulation_map():
    numbers = [one.number for article in ARTICLES for one in article.clauses]
    assert [one for one in numbers if one != "1"] == [
        row["number"] for article in articles() for row in article.get("clause", ())
    ]
