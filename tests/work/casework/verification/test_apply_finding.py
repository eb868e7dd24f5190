"""A finding answers another incident or its posts when an officer says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.casework.verification.actions.apply_finding import (
    apply_finding,
    apply_finding_to_posts,
    unapply_finding,
)
from huiying.work.casework.verification.actions.confirm_finding import (
    ask_again,
    withdraw_verification,
)
from huiying.work.casework.verification.queries import (
    findings_by_group,
    verification_requests_of,
)
from huiying.work.casework.verification.suggestions import suggested_incidents
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.placements.models import Placement
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_verified_docket
from tests.scenarios.incidents import QUEUE, WATER, docket_of, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def queue(yunchuan):
    return incident_of(yunchuan, QUEUE)


def test_one_finding_answers_another_incident_when_an_officer_says_so(yunchuan, water, queue):
    docket = make_verified_docket(yunchuan, water)

    apply_finding(docket=docket, incident=queue, officer=yunchuan.lu, now=LATER)

    assert list(verification_requests_of(queue)) == [docket]
    topics = AuditRecord.objects.filter(verb="docket.served").values_list("topic", flat=True)
    assert set(topics) == {water.audit_topic, f"incident:{queue.number}"}
    unapply_finding(docket=docket, incident=queue, officer=yunchuan.lu, now=LATER)
    assert list(verification_requests_of(queue)) == []


def test_the_incident_that_a_claim_was_asked_for_stays(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)

    with pytest.raises(Refused, match="最初"):
        unapply_finding(docket=docket, incident=water, officer=yunchuan.lu, now=LATER)


def test_an_incident_of_another_bureau_is_never_served(yunchuan, linxi, water):
    foreign = incident_of(linxi, QUEUE)

    with pytest.raises(Refused, match="本局"):
        apply_finding(
            docket=docket_of(yunchuan, water), incident=foreign, officer=yunchuan.lu, now=LATER
        )


def test_suggestions_compare_the_claim_itself_and_never_chain(yunchuan, water, queue):
    """An incident that is like a linked one, not like the claim, is not suggested."""
    docket = docket_of(yunchuan, water, claim="三号窗口来访登记排队太久")
    assert suggested_incidents(docket) == [queue]

    other = docket_of(yunchuan, water, claim="净水器厂家说水里有重金属")
    apply_finding(docket=other, incident=queue, officer=yunchuan.lu, now=LATER)
    docket_of(yunchuan, queue, claim="窗口只有一个人值班", unit=yunchuan.reception)

    assert suggested_incidents(other) == []


def test_a_merge_takes_the_dockets_of_both_along(yunchuan, water, queue):
    docket = make_verified_docket(yunchuan, water)
    merge_incidents(
        source=water, target=queue, reason="同一件事", officer=yunchuan.lu, now=LATER
    )

    assert list(verification_requests_of(queue)) == [docket]
    ask_again(docket=docket, reason="并案后重核", officer=yunchuan.lu, now=LATER)
    assert docket.clock.subject_ref == queue.number
    assert AuditRecord.objects.latest("seq").topic == queue.audit_topic


def test_a_finding_marks_the_copy_groups_of_the_posts_it_serves(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)
    first = Placement.objects.filter(event_id__in=water.events.values("event_id")).earliest(
        "seq"
    )

    new = apply_finding_to_posts(docket=docket, incident=water, post_ids=[first.post_id, 1])
    again = apply_finding_to_posts(docket=docket, incident=water, post_ids=[first.post_id])

    assert (new, again) == (1, 0)
    marked = findings_by_group(yunchuan.bureau.pk, [first.group_id], LATER)
    assert marked == {first.group_id: "FALSE"}


def test_a_finding_is_applied_once_and_not_after_the_question_was_withdrawn(
    yunchuan, water, queue
):
    docket, withdrawn = docket_of(yunchuan, water), docket_of(yunchuan, water, claim="停电")
    withdraw_verification(docket=withdrawn, reason="问错", officer=yunchuan.lu, now=LATER)
    to_queue = {"incident": queue, "officer": yunchuan.lu, "now": LATER}
    apply_finding(docket=docket, **to_queue)

    with pytest.raises(Refused, match="已经适用"):
        apply_finding(docket=docket, **to_queue)
    with pytest.raises(Refused, match="已撤销"):
        apply_finding(docket=withdrawn, **to_queue)

    assert list(verification_requests_of(queue)) == [docket]
