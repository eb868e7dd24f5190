"""An open draft goes into other hands, and its next author never approves it."""

from __future__ import annotations

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.pass_on import pass_draft_on
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit


def test_the_next_author_has_it_as_it_stands_and_becomes_one_of_its_writers(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    words, state = draft.body, draft.state

    pass_draft_on(draft=draft, to=yunchuan.cheng, officer=yunchuan.admin, now=now)

    row = Draft.objects.get()
    assert (row.author, row.body, row.state) == (yunchuan.cheng, words, state)
    assert row.writers == sorted([yunchuan.window.pk, yunchuan.cheng.pk])
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data) == (
        "draft.passed_on",
        {"to": f"officer:{yunchuan.cheng.pk}"},
    )
    with pytest.raises(Refused):
        desk.approve(yunchuan, row, now)


def test_a_draft_that_was_edited_or_published_meanwhile_stays_where_it_is(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    on_his_screen = Draft.objects.get(pk=draft.pk)
    edit(yunchuan, draft, now, title="又改了")
    with pytest.raises(Stale):
        pass_draft_on(draft=on_his_screen, to=yunchuan.shen, officer=yunchuan.admin, now=now)

    release = desk.published(
        yunchuan, now, incident=desk.incident_of(yunchuan, number="2026-0002")
    )
    done = Draft.objects.get(answer=release.answer)
    with pytest.raises(Refused):
        pass_draft_on(draft=done, to=yunchuan.shen, officer=yunchuan.admin, now=now)
    assert set(Draft.objects.values_list("author", flat=True)) == {yunchuan.window.pk}
