"""应急监测 is ended before its time by one who triages, once."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.collection.emergency.actions.end import end_emergency
from huiying.work.collection.emergency.queries import ask_every, emergency_of
from tests.factories import T0
from tests.work.collection.emergency.test_start import HOUR, follow, start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5b")]


def test_sources_are_asked_as_before_from_then_on(yunchuan):
    source, row = follow(yunchuan), start(yunchuan)

    end_emergency(emergency=row, officer=yunchuan.shen, now=T0 + HOUR)

    assert ask_every([source], T0 + HOUR) == 20
    assert emergency_of(yunchuan.bureau.pk, T0 + HOUR) is None
    assert AuditRecord.objects.filter(verb="emergency_monitoring.ended").count() == 1


def test_what_is_over_cannot_be_ended_again(yunchuan):
    row = start(yunchuan, hours=1)
    with pytest.raises(Refused, match="已经结束"):
        end_emergency(emergency=row, officer=yunchuan.lu, now=T0 + HOUR)
