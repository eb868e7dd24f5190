"""The form of an answer: its outline, what it may not lack, what a holding statement stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.content import compare_contents, content_of
from huiying.work.responses.core.models import Draft, Release
from huiying.work.responses.drafts.actions.choose_form import choose_form
from huiying.work.responses.drafts.models import DraftVersion
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk

NEXT = "【下一次什么时候说】\n11月25日10时再次说明进展。[F1]"


def choose(draft, form, officer, now, *, replace=False):
    return choose_form(
        draft=draft,
        revision=draft.revision,
        form=form,
        replace=replace,
        officer=officer,
        now=now,
    )


def holding(cast, now, body=NEXT, incident=None):
    draft = desk.ready(cast, now, body=body, incident=incident)
    choose(draft, AnswerForm.HOLDING, cast.window, now)
    return draft


def send(cast, draft, now):
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    desk.approve(cast, draft, now)
    return publish(draft=draft, officer=cast.speaker, now=now)


@pytest.mark.parametrize("form", list(AnswerForm))
def test_every_form_fills_an_empty_text_with_its_outline(yunchuan, now, form):
    draft = desk.ready(yunchuan, now, body="")

    assert choose(draft, form, yunchuan.window, now)

    assert draft.body == form.outline
    assert any("下尚无内容" in sentence for sentence in blocking(draft, now))


def test_a_text_that_is_there_stays_unless_it_is_told_to_go(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    written = draft.body

    assert not choose(draft, AnswerForm.CLARIFICATION, yunchuan.window, now)
    assert draft.body == written
    assert choose(draft, AnswerForm.CLARIFICATION, yunchuan.window, now, replace=True)

    assert draft.body == AnswerForm.CLARIFICATION.outline
    assert written in [row.words["body"] for row in DraftVersion.objects.filter(draft=draft)]


def test_an_unknown_form_is_refused(yunchuan, now):
    with pytest.raises(Refused):
        choose(desk.ready(yunchuan, now), "SERMON", yunchuan.window, now)


def test_a_holding_statement_says_when_the_next_word_comes(yunchuan, now):
    draft = holding(yunchuan, now, body="正在核实。")

    assert blocking(draft, now) == ["先行回应须写明下次通报时间。"]
    desk.fill(draft, yunchuan.window, now, body=NEXT)
    assert blocking(draft, now) == []


def test_an_apology_apologises_and_promises(yunchuan, now):
    draft = desk.ready(yunchuan, now, body="一个窗口误解了规定。[F1]", summary="说法属实。[F1]")
    choose(draft, AnswerForm.APOLOGY, yunchuan.window, now)

    assert blocking(draft, now) == ["尚未致歉。", "尚未写明改正措施和完成时间。"]


def test_a_holding_statement_stops_the_48_hours_and_the_matter_still_waits(yunchuan, now):
    draft = holding(yunchuan, now)

    release = send(yunchuan, draft, now)

    incident = draft.answer.incident
    incident.refresh_from_db()
    incident.response_clock.refresh_from_db()
    assert incident.response_clock.stopped_at == now
    assert incident.stage == Stage.RESPONDING
    assert release.content["form"] == "HOLDING"


def test_what_follows_a_holding_statement_is_an_answer(yunchuan, now):
    release = send(yunchuan, holding(yunchuan, now), now)

    later = now + timedelta(hours=5)
    draft = correct_release(
        answer=release.answer, note="核实有了结果。", officer=yunchuan.window, now=later
    )
    send(yunchuan, draft, later)

    draft.answer.incident.refresh_from_db()
    assert draft.form == ""
    assert draft.answer.incident.stage == Stage.ANSWERED


def test_a_second_holding_statement_stops_no_clock(yunchuan, now):
    first = send(yunchuan, holding(yunchuan, now), now)
    other = desk.incident_of(yunchuan, number="2026-0009")
    other.response_clock.subject_ref = first.answer.incident.number  # merged since
    other.response_clock.save(update_fields=["subject_ref"])
    draft = correct_release(
        answer=first.answer, note="还在核实。", officer=yunchuan.window, now=now
    )
    choose(draft, AnswerForm.HOLDING, yunchuan.window, now)

    send(yunchuan, draft, now)

    other.response_clock.refresh_from_db()
    assert other.response_clock.stopped_at is None


def test_a_draft_of_the_first_schema_is_published_in_its_shape(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    Draft.objects.filter(pk=draft.pk).update(schema=1)
    draft.refresh_from_db()

    release = send(yunchuan, draft, now)

    assert set(release.content) == {
        "schema", "bureau", "answer", "version", "speaker", "title", "claim", "finding",
        "summary", "body", "facts", "note",
    }  # fmt: skip
    assert set(release.content["facts"][0]) == {"code", "statement", "evidence", "link"}
    stored = Release.objects.get(pk=release.pk)
    assert hash_of_content(stored.content) == stored.content_hash


def test_a_release_of_the_first_schema_is_corrected_in_the_second(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    Draft.objects.filter(pk=draft.pk).update(schema=1)
    draft.refresh_from_db()
    old = send(yunchuan, draft, now)

    new = desk.corrected(yunchuan, old, now, title="换一个标题")

    stored = Release.objects.get(pk=old.pk)
    assert new.content["schema"] == 2
    assert hash_of_content(stored.content) == stored.content_hash
    assert [part.name for part in compare_contents(stored.content, new.content)] == [
        "title",
        "note",
    ]


def test_the_form_is_part_of_what_is_approved(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    before = hash_of_content(content_of(draft))

    choose(draft, AnswerForm.PROGRESS, yunchuan.window, now)

    assert hash_of_content(content_of(draft)) != before
