"""A signed plan is carried out batch by batch, and stops when nothing allows it any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.closing.core.planned_deletions import (
    DeletionState,
    next_digest,
    resume_deletion,
    stop_deletion,
)
from huiying.work.closing.petition_purges.actions.erase_batch import erase_batch
from huiying.work.petitions.core.models import Petition
from tests.work.closing.petition_purges.steps import (
    LATER,
    answered,
    run,
    set_months,
    signed_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def erased() -> int:
    return Petition.objects.filter(erased_at__isnull=False).count()


def test_old_petitions_are_erased_and_figures_and_record_hold(yunchuan):
    old = [answered(yunchuan) for _ in range(3)]
    young = answered(yunchuan, now=LATER - timedelta(days=30))
    clocks = list(Clock.objects.order_by("pk").values())
    set_months(yunchuan)
    row = signed_plan(yunchuan)

    assert run() == 3

    row.refresh_from_db()
    assert (row.state, row.deleted) == (DeletionState.DONE, 3)
    assert row.digest == next_digest("", [one.pk for one in old])
    young.refresh_from_db()
    assert young.text
    assert list(Clock.objects.order_by("pk").values()) == clocks
    assert AuditRecord.objects.get(verb="petitions.deleted").data["hash"] == row.digest
    assert check_bureau(yunchuan.bureau.pk).holds


def test_a_run_that_broke_off_goes_on_where_it_stopped(yunchuan):
    for _ in range(3):
        answered(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    assert erase_batch(purge=row, now=LATER, most=2) == 2

    stop_deletion(deletion=row, officer=yunchuan.shen, now=LATER)
    assert erase_batch(purge=row, now=LATER) == 0
    resume_deletion(deletion=row, officer=yunchuan.leader, now=LATER)

    assert run() == 1
    assert erased() == 3


def test_months_that_were_lengthened_stop_it(yunchuan):
    answered(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    set_months(yunchuan, now=LATER, QUESTION=60)

    assert run(LATER + timedelta(days=1)) == 0

    row.refresh_from_db()
    assert row.state == DeletionState.STOPPED
    assert "长于计划" in row.reason
    assert erased() == 0


def test_more_than_was_shown_never_goes(yunchuan):
    """Whoever makes petitions old after the signatures deletes nothing by them."""
    answered(yunchuan)
    more = answered(yunchuan, now=LATER - timedelta(days=30))
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    first = Petition.objects.exclude(pk=more.pk).get()
    Petition.objects.filter(pk=more.pk).update(settled_at=first.settled_at)

    assert run() == 0

    row.refresh_from_db()
    assert row.state == DeletionState.STOPPED
    assert "多于计划" in row.reason


def test_what_is_needed_by_now_stays(yunchuan):
    petition = answered(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    Petition.objects.filter(pk=petition.pk).update(stage="UNDER_REVIEW")

    assert run() == 0

    row.refresh_from_db()
    assert (row.state, row.deleted) == (DeletionState.DONE, 0)
