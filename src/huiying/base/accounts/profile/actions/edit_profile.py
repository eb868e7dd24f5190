"""Change one's own profile: name, phone, language, single keys, quiet hours.

In:   an officer, his choices.    Out:  the row; the record says which fields, never the values.
Cost: two writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.policy.time.quiet_hours import QuietHours


@transaction.atomic
def edit_profile(
    *,
    officer: Officer,
    name: str,
    phone: str,
    phone_shared: bool,
    language: str,
    keys_off: bool,
    quiet: QuietHours,
    now: datetime,
) -> None:
    """Change what an officer may say about himself; title, unit and roles are given to him.

    Args:
        phone_shared: Colleagues see the telephone beside what the officer holds.
        language: Code of a language of the screens; empty = as the browser asks.

    Raises:
        CannotEditOfficer: If the name is empty.
    """
    officer.refresh_from_db()
    edit_officer(
        officer=officer,
        name=name,
        title=officer.title,
        phone=phone,
        unit=officer.unit,
        actor=officer.audit_actor(),
        now=now,
    )
    # How a screen looks and when it is quiet is no fact of the bureau: it is not recorded.
    officer.phone_shared = phone_shared
    officer.language, officer.keys_off = language, keys_off
    officer.major_only = quiet.major_only
    officer.quiet_from, officer.quiet_until = quiet.start, quiet.end
    officer.save(
        update_fields=[
            "phone_shared",
            "language",
            "keys_off",
            "major_only",
            "quiet_from",
            "quiet_until",
        ]
    )
