"""Who acts for the unit that a paper was sent to: its officer, or who holds its signed link.

In:   an officer, or a link with the name that was typed.    Out:  what rows and record keep.
Cost: none.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who acts for a unit.

    Attributes:
        officer: None for whoever acts by a signed link.
        label: The name typed behind a link and that it was one; "" for an officer.
        actor: How the record names them.
    """

    officer: Officer | None
    label: str
    actor: Actor

    def audit_actor(self) -> Actor:
        """Return how the record names them."""
        return self.actor


def officer_signatory(officer: Officer) -> Signatory:
    """Return an officer as who acts."""
    return Signatory(officer, "", officer.audit_actor())


def signatory_behind(number: str, name: str) -> Signatory:
    """Return who acts by the signed link of a paper, under the name that was typed.

    Args:
        number: The public number that the link is for.

    Raises:
        Refused: If no name was typed, or it is too long.
    """
    typed = " ".join(masked_text(name).split())
    if not typed:
        raise Refused(_("请填写姓名。"))
    if len(typed) > LONGEST_NAME:
        words = {"most": LONGEST_NAME, "here": len(typed)}
        raise Refused(_("姓名最多 %(most)s 字，现为 %(here)s 字。") % words)
    label = house_text("%(name)s（通过链接）") % {"name": typed}
    return Signatory(None, label, Actor(f"link:{number}", label))
