"""Ask for another password when the one in use is past its time.

In:   an officer who signs in, the moment.    Out:  whether he has to change it.
Cost: nothing; a write and a record when it is past its time.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.password_rules import is_too_old
from huiying.base.audit.record import record


@transaction.atomic
def expire_password(*, officer: Officer, now: datetime) -> bool:
    """Have an old password changed before anything else; False when it may stay."""
    if officer.must_change_password or not is_too_old(officer, now):
        return False
    officer.must_change_password = True
    officer.save(update_fields=["must_change_password"])
    record(officer, "officer.password_expired", None, now)
    return True
