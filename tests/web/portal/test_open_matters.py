"""正在核实 and 我们的承诺: what is not over, in words that were approved and no others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiying.policy.procedure.stages import Stage
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.casework.promises.actions.promise import keep_promise, make_promise
from huiying.work.responses.drafts.actions.choose_form import choose_form
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.scenarios.tasks import upload_picture
from tests.work.responses import desk

HOME = "/b/yunchuan/"
TITLE = "来访登记要求撤帖一事正在核实"
NEXT = "11月26日再次公布核实情况。"
PROMISE = "11月25日前，每个窗口张贴登记条件。"


def page(client, address=HOME):
    return " ".join(client.get(address).content.decode().split())


def send(cast, draft, now):
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    desk.approve(cast, draft, now)
    draft.refresh_from_db()
    return publish(draft=draft, officer=cast.speaker, now=now)


def holding(cast, now, incident=None):
    """A holding statement in public: the matter is named, and when the next word comes."""
    body = f"{desk.WORDS.body}\n{NEXT}[F1]"
    draft = desk.ready(cast, now, incident=incident, title=TITLE, body=body)
    choose_form(
        draft=draft,
        revision=draft.revision,
        form=AnswerForm.HOLDING,
        replace=False,
        officer=cast.window,
        now=now,
    )
    return send(cast, draft, now)


def promise(cast, incident, now, text=PROMISE):
    return make_promise(
        incident=incident,
        text=text,
        place="公开回应",
        unit=cast.reception,
        due=date(2026, 11, 25),
        officer=cast.shen,
        now=now,
    )


def answer_with_promise(cast, now):
    release = desk.published(cast, now, body=f"{desk.WORDS.body}\n{PROMISE}[F1]")
    return release, f"/b/yunchuan/answers/{release.answer.number}/"


def test_a_matter_is_named_once_a_holding_statement_is_public(client, yunchuan, now):
    desk.incident_of(yunchuan, number="2026-0007")
    assert "正在核实" not in page(client), "an incident alone is no public matter"

    holding(yunchuan, now)

    found = page(client)
    assert "<h2>正在核实</h2>" in found
    assert TITLE in found
    assert NEXT in found
    assert "先撤帖再登记的说法" not in found, "the incident's own title is never shown"


def test_a_matter_is_over_with_its_answer(client, yunchuan, now):
    release = holding(yunchuan, now)
    later = now + timedelta(hours=5)
    draft = correct_release(
        answer=release.answer, note="核实有了结果。", officer=yunchuan.window, now=later
    )
    send(yunchuan, draft, later)

    assert "正在核实</h2>" not in page(client)


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.DISMISSED])
def test_a_matter_that_was_closed_is_not_being_verified(client, yunchuan, now, stage):
    incident = holding(yunchuan, now).answer.incident
    incident.stage = stage
    incident.save(update_fields=["stage"])

    assert "正在核实</h2>" not in page(client)


def test_the_list_costs_the_same_for_many_matters(
    client, yunchuan, now, django_assert_max_num_queries
):
    for count in range(5):
        holding(yunchuan, now, desk.incident_of(yunchuan, number=f"2026-2{count:03d}"))

    with django_assert_max_num_queries(15):
        assert page(client).count(NEXT) == 5


def test_a_promise_stands_beside_the_answer_that_says_it(client, yunchuan, now):
    release, address = answer_with_promise(yunchuan, now)
    assert "我们的承诺" not in page(client, address)

    promise(yunchuan, release.answer.incident, now)

    found = page(client, address)
    assert "我们的承诺" in found
    assert "11月25日前做到" in found


def test_a_promise_that_no_published_word_holds_is_not_shown(client, yunchuan, now):
    release, address = answer_with_promise(yunchuan, now)

    promise(yunchuan, release.answer.incident, now, text="本周内给每位群众打电话。")

    assert "我们的承诺" not in page(client, address)
    assert "打电话" not in page(client, address)


def test_a_promise_that_was_kept_says_when_at_once(client, yunchuan, now):
    release, address = answer_with_promise(yunchuan, now)
    row = promise(yunchuan, release.answer.incident, now)
    page(client, address)

    keep_promise(
        commitment=row,
        how="每个窗口都已张贴。",
        pieces=[upload_picture(yunchuan)],
        officer=yunchuan.lu,
        now=now + timedelta(minutes=5),
    )

    assert "11月24日已做到" in page(client, address)


def test_a_promise_that_is_late_says_so(client, yunchuan, now, time):
    release, address = answer_with_promise(yunchuan, now)
    promise(yunchuan, release.answer.incident, now)

    time.set(now + timedelta(days=3))

    assert "还没有做到" in page(client, address)
