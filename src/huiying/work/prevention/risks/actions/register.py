"""登记风险点: put a matter on the register.

In:   what an officer judged, and what made him.    Out:  a risk with number and first version.
Cost: three writes.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.risks.changes import write_version
from huiying.work.prevention.risks.input import RiskInput
from huiying.work.prevention.risks.models import Risk, RiskOrigin, RiskState, VersionKind


@transaction.atomic
def register_risk(
    *,
    wanted: RiskInput,
    officer: Officer,
    now: datetime,
    origin: RiskOrigin = RiskOrigin.JUDGEMENT,
    origin_ref: str = "",
) -> Risk:
    """Register a risk.

    Args:
        origin_ref: Of the lesson, incident or date that it came from.

    Raises:
        PermissionDenied: If the officer combs for no unit, or for another one.
        Refused: As ``RiskInput.terms``; also if the unit has a risk of this title.
    """
    require(officer, Capability.COMB_RISKS)
    terms = wanted.terms(officer, now)
    same = Risk.objects.filter(
        bureau_id=officer.bureau_id,
        unit_id=terms["unit_id"],
        title=terms["title"],
        state=RiskState.LISTED,
    ).first()
    if same is not None:
        raise Refused(
            _("已有同名风险点 %(number)s，请打开复核或修改。") % {"number": same.number}
        )
    year = now.astimezone(LOCAL).year
    taken = take_number(bureau_id=officer.bureau_id, kind="risk", year=year)
    row = Risk.objects.create(
        bureau_id=officer.bureau_id,
        number=f"FX{taken}",
        **{**terms, "next_review": date.fromisoformat(terms["next_review"])},
        origin=str(origin),
        origin_ref=origin_ref[:40],
        registered_at=now,
        registered_by=officer,
        changed_at=now,
        reviewed_at=now,
    )
    write_version(row, VersionKind.REGISTERED, "", officer, None, now)
    return row
