"""An answer that is public and planned for the bureau's 公众号, whose keys are set."""

from __future__ import annotations

from huiying.work.responses.outlets.actions.mark_article import (
    claim_article,
    mark_drafted,
    mark_submitted,
)
from huiying.work.responses.outlets.actions.plan import PlanInput, plan_outlet
from huiying.work.responses.outlets.actions.post_article import ask_article, publish_article
from tests.factories import T0
from tests.scenarios.press import keys_of, wechat_of
from tests.work.responses import desk


def planned(cast):
    release = desk.published(cast, T0)
    account = wechat_of(cast)
    keys_of(cast, account)
    return plan_outlet(
        answer=release.answer,
        planned=PlanInput(account, cast.office, T0),
        officer=cast.shen,
        now=T0,
    )


def asked(cast, line):
    """The office asked for a draft of the article."""
    return ask_article(line=line, source_url="", officer=cast.shen, now=T0)


def drafted(cast, line):
    """The platform holds a draft of the article."""
    posting = asked(cast, line)
    claim_article(posting, T0)
    mark_drafted(posting, "MEDIA", T0)
    return posting


def sending(cast, line):
    """The spokesperson publishes it, and a process has the request out."""
    posting = drafted(cast, line)
    publish_article(posting=posting, officer=cast.speaker, now=T0)
    claim_article(posting, T0)
    return posting


def submitted(cast, line):
    """The platform took the article and works on it."""
    posting = sending(cast, line)
    mark_submitted(posting, "100000001", T0)
    return posting
