"""公众号文章: a draft is asked for, published by a person, or given up with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.outlets.actions.mark_article import mark_doubt
from huiying.work.responses.outlets.actions.post_article import (
    ask_article,
    drop_article,
    publish_article,
)
from huiying.work.responses.outlets.actions.record_carried import CarriedInput, record_carried
from huiying.work.responses.outlets.models import AccountKey, PlanLine, Posting, PostingState
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.outlets.steps import asked, drafted, planned, sending

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, line = module_rows(planned)
MINUTE = timedelta(minutes=1)


def ask(line, officer, now, revision=None):
    return ask_article(line=line, source_url="", officer=officer, now=now, revision=revision)


def drop(posting, officer, now, how="标题要改", revision=None):
    drop_article(posting=posting, how=how, officer=officer, now=now, revision=revision)


def test_a_draft_is_asked_for_once_and_readers_see_nothing(yunchuan, line, now):
    posting = ask(line, yunchuan.shen, now)

    assert (posting.state, posting.requested_by) == (PostingState.DRAFTING, yunchuan.shen)
    assert posting.release.version == 1
    assert records_of(bureau_id=line.bureau_id).first().verb == "outlet.draft_asked"
    with pytest.raises(Refused, match="该版本已在办理"):
        ask(line, yunchuan.speaker, now)
    assert Posting.objects.count() == 1


def test_an_account_without_keys_in_use_takes_no_draft(yunchuan, line, now):
    AccountKey.objects.update(active=False)

    with pytest.raises(Refused, match="该账号未启用接口"):
        ask(line, yunchuan.shen, now)


def test_a_version_that_stands_on_the_account_is_not_sent_again(yunchuan, line, now):
    seen = CarriedInput(now, "https://mp.weixin.example/s/1")
    record_carried(line=line, carried=seen, officer=yunchuan.shen, now=now)

    with pytest.raises(Refused, match="请勿重发"):
        ask(line, yunchuan.shen, now)


def test_who_does_not_speak_for_the_bureau_or_saw_another_line_asks_nothing(
    yunchuan, line, now
):
    with pytest.raises(PermissionDenied):
        ask(line, yunchuan.lu, now)
    PlanLine.objects.filter(pk=line.pk).update(revision=line.revision + 1)
    with pytest.raises(Stale):
        ask(line, yunchuan.shen, now)

    assert not Posting.objects.exists()


@pytest.mark.clause("8e")
def test_who_may_publish_sends_the_draft_once(yunchuan, line, now):
    posting = drafted(yunchuan, line)
    of_the_other = Posting.objects.get(pk=posting.pk)
    with pytest.raises(PermissionDenied):
        publish_article(posting=posting, officer=yunchuan.shen, now=now)

    publish_article(posting=posting, officer=yunchuan.speaker, now=now)

    assert (posting.state, posting.published_by) == (PostingState.SENDING, yunchuan.speaker)
    assert posting.publish_requested_at == now
    assert records_of(bureau_id=line.bureau_id).first().verb == "outlet.publish_asked"
    with pytest.raises(Refused, match="正在提交发布"):
        publish_article(posting=of_the_other, officer=yunchuan.speaker, now=now)


def test_a_version_that_was_corrected_is_not_published(yunchuan, line, now):
    posting = drafted(yunchuan, line)
    desk.corrected(yunchuan, posting.release, now + MINUTE)

    with pytest.raises(Refused, match="已被更正"):
        publish_article(posting=posting, officer=yunchuan.speaker, now=now + MINUTE)


def test_a_draft_is_given_up_with_a_reason_and_another_may_be_asked_for(yunchuan, line, now):
    posting = drafted(yunchuan, line)
    with pytest.raises(Refused, match="请填写理由"):
        drop(posting, yunchuan.shen, now, how=" ")
    with pytest.raises(PermissionDenied):
        drop(posting, yunchuan.lu, now)

    drop(posting, yunchuan.shen, now)

    assert (posting.state, posting.error) == (PostingState.DROPPED, "标题要改")
    record = records_of(bureau_id=line.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("outlet.draft_dropped", "标题要改")
    assert asked(yunchuan, line).pk != posting.pk


def test_an_old_page_gives_nothing_up(yunchuan, line, now):
    posting = drafted(yunchuan, line)

    with pytest.raises(Stale):
        drop(posting, yunchuan.shen, now, revision=posting.revision - 1)

    assert Posting.objects.get().state == PostingState.DRAFTED


def test_what_may_have_been_published_is_looked_at_first(yunchuan, line, now):
    posting = sending(yunchuan, line)
    mark_doubt(posting, "提交后超时", now)

    with pytest.raises(Refused, match="可能已发布"):
        drop(posting, yunchuan.shen, now)

    assert Posting.objects.get().state == PostingState.UNKNOWN
