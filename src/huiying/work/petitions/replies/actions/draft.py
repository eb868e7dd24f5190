"""Draft a letter to who sent a petition: by the unit that handles it, or by the bureau.

In:   kind and words.    Out:  the draft that counts; an older one is superseded.
Cost: about four writes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.actions.void import void_about
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.petitions.kinds import OpinionOutcome, ReplyKind
from huiying.policy.time.deadlines import PETITION_EXTENSION
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.core.claim import refuse_diverted
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.texts import MAX_REPLY, checked_words, office_numbers
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.offered import not_offered, offered_kinds

KIND = "petition_reply"
PREFIX = "DF"
DECIDES = (ReplyKind.OPINION, ReplyKind.REVIEW, ReplyKind.RE_REVIEW)
ENDS = (ReplyKind.REFUSAL, ReplyKind.NO_FURTHER)


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """The words of a letter, as ``PetitionReply`` has them."""

    kind: ReplyKind
    text: str = ""
    outcome: OpinionOutcome | None = None
    claim: str = ""
    facts: str = ""
    basis: str = ""
    ways: str = ""
    days: int | None = None


def reply_hash(reply: PetitionReply) -> str:
    """Return the hash of what is signed: every word of a letter."""
    return hash_of_content(
        {
            "schema": 1,
            "number": reply.number,
            "petition": reply.petition.number,
            "kind": reply.kind,
            "outcome": reply.outcome,
            "claim": reply.claim,
            "facts": reply.facts,
            "text": reply.text,
            "basis": reply.basis,
            "ways": reply.ways,
            "days": reply.days or 0,
        }
    )


def may_draft(officer: Officer, petition: Petition, now: datetime) -> bool:
    """Tell whether an officer may draft: the bureau's, or one of the unit that handles it."""
    if may(officer, Capability.HANDLE_PETITIONS):
        return True
    of_unit = petition.competent_id in units_behind(officer, now)
    return of_unit and may(officer, Capability.REPORT_BACK)


@transaction.atomic
def draft_reply(
    *,
    petition: Petition,
    draft: ReplyDraft,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> PetitionReply:
    """Draft a letter; what waited for a signature waits no more.

    Args:
        revision: Of the draft that was shown; None = there was none, or what is stored counts.

    Raises:
        PermissionDenied: If the officer neither handles petitions nor works for the unit.
        Refused: If such a letter does not fit how the petition stands, or lacks what the law
            wants in it.
        Classified: If it carries a classification mark.
        Stale: If another draft was written since.
    """
    if not may_draft(officer, petition, now):
        raise NotAllowed(Capability.HANDLE_PETITIONS, Capability.REPORT_BACK)
    refuse_diverted(petition)
    if draft.kind not in offered_kinds(petition):
        raise Refused(not_offered(petition, draft.kind))
    words = _checked(draft, petition.bureau_id, now)
    _supersede(petition, revision, now)
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=petition.bureau_id, kind=KIND, year=year)
    reply = PetitionReply.objects.create(
        bureau_id=petition.bureau_id,
        petition=petition,
        number=f"{PREFIX}{number}",
        unit=officer.unit,
        drafted_at=now,
        drafted_by=officer,
        **words,
    )
    record(
        reply, "petition_reply.drafted", officer, now, kind=reply.kind, hash=reply_hash(reply)
    )
    return reply


def _supersede(petition: Petition, revision: int | None, now: datetime) -> None:
    rows = PetitionReply.objects.filter(
        petition=petition, signed_at__isnull=True, superseded_at__isnull=True
    )
    before = rows.first()
    if before is None:
        return
    if revision is not None and before.revision != revision:
        raise Stale(_("答复稿已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    rows.filter(pk=before.pk).update(superseded_at=now)
    void_about(bureau_id=petition.bureau_id, kind=KIND, about_ref=before.number, now=now)


def _checked(draft: ReplyDraft, bureau_id: int, now: datetime) -> dict[str, object]:
    kind, missing = draft.kind, _missing(draft.kind)
    phones = office_numbers(bureau_id)
    words: dict[str, object] = {
        name: checked_words(value, MAX_REPLY, missing.get(name, ""), numbers=phones)
        for name, value in asdict(draft).items()
        if name in ("text", "claim", "facts", "basis", "ways")
    }
    words["kind"] = str(kind)
    words["outcome"] = str(draft.outcome or "") if kind in DECIDES else ""
    words["days"] = draft.days if kind == ReplyKind.EXTENSION else None
    if kind in DECIDES and draft.outcome is None:
        raise Refused(_("请选择支持、解释说明或者不予支持。"))
    if kind == ReplyKind.EXTENSION:
        most = book_of(bureau_id, now).deadline(PETITION_EXTENSION).amount
        if draft.days is None or not 1 <= draft.days <= most:
            raise Refused(_("延长的天数须为 1 至 %(most)s 日。") % {"most": most})
    return words


def _missing(kind: ReplyKind) -> dict[str, str]:
    """Return what is said of each field that the law wants and that is empty."""
    if kind == ReplyKind.ACCEPTANCE:
        return {}
    if kind in DECIDES:
        return {
            "claim": _("请填写投诉请求。"),
            "facts": _("请填写事实和理由。"),
            "text": _("请填写处理意见。"),
            "basis": _("请填写法律法规依据。"),
        }
    if kind in ENDS:
        return {
            "text": _("请填写不予受理的理由。"),
            "basis": _("请填写法律法规依据。"),
            "ways": _("请填写可以向哪里反映。"),
        }
    if kind == ReplyKind.EXTENSION:
        return {
            "facts": _("请写明情况复杂在何处；只有情况复杂的，方可延期（第三十四条）。"),
            "text": _("请写明延期的理由；理由须告知信访人。"),
        }
    return {"text": _("请填写答复内容。")}
