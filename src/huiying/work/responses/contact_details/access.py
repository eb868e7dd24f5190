"""The only way a screen gets the contact details of a bureau.

In:   an officer, a capability.    Out:  the details, or PermissionDenied.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.contact_details.models import ContactDetails
from huiying.work.responses.contact_details.queries import contact_details_of


def contact_details_for(officer: Officer, *, to: Capability) -> ContactDetails:
    """Return the contact details of the officer's own bureau."""
    require(officer, to)
    return contact_details_of(officer.bureau_id)
