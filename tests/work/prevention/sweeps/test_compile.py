"""汇总、签发: the office compiles, another person leads and signs; late units are named."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.prevention.sweeps.actions.compile import (
    SWEEP_KIND,
    compile_sweep,
    sign_sweep,
)
from huiying.work.prevention.sweeps.content import sweep_hash
from huiying.work.prevention.sweeps.models import Sweep, SweepState
from huiying.work.prevention.sweeps.queries import sweeps_waiting_for
from tests.work.prevention.steps import later
from tests.work.prevention.sweeps.conftest import LATE

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


def compiled(sweep, by, now=LATE, summary="供热风险较高，已督促公布检修进度。"):
    sweep.refresh_from_db()
    compile_sweep(sweep=sweep, summary=summary, revision=sweep.revision, officer=by, now=now)


def sign(sweep, by, *, approve=True, reason="", shown=None):
    sign_sweep(
        sweep,
        approve=approve,
        reason=reason,
        shown_hash=sweep_hash(sweep) if shown is None else shown,
        officer=by,
        now=later(LATE, hours=1),
    )


def test_the_office_waits_for_a_unit_that_has_time(yunchuan, sweep):
    assert not sweeps_waiting_for(yunchuan.shen, later(days=1)).exists()

    with pytest.raises(Refused, match="网上信访科"):
        compiled(sweep, yunchuan.shen, later(days=1))


def test_a_late_unit_is_named_and_cannot_be_left_out(yunchuan, sweep, risk):
    assert list(sweeps_waiting_for(yunchuan.shen, LATE)) == [sweep]

    compiled(sweep, yunchuan.shen)

    late = [one["name"] for one in sweep.content["units"] if not one["confirmed"]]
    assert late == ["网上信访科"]
    assert sweep.content["listed"] == {"HIGH": 1, "MEDIUM": 0, "LOW": 0}
    assert [one["number"] for one in sweep.content["high"]] == [risk.number]
    assert sweep.state == SweepState.IN_REVIEW


def test_a_leader_signs_and_the_time_to_report_starts(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)

    sign(sweep, yunchuan.leader)

    assert (sweep.state, sweep.signed_by) == (SweepState.SIGNED, yunchuan.leader)
    assert sweep.clock.__class__.objects.get(pk=sweep.clock_id).state == ClockState.MET
    assert sweep.report_clock.state == ClockState.RUNNING


def test_who_compiled_it_does_not_sign_and_nobody_but_a_leader(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)

    with pytest.raises(PermissionDenied):
        sign(sweep, yunchuan.shen)
    assert not SWEEP_KIND.may_decide(sweep.signoff, yunchuan.shen)
    assert SWEEP_KIND.may_decide(sweep.signoff, yunchuan.cheng)


def test_returned_it_is_compiled_again(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)

    sign(sweep, yunchuan.leader, approve=False, reason="补充停车风险。")

    assert sweep.state == SweepState.OPEN
    compiled(sweep, yunchuan.shen, later(LATE, days=1), summary="已补充停车风险。")
    sign(sweep, yunchuan.cheng)
    assert sweep.signed_by == yunchuan.cheng


def test_what_was_not_shown_is_not_signed(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)

    with pytest.raises(Stale):
        sign(sweep, yunchuan.leader, shown="f" * 64)


def test_nothing_is_compiled_without_words_or_with_names(yunchuan, sweep):
    with pytest.raises(Refused, match="梳理情况"):
        compiled(sweep, yunchuan.shen, summary=" ")
    with pytest.raises(Refused, match="写事项"):
        compiled(sweep, yunchuan.shen, summary="盯住上访老户。")


def test_the_second_of_two_compiles_nothing(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)

    with pytest.raises(Stale):
        compiled(sweep, yunchuan.shen)


def test_what_was_signed_is_final(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)
    sign(sweep, yunchuan.leader)

    for change in ({"summary": "没有风险。"}, {"state": SweepState.OPEN}, {"content": {}}):
        with pytest.raises(IntegrityError, match="final"), transaction.atomic():
            Sweep.objects.update(**change)
