"""A lead becomes a post of the bureau, or is set aside with a reason; one officer decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.casework.liaison.actions.hand_in import hand_in_lead
from huiying.work.casework.liaison.actions.take_lead import CHANNEL, reject_lead, take_lead
from huiying.work.casework.liaison.models import Lead, LeadState
from huiying.work.collection.posts.models import Post
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.liaison import LEAD, make_share

LATER = T0 + timedelta(hours=1)


def lead_of(cast):
    return make_share(cast, incident_of(cast, WATER))[1]


standing_rows, rows, yunchuan, lead = module_rows(lead_of)


def take(cast, lead):
    return take_lead(lead=lead, officer=cast.lu, now=LATER)


@pytest.mark.clause("9b")
def test_a_lead_becomes_a_post_without_an_author_known_since_it_was_handed_in(yunchuan, lead):
    take(yunchuan, lead)

    post = Post.objects.get(pk=lead.post_id)
    assert (lead.state, lead.decided_by, lead.decided_at) == (
        LeadState.TAKEN,
        yunchuan.lu,
        LATER,
    )
    assert LEAD in post.text
    assert (post.voice, post.channel) == (None, CHANNEL)
    assert post.noticed_at == T0
    assert AuditRecord.objects.get(verb="lead.taken").ref == lead.number


def test_the_same_lead_is_entered_once_and_the_second_still_waits(yunchuan, lead):
    second = hand_in_lead(share=lead.share, text=LEAD, link="", post="水质科值班", now=T0)
    take(yunchuan, lead)

    with pytest.raises(Refused):
        take(yunchuan, second)

    assert Lead.objects.get(pk=second.pk).state == LeadState.RECEIVED


def test_a_lead_is_set_aside_with_a_reason(yunchuan, lead):
    posts = Post.objects.count()
    with pytest.raises(Refused, match="理由"):
        reject_lead(lead=lead, reason=" ", officer=yunchuan.lu, now=LATER)

    reject_lead(lead=lead, reason="与本事件无关", officer=yunchuan.lu, now=LATER)

    assert (lead.state, lead.reason) == (LeadState.ASIDE, "与本事件无关")
    assert Post.objects.count() == posts
    assert AuditRecord.objects.get(verb="lead.set_aside").data["reason"] == "与本事件无关"


def test_of_two_who_decide_about_a_lead_the_second_is_refused(yunchuan, lead):
    other = Lead.objects.get(pk=lead.pk)
    take(yunchuan, lead)

    with pytest.raises(Stale, match="已录入"):
        reject_lead(lead=other, reason="与本事件无关", officer=yunchuan.shen, now=LATER)
    with pytest.raises(Stale, match="已录入"):
        take(yunchuan, other)

    assert Lead.objects.get(pk=lead.pk).decided_by == yunchuan.lu
