"""Facts are shared with an agency, frozen, by a link that is counted and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.base.outbox.models import Message, MessageState, SignedLink
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.liaison.actions.share_facts import (
    LINK_LIFETIME,
    PURPOSE,
    record_opening,
    revoke_share,
    share_facts,
)
from huiying.work.casework.liaison.models import Share, ShareState
from huiying.work.casework.liaison.queries import share_intact
from huiying.work.incidents.core.models import Incident
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.liaison import add_agency_channel

HOUR = timedelta(hours=1)


def incident_and_channel(cast):
    add_agency_channel(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, incident = module_rows(incident_and_channel)


def give(cast, incident, *, unit=None, purpose="请核对停水范围。"):
    return share_facts(
        incident=incident,
        unit=unit or cast.waterworks,
        purpose=purpose,
        officer=cast.lu,
        now=T0,
    )


def sent_token():
    return re.search(r"/s/([^/]+)/", Message.objects.get(about_kind="share").body)[1]


@pytest.mark.clause("5g")
def test_an_agency_gets_a_link_to_the_facts_as_they_are_now(yunchuan, incident):
    share = give(yunchuan, incident)
    Incident.objects.filter(pk=incident.pk).update(title="改过的名称")

    share.refresh_from_db()
    link = read_link(sent_token(), PURPOSE, T0 + LINK_LIFETIME - HOUR)
    assert share.content["title"] == incident.title
    assert share_intact(share)
    assert (link.about_ref, link.unit) == (share.number, yunchuan.waterworks)
    assert Message.objects.get(about_kind="share").urgent
    record = AuditRecord.objects.get(verb="share.made")
    assert (record.data["hash"], record.data["unit"]) == (share.content_hash, "区水务局")
    assert record.topic == incident.audit_topic


def test_nothing_is_shared_with_a_section_without_a_purpose_or_without_a_way(
    yunchuan, linxi, incident
):
    for unit in (yunchuan.reception, linxi.waterworks):
        with pytest.raises(Refused, match="仅共享给外单位"):
            give(yunchuan, incident, unit=unit)
    with pytest.raises(Refused, match="请填写共享目的和对方办理事项"):
        give(yunchuan, incident, purpose=" ")
    yunchuan.waterworks.channel_set.update(active=False)
    with pytest.raises(Refused, match="无可用消息渠道"):
        give(yunchuan, incident)

    assert not Share.objects.exists()
    assert not SignedLink.objects.filter(purpose=PURPOSE).exists()


def test_an_incident_that_was_set_aside_is_not_shared(yunchuan, incident):
    incident.stage = Stage.MERGED

    with pytest.raises(Refused, match="已并入或排除"):
        give(yunchuan, incident)


def test_a_share_is_taken_back_once_with_its_links_and_what_has_not_gone_out(
    yunchuan, incident
):
    share, token = give(yunchuan, incident), sent_token()
    back = {"share": share, "officer": yunchuan.lu, "now": T0 + HOUR}

    with pytest.raises(Refused, match="理由"):
        revoke_share(reason=" ", **back)
    revoke_share(reason="转错了人", **back)
    with pytest.raises(Stale, match="该共享已收回"):
        revoke_share(reason="又一次", **back)

    share.refresh_from_db()
    assert (share.state, share.reason) == (ShareState.REVOKED, "转错了人")
    assert read_link(token, PURPOSE, T0 + HOUR) == LinkProblem.REVOKED
    assert Message.objects.get(about_kind="share").state == MessageState.DROPPED
    assert AuditRecord.objects.get(verb="share.revoked").data["reason"] == "转错了人"


def test_every_opening_is_counted_and_the_first_recorded(yunchuan, incident):
    share = give(yunchuan, incident)

    record_opening(share=share, now=T0 + HOUR)
    record_opening(share=share, now=T0 + 2 * HOUR, actor=Actor("agency:7", "区水务局"))

    share.refresh_from_db()
    assert (share.opened, share.first_opened_at, share.last_opened_at) == (
        2,
        T0 + HOUR,
        T0 + 2 * HOUR,
    )
    assert AuditRecord.objects.get(verb="share.opened").actor == f"link:{share.number}"
