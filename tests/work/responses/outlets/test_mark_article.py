"""What the platform says of an article is stored as it is: submitted is not published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from huiying.base.audit.queries import records_of
from huiying.work.responses.outlets.actions.mark_article import (
    LONGEST_POLL,
    POLL,
    WAITS,
    claim_article,
    mark_doubt,
    mark_drafted,
    mark_published,
    mark_refused,
    mark_submitted,
    mark_waiting,
)
from huiying.work.responses.outlets.models import (
    Agreement,
    Carried,
    PlanState,
    Posting,
    PostingState,
)
from tests.module_rows import module_rows
from tests.work.responses.outlets.steps import (
    asked,
    planned,
    sending,
    submitted,
)

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, line = module_rows(planned)
LINK = "https://mp.weixin.example/s/1"


def last_verb(line):
    return records_of(bureau_id=line.bureau_id).first().verb


def test_one_process_of_two_takes_an_article(yunchuan, line, now):
    posting = asked(yunchuan, line)
    of_the_other = Posting.objects.get(pk=posting.pk)

    assert claim_article(posting, now)
    assert not claim_article(of_the_other, now)
    assert Posting.objects.get().state == PostingState.DRAFTING


def test_a_claim_of_a_process_that_died_is_a_doubt(yunchuan, line, now):
    posting = sending(yunchuan, line)
    later = now + timedelta(minutes=10)

    assert not claim_article(posting, later)

    assert posting.state == PostingState.UNKNOWN
    assert "中断" in posting.error


def test_a_claim_on_what_was_submitted_only_asks_again(yunchuan, line, now):
    posting = submitted(yunchuan, line)
    claim_article(posting, now)

    assert claim_article(posting, now + timedelta(minutes=10))
    assert posting.state == PostingState.SUBMITTED


def test_a_draft_is_no_publication(yunchuan, line, now):
    posting = asked(yunchuan, line)
    claim_article(posting, now)

    mark_drafted(posting, "MEDIA", now)

    line.refresh_from_db()
    assert (posting.state, posting.media_id) == (PostingState.DRAFTED, "MEDIA")
    assert (posting.claimed_at, line.state) == (None, PlanState.PLANNED)
    assert last_verb(line) == "outlet.drafted"


def test_what_was_submitted_is_asked_about_after_a_while(yunchuan, line, now):
    posting = sending(yunchuan, line)

    mark_submitted(posting, "100000001", now)

    assert (posting.state, posting.publish_id) == (PostingState.SUBMITTED, "100000001")
    assert posting.next_try_at == now + POLL
    assert not Carried.objects.exists()


@pytest.mark.clause("8e")
def test_what_the_platform_published_is_proof_for_the_plan_once(yunchuan, line, now):
    posting = submitted(yunchuan, line)
    of_the_other = Posting.objects.get(pk=posting.pk)

    with override("en"):  # what is kept is Chinese whatever language was spoken last
        mark_published(posting, LINK, now)
    mark_published(of_the_other, LINK, now)

    row = Carried.objects.get()
    assert (row.link, row.agreement) == (LINK, Agreement.SAME)
    assert (row.recorded_by, row.release) == (yunchuan.speaker, posting.release)
    assert row.proof == "公众号接口答复已发布（任务 100000001）"
    line.refresh_from_db()
    assert (line.state, posting.state) == (PlanState.CARRIED, PostingState.PUBLISHED)
    assert last_verb(line) == "outlet.carried"


def test_a_platform_that_works_on_it_is_asked_again_for_a_day(yunchuan, line, now):
    posting = submitted(yunchuan, line)
    later = now + LONGEST_POLL
    mark_waiting(posting, later)
    assert (posting.state, posting.next_try_at) == (PostingState.SUBMITTED, later + POLL)

    mark_waiting(posting, later + timedelta(seconds=1))

    line.refresh_from_db()
    assert (posting.state, line.state) == (PostingState.UNKNOWN, PlanState.UNKNOWN)


def test_a_refusal_that_may_pass_is_tried_again_ever_later_and_then_given_up(
    yunchuan, line, now
):
    posting = asked(yunchuan, line)
    tries = []
    for _wait in WAITS:
        mark_refused(posting, "平台忙", now, final=False)
        tries.append((posting.next_try_at - now).total_seconds())

    assert (tries, posting.state) == (list(WAITS), PostingState.DRAFTING)
    mark_refused(posting, "平台忙", now, final=False)

    line.refresh_from_db()
    assert (posting.state, line.reason) == (PostingState.FAILED, "平台忙")
    assert last_verb(line) == "outlet.failed"


def test_a_final_refusal_is_not_tried_again(yunchuan, line, now):
    posting = asked(yunchuan, line)

    mark_refused(posting, "平台审核未通过", now, final=True)

    assert (posting.state, posting.attempts) == (PostingState.FAILED, 0)
    assert posting.error == "平台审核未通过"


def test_a_doubt_about_a_draft_leaves_the_plan_alone(yunchuan, line, now):
    posting = asked(yunchuan, line)
    claim_article(posting, now)

    mark_doubt(posting, "提交后超时", now)

    line.refresh_from_db()
    assert (posting.state, line.state) == (PostingState.UNKNOWN, PlanState.PLANNED)
    assert last_verb(line) == "outlet.doubted"


def test_a_doubt_about_the_publication_is_one_of_the_plan(yunchuan, line, now):
    posting, before = sending(yunchuan, line), line.revision

    mark_doubt(posting, "提交后超时", now)

    line.refresh_from_db()
    assert (line.state, line.doubt_at) == (PlanState.UNKNOWN, now)
    assert (line.reason, line.revision) == ("提交后超时", before + 1)


def test_what_another_process_settled_is_not_doubted_any_more(yunchuan, line, now):
    posting = sending(yunchuan, line)
    of_the_other = Posting.objects.get(pk=posting.pk)
    mark_submitted(posting, "100000001", now)

    mark_doubt(of_the_other, "提交后超时", now)

    line.refresh_from_db()
    assert (posting.state, line.state) == (PostingState.SUBMITTED, PlanState.PLANNED)
