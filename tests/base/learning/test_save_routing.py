"""Versions of the routing count up; one is in use, and an officer may choose another."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.learning.actions.save_routing import save_routing, use_routing
from huiying.base.learning.models import RoutingVersion
from huiying.base.learning.routing import RoutingCard, routing_model
from huiying.engine.routing.fit import fit_routing
from huiying.engine.routing.terms import read_message
from tests.factories import T0

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def blob():
    """A model of two units, fitted on a few messages."""
    confirmed = [
        (read_message(words[:2], f"{words}第{n}次反映"), unit)
        for words, unit in (("停水三天水管破裂", "1"), ("排队两小时窗口不足", "2"))
        for n in range(5)
    ]
    return fit_routing(confirmed)[0].to_bytes()


def save(cast, blob):
    return save_routing(
        bureau=cast.bureau,
        blob=blob,
        card=RoutingCard(confirmations=2, units=2),
        actor=cast.shen.audit_actor(),
        now=T0,
    )


def use(cast, number):
    use_routing(bureau=cast.bureau, number=number, actor=cast.shen.audit_actor(), now=T0)


def in_use(cast):
    rows = RoutingVersion.objects.filter(bureau=cast.bureau, in_use=True)
    return list(rows.values_list("number", flat=True))


def test_a_new_version_takes_the_next_number_of_its_bureau_and_is_used(yunchuan, linxi, blob):
    numbers = [save(cast, blob).number for cast in (yunchuan, yunchuan, linxi)]

    version = RoutingVersion.objects.get(bureau=yunchuan.bureau, number=2)
    records = AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk, verb="routing.trained")
    assert numbers == [1, 2, 1]
    assert [in_use(yunchuan), in_use(linxi)] == [[2], [1]]
    assert (version.made_by, version.card["units"]) == ("沈青禾", 2)
    assert records.latest("seq").data == {"confirmations": 2}
    assert routing_model(yunchuan.bureau.pk).labels == ("1", "2")


def test_the_office_goes_back_to_a_version_or_to_none(yunchuan, blob):
    save(yunchuan, blob)
    save(yunchuan, blob)

    use(yunchuan, 1)
    assert in_use(yunchuan) == [1]
    use(yunchuan, 0)
    assert in_use(yunchuan) == []
    assert routing_model(yunchuan.bureau.pk) is None

    verbs = AuditRecord.objects.filter(verb__startswith="routing.").order_by("seq")
    assert [row.verb for row in verbs][2:] == ["routing.chosen", "routing.unused"]


def test_a_version_that_is_not_there_or_cannot_be_read_changes_nothing(yunchuan, linxi, blob):
    save(linxi, blob)
    save(linxi, blob)
    save(yunchuan, b"no model")
    save(yunchuan, blob)

    for number in (1, 3):
        with pytest.raises(Refused, match="未作更改"):
            use(yunchuan, number)

    assert in_use(yunchuan) == [2]
    assert not AuditRecord.objects.filter(verb="routing.chosen").exists()
