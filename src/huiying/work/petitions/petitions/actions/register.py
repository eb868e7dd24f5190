"""登记: an officer has read the working text, and says what kind of petition it is.

In:   the text as it may be shown to units, the kind, which earlier petition it repeats.
Out:  REGISTERED, with a step that who sent it reads; findable for who sees petitions.
Cost: about six writes; two more when the kind changes and another period begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_accusation
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, StepKind
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.claim import claim_in_stage
from huiying.work.petitions.core.clocks import bureau_holder, first_rule, start_petition_clock
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.named_officer import refuse_named
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.core.submission import MAX_TEXT
from huiying.work.petitions.core.texts import MAX_TITLE, checked_words
from huiying.work.petitions.petitions.queries import petition_to_repeat
from huiying.work.petitions.petitions.search import make_findable


@dataclass(frozen=True, slots=True)
class CheckedPetition:
    """What an officer found when he read a petition.

    ``title`` and ``text`` name nobody. ``repeat_of`` is the number of an earlier petition of
    the same matter; "" = there is none. It is judged by the matter, never by who sent it.
    """

    title: str
    text: str
    kind: PetitionKind
    repeat_of: str = ""


@transaction.atomic
def register_petition(
    *,
    petition: Petition,
    checked: CheckedPetition,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """登记: from now on units may be shown the working text.

    Another kind begins its own period, from the same receipt. One that was sent as a claim and
    is registered as less keeps a note of it: then nobody answers it alone.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If title or text is empty, too long or accuses somebody, the original names
            the officer himself, it is registered already, or the earlier petition is unknown,
            itself or a repetition of this one.
        Classified: If the text carries a classification mark.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    refuse_named(petition, officer)
    refuse_accusation(checked.title, checked.text)
    title = checked_words(" ".join(checked.title.split()), MAX_TITLE, _("请填写标题。"))
    text = checked_words(checked.text, MAX_TEXT, _("请填写工作文本。"))
    earlier = _earlier(petition, checked.repeat_of)
    was, edited = PetitionKind(petition.kind), petition.text != text
    claim_in_stage(
        petition,
        (PetitionStage.RECEIVED,),
        revision,
        stage=str(PetitionStage.REGISTERED),
        title=title,
        text=text,
        kind=str(checked.kind),
        repeat_of=earlier,
        text_checked_at=now,
        text_checked_by=officer,
        registered_at=now,
        registered_by=officer,
    )
    if checked.kind != was:
        _restart(petition, checked.kind, officer, now)
    data = {"kind": str(checked.kind)}
    if checked.kind != was:
        data["received_as"] = str(was)
    add_step(petition, StepKind.REGISTERED, now, officer, **data)
    make_findable(petition)
    more = {"repeat_of": earlier.number} if earlier else {}
    record(petition, "petition.registered", officer, now, edited=edited, **data, **more)


def _earlier(petition: Petition, number: str) -> Petition | None:
    wanted = number.strip().upper()
    if not wanted:
        return None
    if wanted == petition.number:
        raise Refused(_("不得登记为重复本件。"))
    earlier = petition_to_repeat(petition.bureau_id, wanted)
    if earlier is None:
        raise Refused(_("没有编号为 %(number)s 的已登记信访事项。") % {"number": wanted[:20]})
    if earlier.repeat_of_id == petition.pk:
        raise Refused(_("%(number)s 已登记为本件的重复件。") % {"number": wanted[:20]})
    return earlier


def _restart(petition: Petition, kind: PetitionKind, officer: Officer, now: datetime) -> None:
    """Begin the period of the kind that it was registered as, from the receipt."""
    rule = first_rule(petition.bureau_id, kind, now)
    if petition.clock is not None:
        if petition.clock.rule_code == rule.code:
            return
        cancel_clock(clock=petition.clock, reason=Reason("clocks.petition_other_kind"), now=now)
    holder = bureau_holder(petition.bureau_id, officer)
    start_petition_clock(petition, rule, petition.received_at, holder, now)
