"""Answers that state the same fact, and what is published of them."""

from __future__ import annotations

from huiying.work.responses.facts.actions.edit import add_fact
from huiying.work.responses.facts.actions.supersede import supersede
from huiying.work.responses.facts.contradictions import contradictions_of
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk

ABOUT = ("３号 窗口", "被劝回的群众")


def with_fact(cast, now, value, *, number, subject="3号窗口", attribute="被劝回的群众"):
    draft = desk.ready(cast, now, incident=desk.incident_of(cast, number=number))
    add_fact(
        draft=draft,
        revision=draft.revision,
        subject=subject,
        attribute=attribute,
        value=value,
        evidence="登记记录",
        officer=cast.window,
        now=now,
    )
    return draft


def released(cast, now, value, *, number):
    draft = with_fact(cast, now, value, number=number)
    return send(cast, draft, now)


def send(cast, draft, now):
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    desk.approve(cast, draft, now)
    return publish(draft=draft, officer=cast.speaker, now=now)


def mark(cast, draft, now, *, reason="重新核对后人数有变。", officer=None):
    (row,) = contradictions_of(draft)
    return supersede(
        draft=draft,
        revision=draft.revision,
        fact_id=row.other.pk,
        reason=reason,
        officer=officer or cast.window,
        now=now,
    )
