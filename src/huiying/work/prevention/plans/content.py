"""What a plan says: the content that an approval binds, and whether it is out of date.

In:   a plan.    Out:  its canonical content and hash; why it is out of date.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from huiying.base.accounts.core.models import Unit
from huiying.policy.core.hashing import hash_of_content
from huiying.work.prevention.plans.models import ItemKind, Plan

TEXTS = ("title", "trigger", "grade", "holding_statement")


def plan_content(plan: Plan) -> dict[str, Any]:
    """Return a plan in its canonical shape; units by key and by the name they have now."""
    items = list(plan.items.select_related("unit").order_by("pk"))
    return {
        "schema": 1,
        "number": plan.number,
        "version": plan.version,
        "change_reason": plan.change_reason,
        **{name: getattr(plan, name) for name in TEXTS},
        "review_on": plan.review_on.isoformat(),
        "lead_unit": _unit(plan.lead_unit),
        "speaking_unit": _unit(plan.speaking_unit),
        "measures": [
            {"unit": _unit(row.unit), "text": row.text, "hours": row.hours}
            for row in items
            if row.kind == ItemKind.MEASURE and row.unit is not None
        ],
        "questions": [
            {"question": row.text, "answer": row.detail}
            for row in items
            if row.kind == ItemKind.QUESTION
        ],
        "contacts": [
            {"unit": _unit(row.unit), "post": row.text, "telephone": row.detail}
            for row in items
            if row.kind == ItemKind.CONTACT and row.unit is not None
        ],
    }


def plan_hash(plan: Plan) -> str:
    """Return the hash of a plan as it stands."""
    return hash_of_content(plan_content(plan))


def unit_keys(content: Mapping[str, Any]) -> set[int]:
    """Return the keys of the units that a version names."""
    named = [content["lead_unit"], content["speaking_unit"]]
    named += [one["unit"] for one in (*content["measures"], *content["contacts"])]
    return {one["key"] for one in named}


def dissolved_units(content: Mapping[str, Any]) -> list[str]:
    """Return the names of the units of a version that are out of use by now."""
    rows = Unit.objects.filter(pk__in=unit_keys(content), active=False)
    return list(rows.order_by("name").values_list("name", flat=True))


def is_overdue(review_on: date, today: date) -> bool:
    """Tell whether a plan should have been reviewed."""
    return review_on < today


def is_complete(content: Mapping[str, Collection[Any]]) -> bool:
    """Tell whether a plan has what activating it needs: a measure, a question, a contact."""
    return bool(content["measures"] and content["questions"] and content["contacts"])


def _unit(unit: Unit) -> dict[str, Any]:
    return {"key": unit.pk, "name": unit.name}
