"""A correction is the next version of an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.procedure.stages import Stage
from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit, missing_in


def test_a_correction_is_the_next_version_and_leaves_the_first_as_it_was(yunchuan, now):
    first = desk.published(yunchuan, now)
    before = (dict(first.content), first.content_hash)
    second = desk.corrected(
        yunchuan, first, now + timedelta(hours=2), body="受影响的是7人。[F1]"
    )
    kept = Release.objects.get(pk=first.pk)
    assert (kept.content, kept.content_hash) == before
    assert (second.version, second.note) == (2, "受影响的是7人，不是6人。")
    assert second.content["version"] == 2
    assert second.answer_id == first.answer_id


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ANSWERED])
def test_a_correction_is_possible_after_closing_too(yunchuan, now, stage):
    first = desk.published(yunchuan, now)
    incident = first.answer.incident
    incident.stage = stage
    incident.save(update_fields=["stage"])
    assert desk.corrected(yunchuan, first, now).version == 2
    incident.refresh_from_db()
    assert incident.stage == stage


def test_a_correction_needs_its_note_and_something_published(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    with pytest.raises(Refused, match="尚未发布"):
        correct_release(answer=draft.answer, note="x", officer=yunchuan.shen, now=now)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    with pytest.raises(Refused, match="请填写更正内容和理由"):
        correct_release(answer=draft.answer, note=" ", officer=yunchuan.shen, now=now)
    new = correct_release(answer=draft.answer, note="改数字", officer=yunchuan.shen, now=now)
    with pytest.raises(Refused, match="已有一份更正"):
        correct_release(answer=draft.answer, note="改数字", officer=yunchuan.shen, now=now)
    edit(yunchuan, new, now, officer=yunchuan.shen, correction_note="")
    assert missing_in(new) == ["尚无更正说明。"]
