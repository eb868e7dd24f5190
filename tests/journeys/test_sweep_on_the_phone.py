"""A section chief reviews and confirms on a phone; the leader signs; nothing scrolls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.jobs import clock
from huiying.work.prevention.risks.actions.change import change_risk
from huiying.work.prevention.risks.models import RiskState
from huiying.work.prevention.sweeps.actions.compile import compile_sweep
from huiying.work.prevention.sweeps.actions.open import open_sweep
from tests.journeys.test_guidance_on_the_phone import fits, sign_in
from tests.work.prevention.steps import as_it_stands, confirm, heating, part_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.clause("4(4)a"),
]
PHONE = (390, 844)


def test_a_chief_confirms_on_the_phone_and_the_leader_signs(yunchuan, visit, shoot):
    now = clock.real_now()
    early = now - timedelta(days=20)
    risk = heating(yunchuan, now=early - timedelta(days=5))
    second = heating(yunchuan, now=early, title="医院周边停车难", topic="停车", probability=2)
    sweep = open_sweep(bureau=yunchuan.bureau, officer=yunchuan.shen, now=early)
    confirm(sweep, yunchuan.office, yunchuan.shen, early)

    phone = sign_in(visit(*PHONE), yunchuan.window)
    phone.goto("/desk/")
    assert fits(phone)
    phone.goto(reverse("console:sweep-part", args=[part_of(sweep, yunchuan.reception).pk]))
    assert fits(phone)
    shoot(phone, "part-phone")
    with phone.expect_navigation():
        phone.get_by_role("button", name="无变化").first.click()
    shoot(phone, "part-phone-reviewed")
    with phone.expect_navigation():
        phone.get_by_role("button", name="确认：新增 2 个").click()
    assert fits(phone)
    shoot(phone, "sweep-phone")
    phone.goto(reverse("console:risk-register"))
    assert fits(phone)
    shoot(phone, "risks-phone")

    change_risk(
        risk=risk,
        wanted=as_it_stands(fresh(risk), probability=3),
        reason="检修已完成大半。",
        revision=fresh(risk).revision,
        officer=yunchuan.window,
        now=now,
    )
    sweep.refresh_from_db()
    compile_sweep(
        sweep=sweep,
        summary="供热风险较高，已督促公布检修进度。",
        revision=sweep.revision,
        officer=yunchuan.shen,
        now=now,
    )
    leader = sign_in(visit(), yunchuan.leader)
    for name, address in {
        "risks": reverse("console:risk-register"),
        "risk": reverse("console:risk", args=[risk.number]),
        "sweep": reverse("console:sweep", args=[sweep.number]),
        "sweeps": reverse("console:sweeps"),
    }.items():
        leader.goto(address)
        shoot(leader, name)
    leader.emulate_media(color_scheme="dark")
    leader.goto(reverse("console:sweep", args=[sweep.number]))
    shoot(leader, "sweep-dark")
    with leader.expect_navigation():
        leader.get_by_role("button", name="签发梳理结果").click()

    sweep.refresh_from_db()
    assert sweep.signed_by == yunchuan.leader
    assert fresh(second).state == RiskState.LISTED
    office = sign_in(visit(), yunchuan.shen)
    office.goto(reverse("console:risk-proposals"))
    shoot(office, "proposals")
    office.goto(reverse("console:risk-add"))
    shoot(office, "add")


def fresh(risk):
    risk.refresh_from_db()
    return risk
