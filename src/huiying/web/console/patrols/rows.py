"""Patrols as the page and the desk show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.patrols import SlotState
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.collection.patrols.queries import PatrolSlot, open_slots, plans_of

TO = Capability.ENTER_POSTS
LEVELS = {
    SlotState.DONE: "ok",
    SlotState.LATE: "warn",
    SlotState.MISSED: "bad",
    SlotState.OVERDUE: "warn",
    SlotState.DUE: "acc",
    SlotState.COMING: "dash",
}


def look_row(look: PatrolSlot, officer: Officer) -> dict[str, Any]:
    """Return one look; its acts are those that can be done now."""
    patrol = look.patrol
    return {
        "plan": look.plan.name,
        "places": look.plan.places.splitlines(),
        "at": look.slot.at,
        "state": str(look.state),
        "word": _(look.state.label),
        "level": LEVELS[look.state],
        "result": patrol.get_result_display() if patrol else "",
        "note": patrol.note if patrol else "",
        "by": patrol.by.name if patrol else "",
        "done_at": patrol.at if patrol else None,
        "acts": acts_of(look) if may(officer, TO) else [],
    }


def acts_of(look: PatrolSlot) -> list[ActButton]:
    """Return what can be done with a look."""
    if look.patrol is not None:
        return []
    if look.state.open:
        return [
            act_button(_("已巡查，无异常"), _url("nothing", look), method="post", main=True),
            act_button(_("有发现…"), _url("found", look)),
        ]
    if look.state is SlotState.MISSED:
        return [act_button(_("说明原因…"), _url("explain", look))]
    return []


def day_rows(looks: Iterable[PatrolSlot], officer: Officer) -> list[dict[str, Any]]:
    """Return looks by local day, the newest first, with how many were missed."""
    found = []
    for day, of_day in groupby(looks, key=lambda look: look.slot.at.astimezone(LOCAL).date()):
        rows = [look_row(look, officer) for look in of_day]
        missed = sum(row["state"] == SlotState.MISSED for row in rows)
        found.append({"day": day, "rows": rows, "missed": missed})
    return found


def total_of(looks: Iterable[PatrolSlot]) -> dict[str, int]:
    """Return how many looks were in time, late and missed, of those whose time has passed."""
    counts = Counter(look.state for look in looks)
    done, late = counts[SlotState.DONE], counts[SlotState.LATE]
    missed = counts[SlotState.MISSED]
    return {"done": done, "late": late, "missed": missed, "all": done + late + missed}


def patrols_due(officer: Officer, now: datetime) -> dict[str, Any] | None:
    """Return what the desk says; None for who does no patrol, or where none is planned."""
    if not may(officer, TO) or not plans_of(officer.bureau_id).exists():
        return None
    looks = open_slots(officer.bureau_id, now)
    return {
        "rows": [look_row(look, officer) for look in looks],
        "due": sum(look.state.open for look in looks),
        "url": reverse("console:patrols"),
    }


def _url(name: str, look: PatrolSlot) -> str:
    slot = int(look.slot.at.timestamp())
    return reverse(f"console:patrol-{name}", args=[look.plan.pk, slot])
