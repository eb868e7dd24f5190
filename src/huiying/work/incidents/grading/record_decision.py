"""Write the record of what was decided about an incident, by one officer or signed by two.

In:   an incident, the verb for one signature and for two, what was decided.
Out:  a record by the one who made it stand; of two, it also names who asked.
Cost: one record.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.work.incidents.core.models import Incident


def record_decision(
    incident: Incident,
    verb: str,
    signed_verb: str,
    *,
    officer: Officer,
    second: Officer | None,
    now: datetime,
    **data: Any,
) -> None:
    """Record a decision as ``verb``, or as ``signed_verb`` if another officer signed it too."""
    if second is None:
        record(incident, verb, officer, now, **data)
    else:
        asked = officer.audit_actor().ref
        record(incident, signed_verb, second, now, asked=asked, **data)
