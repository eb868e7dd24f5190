"""The daily check finds a sweep whose confirmations or signature were changed."""

from __future__ import annotations

import pytest

from huiying.work.prevention.sweeps.models import Sweep, SweepPart
from huiying.work.prevention.sweeps.proof import sweep_differences
from tests.tampering import triggers_dropped
from tests.work.prevention.sweeps.test_compile import compiled, sign

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)b")]


@pytest.fixture
def signed(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)
    sign(sweep, yunchuan.leader)
    return sweep


def codes(bureau):
    return [one.code for one in sweep_differences(bureau.pk)]


def test_what_acts_did_does_not_differ(yunchuan, signed):
    assert codes(yunchuan.bureau) == []


def test_what_was_signed_and_changed_differs(yunchuan, signed):
    with triggers_dropped():
        Sweep.objects.update(summary="没有风险。")

    assert codes(yunchuan.bureau) == ["record.sweep_differs"]


def test_a_confirmation_that_nobody_gave_differs(yunchuan, sweep):
    part = sweep.parts.get(confirmed_at__isnull=True)
    SweepPart.objects.filter(pk=part.pk).update(
        nil=True, confirmed_at=sweep.opened_at, confirmed_by=yunchuan.shen
    )

    assert codes(yunchuan.bureau) == ["record.sweep_differs"]


def test_a_sweep_that_is_gone_is_missing(yunchuan, sweep):
    with triggers_dropped():
        SweepPart.objects.all().delete()
        Sweep.objects.all().delete()

    assert codes(yunchuan.bureau) == ["record.sweep_missing"]
