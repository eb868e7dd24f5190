"""What officers confirmed teaches the routing; a model that cannot be read is never used."""

from __future__ import annotations

import logging

import pytest

from huiying.base.errors import Refused
from huiying.base.learning.actions.save_routing import save_routing, use_routing
from huiying.base.learning.models import RoutingVersion
from huiying.base.learning.routing import RoutingCard, routing_model
from huiying.engine.routing.fit import CannotFit, fit_routing
from huiying.engine.routing.model import RoutingModel
from huiying.engine.routing.terms import read_message
from huiying.jobs.upkeep.train_routing import COMMAND, confirmations_of, train_routing
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.incidents.candidates.routing import is_blind_choice, router_of
from tests.scenarios.incidents import WATER, incident_of, restart_workers

pytestmark = pytest.mark.django_db
SEEN, BLIND = (
    next(n for n in range(99) if is_blind_choice(n) is want) for want in (False, True)
)
TAP = [("自来水发黄", "家里的自来水发黄三天了，水管里有铁锈。")]


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def keep(cast, now):
    """Keep a version that was fitted on enough confirmations to be measured."""
    said = {cast.waterworks: "自来水停水水管", cast.reception: "窗口登记排队接访"}
    confirmed = [
        (read_message(text[:4], f"{text}第{n}次反映"), str(unit.pk))
        for unit, text in said.items()
        for n in range(30)
    ]
    model, _measured = fit_routing(confirmed)
    return save_routing(
        bureau=cast.bureau, blob=model.to_bytes(), card=RoutingCard(), actor=COMMAND, now=now
    )


def signed(cast, now, words=WATER):
    incident = incident_of(cast, words)
    notice = notify_unit(
        incident=incident, unit=cast.waterworks, guidance="", officer=cast.lu, now=now
    )
    sign_notice(notice=notice, officer=cast.water, now=now)
    return notice


def test_a_signed_notice_is_a_confirmation(yunchuan, now):
    signed(yunchuan, now)

    version = train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)

    assert confirmations_of(yunchuan.bureau.pk) == 1
    card = RoutingCard.from_data(version.card)
    assert (card.confirmations, card.units) == (1, 3)
    assert card.macro_f1 is None, "one confirmation measures nothing"
    assert card.sure_at is None, "so no unit is preselected"


def test_a_notice_that_was_sent_back_speaks_for_nobody(yunchuan, now):
    incident = incident_of(yunchuan, WATER)
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    return_notice(notice=notice, reason="不属我科", officer=yunchuan.window, now=now)

    assert confirmations_of(yunchuan.bureau.pk) == 0


def test_a_routing_of_few_confirmations_names_three_and_never_how_likely(yunchuan, now):
    train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)

    best, rows = router_of(yunchuan.bureau.pk).route(1, TAP)

    assert rows[0]["unit"] == "区水务局"
    assert "自来水" in rows[0]["words"]
    assert best is None, "unmeasured, so three are shown and none is chosen"
    assert [row["probability"] for row in rows] == [None] * 3


def test_a_measured_routing_tells_how_likely_and_chooses(yunchuan, now):
    keep(yunchuan, now)

    best, rows = router_of(yunchuan.bureau.pk).route(SEEN, TAP)

    assert best == yunchuan.waterworks
    assert 0.9 < rows[0]["probability"] <= 1
    assert rows[0]["probability"] > rows[1]["probability"]
    assert not any(row["blind"] for row in rows)


def test_the_office_and_a_closed_unit_are_never_proposed(yunchuan, now):
    train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)
    yunchuan.waterworks.active = False
    yunchuan.waterworks.save(update_fields=["active"])

    _best, rows = router_of(yunchuan.bureau.pk).route(1, TAP)

    assert {row["unit"] for row in rows} == {"来访接待科", "网上信访科"}


@pytest.mark.parametrize(
    "spoil", [lambda blob: blob[:-40], lambda blob: b"", lambda blob: b"\x80\x04K\x01."]
)
def test_a_model_that_cannot_be_read_is_said_and_the_duties_decide(
    yunchuan, now, spoil, caplog
):
    version = train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)
    rows = RoutingVersion.objects.filter(pk=version.pk)
    rows.update(blob=spoil(bytes(version.blob)), digest=f"new {len(spoil(b'x' * 90))}")

    with caplog.at_level(logging.ERROR):
        _best, found = router_of(yunchuan.bureau.pk).route(1, TAP)

    assert "cannot be used" in caplog.text
    assert found[0]["unit"] == "区水务局"
    assert "probability" not in found[0]
    with pytest.raises(Refused, match="无法读取，未作更改"):
        use_routing(bureau=yunchuan.bureau, number=version.number, actor=COMMAND, now=now)


def test_a_bureau_with_one_unit_has_nothing_to_learn(yunchuan, now):
    for unit in (yunchuan.reception, yunchuan.online):
        unit.active = False
        unit.save(update_fields=["active"])

    with pytest.raises(CannotFit):
        train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)


def test_one_bureau_learns_nothing_from_another(yunchuan, linxi, now):
    signed(yunchuan, now)

    version = train_routing(bureau=linxi.bureau, actor=COMMAND, now=now)

    assert RoutingCard.from_data(version.card).confirmations == 0
    assert routing_model(yunchuan.bureau.pk) is None
    labels = RoutingModel.from_bytes(bytes(version.blob)).labels
    assert set(labels) == {str(u.pk) for u in (linxi.reception, linxi.online, linxi.waterworks)}


def test_about_one_in_twenty_is_asked_blind_and_always_the_same_ones():
    asked = [event for event in range(20_000) if is_blind_choice(event)]

    assert 800 < len(asked) < 1_200
    assert all(is_blind_choice(event) for event in asked)


def test_what_is_asked_blind_preselects_nobody(yunchuan, now):
    keep(yunchuan, now)

    best, rows = router_of(yunchuan.bureau.pk).route(BLIND, TAP)

    assert best is None
    assert all(row["blind"] for row in rows)


def test_nothing_is_asked_blind_before_a_model_can_say_how_likely(yunchuan, now):
    _best, by_duties = router_of(yunchuan.bureau.pk).route(BLIND, TAP)
    train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)
    _best, of_few = router_of(yunchuan.bureau.pk).route(BLIND, TAP)

    assert not any(row["blind"] for row in [*by_duties, *of_few])
