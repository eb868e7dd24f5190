"""A unit is asked whether a claim is true: once, with a clock, and shown the claim alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import read_link
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Channel, Message
from huiying.policy.procedure.findings import ClaimKind
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.verification.actions.ask_verification import (
    PURPOSE,
    ask_verification,
    send_request,
)
from huiying.work.casework.verification.models import (
    Docket,
)
from huiying.work.casework.verification.queries import (
    verification_requests_of,
)
from huiying.work.incidents.placements.models import Placement
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import CLAIM, WATER, docket_of, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


def test_a_claim_is_asked_with_a_clock_that_the_bureau_has_yet_to_confirm(yunchuan, water):
    docket = docket_of(yunchuan, water)

    clock = docket.clock
    assert (clock.holder_unit, clock.due_at) == (yunchuan.waterworks, T0 + timedelta(hours=24))
    assert clock.standing == "to_confirm"
    assert clock.subject_ref == water.number


def test_the_message_to_an_agency_holds_the_claim_and_nothing_of_the_incident(yunchuan, water):
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=T0,
    )

    docket = docket_of(yunchuan, water)

    message = Message.objects.get(about_kind="docket")
    assert docket.claim in message.body
    assert water.title not in message.subject + message.body
    assert not water.concerned.filter(unit=yunchuan.waterworks).exists()


def test_personal_data_in_a_claim_are_masked_before_it_goes_anywhere(yunchuan, water):
    docket = docket_of(yunchuan, water, claim="打13800138000的人说水里有毒")

    assert docket.claim == "打〔电话〕的人说水里有毒"


def test_the_same_words_are_not_asked_twice_of_one_unit_but_may_be_of_another(yunchuan, water):
    docket_of(yunchuan, water)

    with pytest.raises(Refused, match="无需重复"):
        docket_of(yunchuan, water, claim=f" {CLAIM}。")
    second = docket_of(yunchuan, water, unit=yunchuan.online)

    assert second.claim_key == verification_requests_of(water).first().claim_key


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"claim": "  "}, "写明"),
        ({"claim": "水" * 401}, "400"),
        ({"unit": "linxi"}, "未找到该单位"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(yunchuan, linxi, water, change, words):
    if change.get("unit"):
        change = {"unit": linxi.waterworks}

    with pytest.raises(Refused, match=words):
        docket_of(yunchuan, water, **change)


@pytest.mark.parametrize("kind", ClaimKind)
def test_every_kind_of_claim_has_its_word(kind):
    assert kind.label


def test_the_posts_that_say_it_are_kept_with_the_claim_and_others_are_not(yunchuan, water):
    first = Placement.objects.filter(event_id__in=water.events.values("event_id")).earliest(
        "seq"
    )

    docket = ask_verification(
        incident=water,
        claim=CLAIM,
        kind=ClaimKind.RUMOUR,
        unit=yunchuan.waterworks,
        officer=yunchuan.lu,
        now=T0,
        post_ids=[first.post_id, 1],
    )

    assert [row.post_id for row in docket.posts.all()] == [first.post_id]
    record = AuditRecord.objects.get(verb="docket.asked")
    assert (record.topic, record.data["kind"]) == (water.audit_topic, "RUMOUR")


def test_nothing_is_asked_about_what_is_settled(yunchuan, water):
    water.stage = Stage.CLOSED

    with pytest.raises(Refused, match="不再核实"):
        docket_of(yunchuan, water)

    assert not Docket.objects.exists()


def test_a_question_goes_to_each_channel_of_the_unit_with_a_link_of_its_own(yunchuan, water):
    docket = docket_of(yunchuan, water)
    for name in ("甲", "乙"):
        Channel.objects.create(
            bureau=yunchuan.bureau,
            unit=yunchuan.waterworks,
            kind="SMTP",
            name=name,
            target="duty@shuiwu.example",
        )

    send_request(docket, urgent=True, now=T0)

    messages = Message.objects.filter(about_kind="docket", urgent=True)
    tokens = {re.search(r"/v/([^/]+)/", row.body)[1] for row in messages}
    assert len(tokens) == 2
    for token in tokens:
        assert read_link(token, PURPOSE, LATER).about_ref == docket.number
