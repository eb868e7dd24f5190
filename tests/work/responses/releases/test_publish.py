"""What was approved is published once, as it was approved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import timeline, verify
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.base.search.documents import find
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk


def test_words_changed_behind_the_actions_are_not_published(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    Draft.objects.filter(pk=draft.pk).update(body="悄悄改过的正文。")
    with pytest.raises(Refused, match="审定已作废"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)
    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED
    assert not Release.objects.exists()


@pytest.mark.clause("4(2)a")
def test_an_unapproved_draft_is_never_published(yunchuan, now):
    for draft in (desk.ready(yunchuan, now),):
        with pytest.raises(Refused):
            publish(draft=draft, officer=yunchuan.speaker, now=now)
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
        with pytest.raises(Refused):
            publish(draft=draft, officer=yunchuan.speaker, now=now)


@pytest.mark.parametrize("who", ["lu", "window", "cheng", "leader", "auditor", "admin"])
def test_only_who_may_publish_publishes(yunchuan, now, who):
    with pytest.raises(PermissionDenied):
        publish(draft=desk.approved(yunchuan, now), officer=getattr(yunchuan, who), now=now)


@pytest.mark.clause("2(3)d")
def test_publishing_freezes_the_words_stops_the_clock_and_moves_the_incident(yunchuan, now):
    later = now + timedelta(hours=3)
    draft = desk.approved(yunchuan, now)
    release = publish(draft=draft, officer=yunchuan.speaker, now=later)
    incident = draft.answer.incident
    incident.refresh_from_db()
    incident.response_clock.refresh_from_db()
    assert (release.version, release.published_at) == (1, later)
    assert release.content == content_of(draft)
    assert (
        release.content_hash == hash_of_content(release.content) == draft.signoff.content_hash
    )
    assert release.approved_as == "deputy"
    assert incident.stage == Stage.ANSWERED
    assert incident.response_clock.state == ClockState.MET
    assert incident.response_clock.stopped_at == later
    found = find(bureau_id=yunchuan.bureau.pk, phrase="误解了规定", public_only=True)
    assert found.refs == [release.answer.number]


def test_every_act_stands_on_the_timeline_and_the_chain_holds(yunchuan, now):
    release = desk.published(yunchuan, now)
    topic = release.answer.incident.audit_topic
    verbs = [row.verb for row in timeline(bureau_id=yunchuan.bureau.pk, topic=topic)]
    for verb in ("draft.started", "draft.edited", "draft.fact_added", "draft.submitted"):
        assert verb in verbs
    assert verbs[0] == "answer.published"
    assert "draft.approved" in verbs
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_a_double_click_publishes_once(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    other = Draft.objects.get(pk=draft.pk)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    with pytest.raises(Refused):
        publish(draft=other, officer=yunchuan.speaker, now=now)
    assert Release.objects.count() == 1


def test_an_answer_to_a_merged_incident_moves_the_one_it_became(yunchuan, now):
    source = desk.incident_of(yunchuan)
    target = desk.incident_of(yunchuan, number="2026-0002", stage=Stage.HANDLING)
    draft = desk.approved(yunchuan, now, incident=source)
    source.merged_into, source.stage = target, Stage.MERGED
    source.save(update_fields=["merged_into", "stage"])
    draft = Draft.objects.get(pk=draft.pk)
    publish(draft=draft, officer=yunchuan.speaker, now=now)
    target.refresh_from_db()
    assert target.stage == Stage.ANSWERED
    target.response_clock.refresh_from_db()
    assert target.response_clock.state == ClockState.MET


def test_nothing_is_published_about_a_dismissed_incident(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    incident = draft.answer.incident
    incident.stage = Stage.DISMISSED
    incident.save(update_fields=["stage"])
    with pytest.raises(Refused, match="排除"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)
    assert not Release.objects.exists()
