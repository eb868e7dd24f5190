"""Read the contact details of a bureau."""

from __future__ import annotations

from huiying.work.responses.contact_details.models import ContactDetails


def contact_details_of(bureau_id: int) -> ContactDetails:
    """Return the details of a bureau; those that hold everywhere when none were written."""
    row = ContactDetails.objects.filter(bureau_id=bureau_id).first()
    return row or ContactDetails(bureau_id=bureau_id)
