"""事实: added, changed and taken out with their evidence; a submission is void by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.models import DraftState, Fact
from huiying.work.responses.facts.actions.edit import (
    FactWords,
    add_fact,
    change_fact,
    remove_fact,
)
from tests.work.responses import desk

SAID = FactWords(statement="又补登记2人。", evidence="登记记录")


def by(draft, officer, now):
    return {"draft": draft, "revision": draft.revision, "officer": officer, "now": now}


def add(how):
    add_fact(statement=SAID.statement, evidence=SAID.evidence, **how)


def change(how):
    change_fact(fact_id=how["draft"].facts.first().pk, words=SAID, **how)


def remove(how):
    remove_fact(fact_id=how["draft"].facts.first().pk, **how)


ACTS = {"add": add, "change": change, "remove": remove}
EACH = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


@EACH
@pytest.mark.parametrize("stage", ["submitted", "approved"])
def test_another_fact_after_the_submission_voids_it(yunchuan, now, stage, act):
    draft = getattr(desk, stage)(yunchuan, now)
    request = draft.signoff

    act(by(draft, yunchuan.shen, now))

    request.refresh_from_db()
    assert request.decision == Decision.VOID
    assert draft.state == DraftState.WRITING
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb.partition("_")[0], record.data) == ("draft.fact", {"voided": True})


@EACH
def test_an_old_page_or_who_may_not_write_touches_no_fact(yunchuan, now, act):
    draft = desk.ready(yunchuan, now)
    before = list(Fact.objects.values())

    with pytest.raises(Stale):
        act(by(draft, yunchuan.window, now) | {"revision": draft.revision - 1})
    with pytest.raises(PermissionDenied):
        act(by(draft, yunchuan.lu, now))

    assert list(Fact.objects.values()) == before


def test_facts_are_numbered_as_they_are_added(yunchuan, now):
    draft = desk.ready(yunchuan, now)

    add(by(draft, yunchuan.window, now))
    remove(by(draft, yunchuan.window, now))
    add(by(draft, yunchuan.window, now))

    assert [(fact.order, fact.statement) for fact in draft.facts.all()] == [
        (2, SAID.statement),
        (3, SAID.statement),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (replace(SAID, statement=" "), "请写出事实"),
        (replace(SAID, link="javascript:alert(1)"), "网址须以 http"),
        (replace(SAID, evidence="长" * 301), "证据最多 300 字"),
        (replace(SAID, subject="3号窗口"), "“主体”“事项”“数值”须同时填写或同时不填"),
        (replace(SAID, subject="长" * 81, attribute="人数", value="1"), "最多 80 字"),
    ],
    ids=["nothing", "no address", "long evidence", "half a fact", "a long part"],
)
def test_a_fact_that_does_not_fit_is_refused(yunchuan, now, words, why):
    draft = desk.ready(yunchuan, now)

    with pytest.raises(Refused, match=why):
        change_fact(
            fact_id=draft.facts.get().pk, words=words, **by(draft, yunchuan.window, now)
        )


def test_a_fact_that_somebody_took_out_cannot_be_changed(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    gone = draft.facts.get().pk
    remove(by(draft, yunchuan.window, now))

    with pytest.raises(Refused, match="该事实已不存在"):
        change_fact(fact_id=gone, words=SAID, **by(draft, yunchuan.window, now))


def test_a_changed_fact_keeps_its_code(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    fact = draft.facts.get()

    change_fact(
        draft=draft,
        revision=draft.revision,
        fact_id=fact.pk,
        words=FactWords(
            subject="3号窗口", attribute="被劝回的群众", value="7人", evidence="记录"
        ),
        officer=yunchuan.window,
        now=now,
    )

    fact.refresh_from_db()
    assert fact.statement == "3号窗口被劝回的群众：7人。"
    assert blocking(draft, now) == []
