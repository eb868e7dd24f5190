"""What somebody sent in is joined to the incident that answers it, by an officer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionStage
from huiying.reasons.reason import Reason
from huiying.work.casework.references.actions.bind_reference import unbind_reference
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.casework.references.incidents_alike import incidents_alike
from huiying.work.casework.references.queries import unanswered_references
from huiying.work.petitions.core.models import Petition, PetitionStep
from huiying.work.petitions.periods.actions.settle import settle_petition
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.petitions import submit
from tests.work.petitions.periods.steps import registered

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, QUEUE))


def join(cast, incident, petition, **more):
    return join_petition(incident=incident, petition=petition, officer=cast.lu, now=T0, **more)


def test_the_incident_waits_until_it_is_answered(yunchuan, incident):
    petition = registered(yunchuan)
    row = join(yunchuan, incident, petition)
    assert list(unanswered_references(incident)) == [row]

    settle_petition(
        petition=petition,
        stage=PetitionStage.ANSWERED,
        at=T0,
        reason=Reason("clocks.answered"),
        officer=yunchuan.lu,
        now=T0,
    )
    assert not unanswered_references(incident).exists()


def test_its_period_runs_on_and_stands_on_the_board_of_the_incident(yunchuan, incident):
    petition = registered(yunchuan)
    due = petition.clock.due_at
    join(yunchuan, incident, petition)
    petition.clock.refresh_from_db()
    assert (petition.clock.due_at, petition.clock.subject_ref) == (due, incident.number)


def test_taken_back_the_same_day_it_goes_on_by_itself(yunchuan, incident):
    petition = registered(yunchuan)
    row = join(yunchuan, incident, petition)
    unbind_reference(reference=row, reason="并错了", officer=yunchuan.lu, now=T0)
    petition.clock.refresh_from_db()
    assert petition.clock.subject_ref == petition.number
    assert petition.clock.stopped_at is None


def test_who_sent_it_reads_that_it_is_handled_with_others(yunchuan, incident):
    petition = registered(yunchuan)
    join(yunchuan, incident, petition)
    step = PetitionStep.objects.get(petition=petition, kind="JOINED")
    assert step.data == {}, "the number of an incident is not theirs to know"


def test_nothing_is_joined_before_its_text_was_checked(yunchuan, incident):
    with pytest.raises(Refused, match="请先登记"):
        join(yunchuan, incident, submit(yunchuan).row)


def test_it_is_joined_once_and_never_from_a_stale_page(yunchuan, incident):
    petition = registered(yunchuan)
    seen = petition.revision
    join(yunchuan, incident, petition, revision=seen)
    with pytest.raises(Stale):
        join(yunchuan, incident, petition, revision=seen)
    petition.refresh_from_db()
    with pytest.raises(Refused, match="已关联本事件"):
        join(yunchuan, incident, petition)


def test_what_was_withdrawn_is_not_joined(yunchuan, incident):
    petition = registered(yunchuan)
    Petition.objects.filter(pk=petition.pk).update(stage=PetitionStage.WITHDRAWN)
    petition.refresh_from_db()
    with pytest.raises(Refused, match="已办结"):
        join(yunchuan, incident, petition)


def test_an_incident_whose_posts_say_the_same_is_proposed_and_nothing_is_joined(
    yunchuan, incident
):
    text = "来访登记窗口要求先撤销网上投诉才给登记，排队三小时，请说明依据。"
    petition = submit(yunchuan, text, now=T0 - timedelta(days=1)).row
    found = incidents_alike(petition)
    assert [one.incident for one in found] == [incident]
    assert not unanswered_references(incident).exists()


def test_another_matter_is_not_proposed(yunchuan, incident):
    petition = submit(yunchuan, "小区电梯停运两周，老人上下楼困难，请协调物业维修。").row
    assert incidents_alike(petition) == []
