"""Read resets: who needs a second person for one, who may sign it, whose link is still unused.

In:   officers, a request, the moment.    Out:  true or false; officers; a request.
Cost: one to three queries each.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.capabilities import (
    ADMINISTERS,
    SIGNS,
    Role,
    capabilities_of,
)
from huiying.base.accounts.roles.queries import active_delegations, own_roles_of
from huiying.base.accounts.roles.separation import confirms_accounts
from huiying.base.accounts.sign_in.invitations import invitation_state
from huiying.base.personnel.models import ResetKind, SignInReset
from huiying.base.signoff.models import Decision


def takes_two_to_reset(officer: Officer, by: Officer, now: datetime) -> bool:
    """Tell whether a reset of an officer's sign-in takes effect by two persons.

    Of whoever signs, approves or administers, also by a lent role. Not of oneself; nor of an
    account that nobody has used and that is in the hand of ``by`` already: a link that was
    lost is made anew.
    """
    if officer.pk == by.pk or (officer.last_login is None and by.pk in officer.hands):
        return False
    lent = active_delegations(officer.bureau_id, now).filter(delegate=officer)
    roles = own_roles_of(officer) | {Role(role) for role in lent.values_list("role", flat=True)}
    return bool(capabilities_of(frozenset(roles)) & (SIGNS | ADMINISTERS))


def may_sign_reset(row: SignInReset, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may sign a reset: he confirms accounts, of another hand."""
    if not officer.is_active or officer.bureau_id != row.bureau_id:
        return False
    if not own_roles_of(officer) & set(confirms_accounts()):
        return False
    return hand_of(officer, now).isdisjoint({row.requested_by_id, row.officer_id})


def reset_signers(officer: Officer, by: Officer, now: datetime) -> list[Officer]:
    """Return who could sign a reset of an officer that ``by`` asks for."""
    rows = officers_of(officer.bureau_id).filter(
        is_active=True, grants__role__in=[str(role) for role in confirms_accounts()]
    )
    out = hand_of(by, now) | hand_of(officer, now)
    return [row for row in rows.distinct() if row.pk not in out]


def pending_resets(bureau_id: int) -> list[SignInReset]:
    """Return the resets that wait for a second signature, the newest first."""
    rows = SignInReset.objects.filter(
        bureau_id=bureau_id, signoff__decision=Decision.PENDING
    ).select_related("officer", "requested_by", "signoff")
    return list(rows)


def unused_reset(officer: Officer, by: Officer, now: datetime) -> SignInReset | None:
    """Return the signed reset of a password whose one-time link nobody has used yet.

    It is shown to who asked for the reset, for as long as a link holds.
    """
    since = now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return SignInReset.objects.filter(
        officer=officer,
        requested_by=by,
        kind=ResetKind.PASSWORD,
        mark=invitation_state(officer),
        signoff__decision=Decision.APPROVED,
        signoff__decided_at__gt=since,
    ).first()
