"""催办: the office reminds the unit to acknowledge a petition, or to handle it.

In:   a petition at a unit.    Out:  one message a channel, each with a fresh link.
Cost: two inserts a channel, one audit record.

The periods remind by themselves: their clocks are in the unit's hands (``jobs/clocks/ladder``).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.outbox.linked_papers import PAUSE, channels_to_remind
from huiying.base.outbox.queries import messaged_since
from huiying.policy.petitions.kinds import AT_THE_UNIT, PetitionKind
from huiying.work.petitions.acknowledgement.unit_messages import queue_petition_messages
from huiying.work.petitions.core.claim import refuse_diverted
from huiying.work.petitions.core.models import Petition


def may_be_reminded(petition: Petition) -> bool:
    """Tell whether a unit has a petition to handle, and can be reached."""
    unit = petition.competent
    return unit is not None and unit.active and petition.stage in AT_THE_UNIT


@transaction.atomic
def remind_of_petition(*, petition: Petition, officer: Officer, now: datetime) -> int:
    """催办: ask the unit again, with a fresh link; return on how many channels.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If no unit has it to handle, the unit has no channel, or it was reminded within
            five minutes.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    refuse_diverted(petition)
    unit = petition.competent
    if unit is None or not may_be_reminded(petition):
        raise Refused(_("该信访事项不待单位办理，或承办单位已停用，无须催办。"))
    channels = channels_to_remind(unit)
    prefix, since = f"petition:{petition.number}:reminder:", now - PAUSE
    if any(messaged_since(one, petition.number, since, key_prefix=prefix) for one in channels):
        raise Refused(_("5 分钟内已发送过，请稍后再发或电话催办。"))
    named = {"unit": unit.name, "number": petition.number}
    words = (
        house_text("请%(unit)s尽快签收并办理信访事项 %(number)s。")
        if petition.waits_for_receipt
        else house_text("请%(unit)s尽快办理信访事项 %(number)s。")
    )
    kind = house_text(PetitionKind(petition.kind).label)
    queue_petition_messages(
        petition,
        unit,
        key=f"reminder:{now:%m%d%H%M%S}",
        subject=house_text("【催办 %(number)s】%(title)s")
        % {"number": petition.number, "title": kind},
        lines=[words % named],
        now=now,
    )
    record(petition, "petition.reminded", officer, now, unit=unit.name)
    return len(channels)
