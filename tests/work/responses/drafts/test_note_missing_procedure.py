"""Why a grave answer cannot wait for the procedure of the district's two offices."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.note_missing_procedure import (
    note_missing_procedure,
)
from huiying.work.responses.mechanism.models import Opinion
from huiying.work.responses.mechanism.standing import Gate
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit
from tests.work.responses.mechanism.steps import agree, gate, hear

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, draft = module_rows(lambda cast: desk.ready(cast, T0, grade=2))


def note(draft, officer, now, reason=" 等不及  机制。 ", revision=None):
    note_missing_procedure(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        reason=reason,
        officer=officer,
        now=now,
    )


@pytest.mark.clause("8g")
def test_the_reason_stands_on_the_draft_and_on_record(yunchuan, draft, now):
    note(draft, yunchuan.window, now)

    assert Draft.objects.get().procedure_absent == "等不及 机制。"
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data) == ("procedure.absent", {"reason": "等不及 机制。"})


def test_it_needs_a_reason_a_writer_and_the_words_as_they_stand(yunchuan, draft, now):
    with pytest.raises(Refused, match="请填写无法等待区委办、政府办机制审核的理由"):
        note(draft, yunchuan.window, now, reason=" ")
    with pytest.raises(PermissionDenied):
        note(draft, yunchuan.lu, now)
    with pytest.raises(Stale):
        note(draft, yunchuan.window, now, revision=draft.revision - 1)

    assert Draft.objects.get().procedure_absent == ""


@pytest.mark.parametrize(("grade", "reviewed"), [(1, False), (2, True)])
def test_what_was_reviewed_or_needs_no_review_misses_nothing(yunchuan, now, grade, reviewed):
    incident = desk.incident_of(yunchuan, grade=grade, number="2026-0002")
    other = desk.submitted(yunchuan, now, incident=incident)
    if reviewed:
        agree(yunchuan, other, now)

    with pytest.raises(Refused, match="无需追认"):
        note(other, yunchuan.window, now)


def test_whoever_heard_a_no_does_not_go_out_without_a_review(yunchuan, draft, now):
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    hear(yunchuan, draft, now, opinion=Opinion.REFUSED, words="先不发。")
    with pytest.raises(Refused, match="机制已有意见"):
        note(draft, yunchuan.window, now)

    edit(yunchuan, draft, now, body="改了一个字。")
    with pytest.raises(Refused, match="机制已有意见"):
        note(draft, yunchuan.window, now)


def test_a_no_that_comes_after_the_reason_closes_the_way_without_a_review(yunchuan, draft, now):
    note(draft, yunchuan.window, now)
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    before = gate(draft)
    hear(yunchuan, draft, now, opinion=Opinion.CHANGES, words="改第二段。")
    on_this_text = gate(draft)
    edit(yunchuan, draft, now, body="改了一个字。")

    assert (before, on_this_text) == (Gate.ABSENT, Gate.REFUSED)
    assert gate(draft) == Gate.MISSING
