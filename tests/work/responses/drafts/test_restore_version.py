"""恢复旧稿: earlier words become the present ones, and the present stay readable."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.actions.restore_version import restore_version
from huiying.work.responses.drafts.models import VersionKind
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit

pytestmark = pytest.mark.django_db


def written_twice(cast):
    draft = desk.ready(cast, T0)
    edit(cast, draft, T0, body="第二稿。[F1]")
    return draft


standing_rows, rows, yunchuan, draft = module_rows(written_twice)


def restore(draft, number, officer, now, revision=None):
    return restore_version(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        number=number,
        officer=officer,
        now=now,
    )


def test_the_words_of_an_earlier_version_stand_again_and_none_is_lost(yunchuan, draft, now):
    facts = draft.facts.count()

    voided = restore(draft, 1, yunchuan.window, now)

    draft.refresh_from_db()
    assert not voided
    assert draft.body == desk.WORDS.body
    kept = [(row.number, row.kind, row.words["body"]) for row in draft.kept.all()]
    assert kept[1:] == [
        (2, VersionKind.SAVED, "第二稿。[F1]"),
        (3, VersionKind.RESTORED, desk.WORDS.body),
    ]
    assert draft.facts.count() == facts
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data) == ("draft.restored", {"number": 1, "voided": False})


def test_words_that_no_version_holds_yet_are_kept_before_they_go(yunchuan, draft, now):
    Draft.objects.filter(pk=draft.pk).update(body="从别处来的一稿。[F1]")
    draft.refresh_from_db()

    restore(draft, 1, yunchuan.window, now)

    bodies = [row.words["body"] for row in draft.kept.all()]
    assert bodies[-2:] == ["从别处来的一稿。[F1]", desk.WORDS.body]


def test_restoring_after_the_submission_voids_it(yunchuan, draft, now):
    desk.submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)

    assert restore(draft, 1, yunchuan.window, now) is True

    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_a_version_that_is_not_there_or_stands_already_is_not_restored(yunchuan, draft, now):
    with pytest.raises(Refused, match="无此稿"):
        restore(draft, 9, yunchuan.window, now)
    with pytest.raises(Refused, match="就是这一稿"):
        restore(draft, 2, yunchuan.window, now)


def test_who_may_not_write_or_looks_at_older_words_restores_nothing(yunchuan, draft, now):
    with pytest.raises(PermissionDenied):
        restore(draft, 1, yunchuan.lu, now)
    with pytest.raises(Stale):
        restore(draft, 1, yunchuan.window, now, revision=draft.revision - 1)

    draft.refresh_from_db()
    assert draft.body == "第二稿。[F1]"
