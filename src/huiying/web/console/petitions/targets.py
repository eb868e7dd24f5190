"""How the screens of petitions get their row, and what acts on it return to."""

from __future__ import annotations

from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.declared_acts import Target
from huiying.work.petitions.core.models import Petition, PetitionFile
from huiying.work.petitions.petitions.access import petition_file_for, petition_for
from huiying.work.petitions.replies.access import reply_for
from huiying.work.petitions.replies.models import PetitionReply

SEE = (Capability.SEE_PETITIONS, Capability.REPORT_BACK)
"""One of these is needed: the bureau sees all petitions, a unit those forwarded to it."""


def petition_in_sight(officer: Officer, number: str) -> Petition:
    """Return a petition to read.

    Raises:
        Http404, PermissionDenied: As ``petition_for``.
    """
    return petition_for(officer, number, to=require(officer, *SEE), now=clock.now())


def petition_to_act_on(officer: Officer, number: str, *, to: Capability) -> Petition:
    """Return a petition for an act of the bureau; raises as ``petition_for``."""
    return petition_for(officer, number, to=to, now=clock.now())


def reply_to_act_on(officer: Officer, number: str, *, to: Capability) -> PetitionReply:
    """Return a letter for an act; raises as ``reply_for``."""
    return reply_for(officer, number, to=to, now=clock.now())


def reply_in_sight(officer: Officer, number: str) -> PetitionReply:
    """Return a letter to read; raises as ``reply_for``."""
    return reply_for(officer, number, to=require(officer, *SEE), now=clock.now())


def file_in_sight(officer: Officer, pk: int) -> PetitionFile:
    """Return a file of a petition to open; raises as ``petition_file_for``."""
    return petition_file_for(officer, pk, to=require(officer, *SEE), now=clock.now())


def petition_url(petition: Petition) -> str:
    """Return the page of a petition."""
    return reverse("console:petition", args=[petition.number])


def petition_topic(petition: Petition) -> str:
    """Return the topic of the record that its acts write to."""
    return f"petition:{petition.number}"


def reply_url(reply: PetitionReply) -> str:
    """Return the page of a letter."""
    return reverse("console:petition-reply", args=[reply.number])


PETITION = Target(
    row=petition_to_act_on,
    back=petition_url,
    topic=petition_topic,
    about=lambda row: f"{row.number} {row.title}",
)
REPLY = Target(
    row=reply_to_act_on,
    back=reply_url,
    topic=lambda row: petition_topic(row.petition),
    about=lambda row: f"{row.number} {row.get_kind_display()}",
)
