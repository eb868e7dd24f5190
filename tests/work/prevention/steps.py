"""Steps of tests of prevention: a risk as an officer types it, a sweep that is under way."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.accounts.core.models import Officer, UnitKind
from huiying.policy.prevention.levels import RiskLevel, level_of
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.risks.actions.change import review_risk
from huiying.work.prevention.risks.actions.register import register_risk
from huiying.work.prevention.risks.input import RiskInput, latest_review
from huiying.work.prevention.risks.models import Risk
from huiying.work.prevention.sweeps.actions.confirm import confirm_part
from huiying.work.prevention.sweeps.models import Sweep
from tests.factories import T0

TITLE = "供热开栓后室温不达标反映集中"


def typed(owner: Officer, *, now=T0, **changed) -> RiskInput:
    """Return a risk of the heating as somebody types it, high unless numbers are given."""
    values = {
        "title": TITLE,
        "description": "十月十五日开栓前后，老旧小区管网检修未完，室温不达标的反映会集中出现。",
        "topic": "供热",
        "owner": owner,
        "probability": 4,
        "impact": 4,
        "signs": "暖气不热、开栓晚、试水漏水",
        "measures": "开栓前公布检修进度和报修电话，二十四小时内上门测温。",
        "residual_probability": 2,
        "residual_impact": 3,
    }
    values |= changed
    if "next_review" not in values:
        level = level_of(values["probability"], values["impact"])
        values["next_review"] = latest_review(level, now)
    return RiskInput(**values)


def heating(cast, *, by=None, now=T0, **changed) -> Risk:
    """Register the risk of the heating, of 来访接待科."""
    return register_risk(
        wanted=typed(changed.pop("owner", cast.window), now=now, **changed),
        officer=by or cast.shen,
        now=now,
    )


def as_it_stands(risk: Risk, **changed) -> RiskInput:
    """Return a risk as the form of a change shows it, with what somebody changes."""
    names = (
        "title", "description", "topic", "owner", "probability", "impact", "signs",
        "measures", "residual_probability", "residual_impact", "next_review",
    )  # fmt: skip
    return RiskInput(**({name: getattr(risk, name) for name in names} | changed))


def look_again(risk: Risk, by: Officer, now) -> None:
    """Review a risk that stands as it is."""
    review_risk(
        risk=risk,
        next_review=latest_review(RiskLevel(risk.level), now),
        note="现场看过，情况无变化。",
        revision=risk.revision,
        officer=by,
        now=now,
    )
    risk.refresh_from_db()


def part_of(sweep: Sweep, unit):
    """Return the part of a unit."""
    return sweep.parts.select_related("sweep", "unit", "clock").get(unit=unit)


def confirm(sweep: Sweep, unit, by: Officer, now, *, nil=True) -> None:
    """Confirm the part of a unit."""
    confirm_part(part=part_of(sweep, unit), nil=nil, note="", officer=by, now=now)


def later(now=T0, **span):
    """Return a later moment."""
    return now + timedelta(**span)


def local_day(now):
    """Return the local day of a moment."""
    return now.astimezone(LOCAL).date()


COMBING = (UnitKind.SECTION, UnitKind.SUBORDINATE)
