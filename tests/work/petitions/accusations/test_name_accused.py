"""登记涉及的单位、人员: the block is around them from then on; nobody is taken away again."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.petitions.accusations.actions.name_accused import name_accused
from tests.factories import T0, make_cast
from tests.scenarios.petitions import accuse, name_reception

pytestmark = pytest.mark.django_db


def name(cast, row, **changes):
    wanted = {"units": [], "officers": [], "outside": False, "officer": cast.ji, "now": T0}
    name_accused(accusation=row, **{**wanted, **changes})


def test_the_record_holds_neither_the_unit_nor_the_officer(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))

    record = AuditRecord.objects.get(verb="accusation.accused_named")
    assert record.ref == row.number
    assert record.data == {}


def test_somebody_must_be_named(yunchuan):
    with pytest.raises(Refused, match="请选择涉及的单位"):
        name(yunchuan, accuse(yunchuan))


def test_who_was_named_stays_named(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))

    name(yunchuan, row, outside=True)

    assert list(row.accused_units.all()) == [yunchuan.reception]
    assert row.accused_outside


def test_nobody_of_another_bureau_is_named(yunchuan):
    linxi = make_cast("linxi", "临溪区")
    with pytest.raises(Refused, match="本局名册"):
        name(yunchuan, accuse(yunchuan), units=[linxi.reception])


def test_an_old_form_changes_nothing(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))
    with pytest.raises(Stale):
        name(yunchuan, row, outside=True, revision=0)
