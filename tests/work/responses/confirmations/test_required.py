"""Which other units a draft speaks of."""

from __future__ import annotations

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.work.responses.confirmations.required import (
    agencies_named,
    required_confirmations,
)
from tests.work.responses import desk
from tests.work.responses.confirmations.steps import put_in


def agency(cast, name, kind=UnitKind.AGENCY):
    return Unit.objects.create(bureau=cast.bureau, name=name, kind=kind)


def test_units_are_found_in_words_and_facts_in_order_of_mention(yunchuan, now):
    housing, works = agency(yunchuan, "区住建局"), agency(yunchuan, "区城管局")
    agency(yunchuan, "区教育局")
    draft = desk.ready(yunchuan, now, body="由区 城管局清理。[F1]\n通道由区住建局修复。[F1]")

    assert agencies_named(draft) == [works, housing]


def test_the_speaker_and_a_name_inside_a_longer_one_are_not_mentions(yunchuan, now):
    agency(yunchuan, "水务局")
    district = agency(yunchuan, "云川区水务局")
    draft = desk.ready(
        yunchuan, now, body=f"{yunchuan.reception.name}会同云川区水务局核实。[F1]"
    )

    assert agencies_named(draft) == [district]


def test_a_unit_that_is_no_longer_there_is_not_asked(yunchuan, now):
    gone = agency(yunchuan, "区拆迁办")
    Unit.objects.filter(pk=gone.pk).update(active=False)
    draft = desk.ready(yunchuan, now, body="由区拆迁办负责。[F1]")

    assert agencies_named(draft) == []


def test_an_agency_speaks_by_its_own_officers_and_not_by_one_put_there_lately(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    draft.answer.speaker = yunchuan.waterworks
    draft.writers = [yunchuan.water.pk]
    assert required_confirmations(draft) == []

    draft.writers = [put_in(yunchuan, unit=yunchuan.waterworks).pk]

    assert [row.unit for row in required_confirmations(draft)] == [yunchuan.waterworks]
