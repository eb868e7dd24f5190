"""批注: remarks on a draft, dealt with or opened again; no word of it changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.work.responses.drafts.actions.comment import comment_on, settle_comment
from huiying.work.responses.drafts.actions.drop import drop_draft
from huiying.work.responses.drafts.models import DraftComment
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, draft = module_rows(lambda cast: desk.submitted(cast, T0))


def settle(draft, comment, officer, now, *, settled=True):
    settle_comment(
        draft=draft, comment_id=comment.pk, settled=settled, officer=officer, now=now
    )
    comment.refresh_from_db()


def test_a_remark_is_kept_with_its_quote_and_voids_nothing(yunchuan, draft, now):
    before = draft.state, draft.revision

    row = comment_on(
        draft=draft, text="请核对 日期。", quote="11月\n25日", officer=yunchuan.cheng, now=now
    )

    draft.refresh_from_db()
    assert (draft.state, draft.revision) == before
    assert (row.text, row.quote) == ("请核对 日期。", "11月 25日")
    assert (row.officer, row.at, row.settled_at) == (yunchuan.cheng, now, None)
    assert records_of(bureau_id=draft.bureau_id).first().verb == "draft.commented"


def test_who_neither_writes_approves_nor_publishes_does_not_remark(yunchuan, draft, now):
    with pytest.raises(PermissionDenied):
        comment_on(draft=draft, text="路过。", officer=yunchuan.lu, now=now)

    assert not DraftComment.objects.exists()


@pytest.mark.parametrize(("text", "why"), [(" ", "请写批注"), ("长" * 1001, "最多 1000 字")])
def test_an_empty_or_endless_remark_is_refused(yunchuan, draft, now, text, why):
    with pytest.raises(Refused, match=why):
        comment_on(draft=draft, text=text, officer=yunchuan.window, now=now)


def test_nobody_remarks_on_a_draft_that_was_dropped(yunchuan, draft, now):
    row = comment_on(draft=draft, text="请核对。", officer=yunchuan.window, now=now)
    drop_draft(
        draft=draft, revision=draft.revision, reason="重复", officer=yunchuan.shen, now=now
    )

    with pytest.raises(Refused, match="不能再批注"):
        comment_on(draft=draft, text="再看看。", officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="不能再批注"):
        settle(draft, row, yunchuan.window, now)


def test_a_remark_is_dealt_with_once_and_may_be_opened_again(yunchuan, draft, now):
    row = comment_on(draft=draft, text="请核对。", officer=yunchuan.cheng, now=now)
    settle(draft, row, yunchuan.window, now)
    assert (row.settled_by, row.settled_at) == (yunchuan.window, now)
    with pytest.raises(Refused, match="该批注已处理"):
        settle(draft, row, yunchuan.shen, now)

    settle(draft, row, yunchuan.cheng, now, settled=False)

    assert (row.settled_by, row.settled_at) == (None, None)
    verbs = [each.verb for each in records_of(bureau_id=draft.bureau_id)[:2]]
    assert verbs == ["draft.comment_reopened", "draft.comment_settled"]


def test_who_may_not_remark_does_not_settle(yunchuan, draft, now):
    row = comment_on(draft=draft, text="请核对。", officer=yunchuan.cheng, now=now)

    with pytest.raises(PermissionDenied):
        settle(draft, row, yunchuan.lu, now)
