"""No article leaves the house whose words are not those of the record."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.actions.plan import PlanInput, plan_outlet
from huiying.work.responses.outlets.actions.post_article import ask_article, publish_article
from huiying.work.responses.outlets.models import Posting, PostingState
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.press import keys_of, wechat_of
from tests.tampering import triggers_dropped
from tests.work.responses import desk

pytestmark = pytest.mark.django_db


def planned(cast):
    """A published answer that is planned for the bureau's 公众号."""
    release = desk.published(cast, T0)
    line = plan_outlet(
        answer=release.answer,
        planned=PlanInput(wechat_of(cast, now=T0), cast.office, T0),
        officer=cast.shen,
        now=T0,
    )
    keys_of(cast, line.account, now=T0)
    return line


standing_rows, rows, yunchuan, line = module_rows(planned)


def alter():
    (release,) = Release.objects.all()
    with triggers_dropped():
        Release._base_manager.update(content={**release.content, "summary": "没有这回事。"})


def ask(cast, line) -> Posting:
    line.refresh_from_db()
    return ask_article(line=line, source_url="", officer=cast.shen, now=T0)


def test_published_words_are_asked_for_as_an_article(yunchuan, line):
    assert ask(yunchuan, line).release.version == 1


def test_no_draft_is_made_of_words_that_were_altered(yunchuan, line):
    alter()

    with pytest.raises(Refused, match="该版文字与发布记录不一致"):
        ask(yunchuan, line)
    assert not Posting.objects.exists()


def test_no_draft_is_published_of_words_that_were_altered(yunchuan, line):
    posting = ask(yunchuan, line)
    Posting.objects.update(state=PostingState.DRAFTED)
    posting.refresh_from_db()
    alter()

    with pytest.raises(Refused, match="该版文字与发布记录不一致"):
        publish_article(posting=posting, officer=yunchuan.speaker, now=T0)
