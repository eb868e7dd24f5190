"""What the tests of breaches begin with: one that was late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.clocks import ladder
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, now=T0))


@pytest.fixture
def late(yunchuan, incident, now):
    """A unit signed for its notice two days after it was reached."""
    notice = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=now,
        officer=yunchuan.lu,
        now=now,
    )
    later = now + 2 * DAY
    ladder.turn(later)
    sign_notice(notice=notice, officer=yunchuan.window, now=later)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=later)
    return Breach.objects.get(clock=notice.receipt_clock)
