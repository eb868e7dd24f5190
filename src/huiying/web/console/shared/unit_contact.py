"""How a unit is reached: its posts with their telephones, and its channels.

In:   a unit, an officer of the bureau.    Out:  rows for ``console/shared/_contact.html``.
Cost: two queries.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.outbox.queries import channels_of
from huiying.work.casework.liaison.queries import liaison_desks

FEWEST_DIGITS = 3  # of something that can be dialled


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A post and its telephone; ``dial``: for a ``tel:`` link, "" = cannot be dialled."""

    post: str
    phone: str
    dial: str


@dataclass(frozen=True, slots=True)
class UnitContact:
    """How a unit is reached.

    Attributes:
        lines: Its posts with their telephones.
        channels: Names of the channels that messages go to.
        edit_url: Where a telephone is entered; "" = this officer may not.
    """

    unit: str
    lines: list[PhoneLine]
    channels: list[str]
    edit_url: str


def unit_contact(unit: Unit, officer: Officer) -> UnitContact:
    """Return how a unit is reached: its own telephone, then those of its liaison posts."""
    desks = liaison_desks(unit.bureau_id).filter(unit=unit, active=True)
    lines = [phone_line(unit.contact or _("值班"), unit.phone)] if unit.phone else []
    lines += [phone_line(row.office, row.duty_line) for row in desks]
    edits = may(officer, Capability.MANAGE_PEOPLE)
    return UnitContact(
        unit=unit.name,
        lines=lines,
        channels=[channel.name for channel in channels_of(unit)],
        edit_url=reverse("console:unit-edit", args=[unit.pk]) if edits else "",
    )


def phone_line(post: str, phone: str) -> PhoneLine:
    """Return a post with its telephone and how it is dialled."""
    digits = "".join(one for one in phone if one in "+0123456789")
    return PhoneLine(post, phone, digits if len(digits) >= FEWEST_DIGITS else "")
