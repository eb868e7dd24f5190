"""核实: ask a unit or an outside agency whether a claim is true (Art. 5).

In:   an incident, the claim in words, its kind, the unit.    Out:  a docket with its clock.
Cost: about eight writes, and one message per channel of the unit.

The message and its link carry the claim alone: an agency that is asked a question does not
thereby see the incident, its posts, or what others found.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import ClaimKind
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.verification.actions.apply_finding import apply_finding_to_posts
from huiying.work.casework.verification.models import Docket, DocketState, ServedIncident
from huiying.work.casework.verification.requests import (
    claim_key,
    record_verification,
    start_claim_clock,
)
from huiying.work.collection.communities.own_places import mask_for
from huiying.work.incidents.core.models import Incident

LINK_LIFETIME = timedelta(days=7)
PURPOSE = "verification"
LINK_PATH = "/v/{token}/"  # web/links/urls.py; a test holds the two together
MAX_CLAIM = 400


@transaction.atomic
def ask_verification(
    *,
    incident: Incident,
    claim: str,
    kind: ClaimKind,
    unit: Unit,
    officer: Officer,
    now: datetime,
    post_ids: Iterable[int] = (),
) -> Docket:
    """Open a docket; the same claim may be asked of a second unit, and answers may differ.

    Args:
        post_ids: Posts of the incident that say it, as the officer picked them.

    Raises:
        Refused: If the unit is not the bureau's, the claim is empty, too long or asks that
            posts be removed, this unit is already checking the same claim, or the incident is
            closed or set aside.
    """
    if unit.bureau_id != incident.bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除，不再核实。"))
    words = mask_for(incident.bureau_id, [" ".join(claim.split())])[0].text
    if not words:
        raise Refused(_("请写明要核实的说法。"))
    refuse_removal_request(words)
    if len(words) > MAX_CLAIM:
        raise Refused(_("说法最多 400 字，一份核实单只核实一个说法。"))
    year = now.astimezone(LOCAL).year  # whoever takes a number keeps off who takes the next
    number = take_number(bureau_id=incident.bureau_id, kind="docket", year=year)
    key = claim_key(words)
    open_requests = Docket.objects.filter(
        bureau_id=incident.bureau_id, claim_key=key, unit=unit, state=DocketState.ASKED
    ).first()
    if open_requests is not None:
        raise Refused(
            _("%(unit)s正在核实同一说法（%(number)s），无需重复。")
            % {"unit": unit.name, "number": open_requests.number}
        )
    docket = Docket.objects.create(
        bureau_id=incident.bureau_id,
        number=f"C{number}",
        kind=str(kind),
        claim=words,
        claim_key=key,
        unit=unit,
        requested_at=now,
        requested_by=officer,
    )
    ServedIncident.objects.create(
        bureau_id=docket.bureau_id,
        docket=docket,
        incident=incident,
        origin=True,
        by=officer,
        at=now,
    )
    apply_finding_to_posts(docket=docket, incident=incident, post_ids=post_ids)
    docket.clock = start_claim_clock(docket, now)
    docket.save(update_fields=["clock"])
    send_request(docket, urgent=incident.grade_in_force >= Grade.MAJOR, now=now)
    record_verification(docket, "docket.asked", officer, now, kind=str(kind))
    return docket


def send_request(docket: Docket, *, urgent: bool, now: datetime) -> None:
    """Queue one message per channel of the unit, each with a link of its own."""
    for channel in channels_of(docket.unit):
        token = make_link(
            bureau_id=docket.bureau_id,
            purpose=PURPOSE,
            about_ref=docket.number,
            unit=docket.unit,
            now=now,
            lifetime=LINK_LIFETIME,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{LINK_PATH.format(token=token)}"
        queue_message(
            bureau_id=docket.bureau_id,
            channel=channel,
            key=f"docket:{docket.number}:{docket.revision}:{channel.pk}",
            subject=house_text("【请核实 %(number)s】%(claim)s")
            % {"number": docket.number, "claim": docket.claim[:60]},
            body="\n".join(
                [
                    house_text("请%(unit)s核实以下说法是否属实：%(claim)s")
                    % {"unit": docket.unit.name, "claim": docket.claim},
                    house_text("请通过链接答复（仅可答复一次，请勿转发）：%(link)s")
                    % {"link": link},
                ]
            ),
            about=About("docket", docket.number),
            urgent=urgent,
            now=now,
        )
