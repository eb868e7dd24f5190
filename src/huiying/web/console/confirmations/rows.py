"""The confirmations of a draft, as its pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.core.hashing import hash_of_content
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState, Manner
from huiying.work.responses.confirmations.queries import (
    confirmations_of,
    countersigners,
    may_agree,
    may_countersign,
)
from huiying.work.responses.confirmations.required import (
    RequiredConfirmation,
    required_confirmations,
)
from huiying.work.responses.core.bureau_only import works_for_bureau
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState

OPEN = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.APPROVED)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency that a draft needs, and what it said of the words as they stand.

    Attributes:
        level: ok, warn or bad.
        hash: Of the words it confirmed, shortened; "" = not these.
    """

    unit: str
    state_word: str
    level: str
    words: str
    by: str
    at: datetime | None
    hash: str
    clock: ClockFacts | None
    url: str
    acts: list[ActButton]


@dataclass(frozen=True, slots=True)
class VoidedRow:
    """A confirmation that an edit voided."""

    number: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class ConfirmationPanel:
    """What other agencies confirmed of a draft; ``line`` counts them."""

    agencies: list[AgencyRow]
    voided: list[VoidedRow]
    line: str
    acts: list[ActButton]


def confirmation_panel(draft: Draft, officer: Officer, now: datetime) -> ConfirmationPanel:
    """Return the agencies that a draft needs, what they said, and what an edit voided."""
    digest = hash_of_content(content_of(draft))
    needed = required_confirmations(draft)
    voided = confirmations_of(draft).filter(state=ConfirmationState.VOID)
    settled = sum(row.settles(digest) for row in needed)
    return ConfirmationPanel(
        [_needed_row(draft, row, digest, officer, now) for row in needed],
        [_voided_row(row) for row in voided],
        f"{settled} / {len(needed)}",
        _other_agency(draft, officer),
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reviewer looks at first, as a tag; level: ok, warn or bad."""

    word: str
    level: str


def agency_marks(draft: Draft) -> list[Mark]:
    """Return one mark for each agency, for the page of the approval."""
    digest = hash_of_content(content_of(draft))
    return [
        Mark(f"{row.unit.name} · {_state_word(row)}", "ok" if row.settles(digest) else "warn")
        for row in required_confirmations(draft)
    ]


def manual_answer_facts(row: Confirmation) -> tuple[str, FileFacts | None]:
    """Return how it was said if not by the link: who recorded, who countersigned, the scan.

    For the bureau alone: it names officers.
    """
    if row.manner == Manner.LINK and row.recorded_by is None:
        return "", None
    words = _("%(manner)s，%(who)s登记") % {
        "manner": Manner(row.manner).label,
        "who": row.recorded_by.name if row.recorded_by else "",
    }
    if row.countersigned_by is not None:
        words += _("，%(who)s核签") % {"who": row.countersigned_by.name}
    url = reverse("console:confirmation-scan", args=[row.number])
    return words, file_facts(row.file, url) if row.file else None


def manual_answer_acts(row: Confirmation, officer: Officer) -> list[ActButton]:
    """Return how a confirmation that waits is recorded by hand, or countersigned."""
    records = may(officer, Capability.DRAFT) and works_for_bureau(officer)
    if row.state == ConfirmationState.ASKED and records:
        return [act_button(_("登记电话或书面答复…"), "console:confirmation-record", row.number)]
    if may_countersign(row, officer):
        url = reverse("console:confirmation-countersign", args=[row.number])
        if may_agree(row, officer):
            return [act_button(_("核签…"), url, main=True)]
        return [act_button(_("退回重新征求…"), url)]
    return []


def countersigner_line(row: Confirmation, officer: Officer, now: datetime) -> str:
    """Say who may stand for a recorded answer; "" = it does not wait for anybody.

    For the bureau alone: it names officers.
    """
    if row.state != ConfirmationState.RECORDED or not works_for_bureau(officer):
        return ""
    names = [each.name for each in countersigners(row, now)]
    if names:
        return _("待核签，可由%(names)s核签。") % {"names": _("、").join(names)}
    return _(
        "待核签，暂无可核签的人员：与登记人的账号由同一人添加、调整、启用后未经第二人确认，或七日内"
        "重设过的，不得核签。可由对方通过签名链接确认，或由领导决定不经确认。"
    )


def _needed_row(
    draft: Draft, row: RequiredConfirmation, digest: str, officer: Officer, now: datetime
) -> AgencyRow:
    standing = row.confirmation
    settled = row.settles(digest)
    return AgencyRow(
        unit=row.unit.name,
        state_word=_state_word(row),
        level="ok" if settled else "bad" if _objects(standing) else "warn",
        words=standing.words if standing else "",
        by=_by_words(standing) if standing else "",
        at=standing.answered_at if standing else None,
        hash=standing.content_hash[:12] if standing and settled else "",
        clock=clock_facts(standing.clock, now)
        if standing and standing.clock and standing.state == ConfirmationState.ASKED
        else None,
        url=reverse("console:confirmation", args=[standing.number]) if standing else "",
        acts=_acts(draft, row, officer, settled=settled),
    )


def _by_words(row: Confirmation) -> str:
    how = manual_answer_facts(row)[0] if row.answered_by else ""
    return f"{row.answered_by}（{how}）" if how else row.answered_by


def _objects(row: Confirmation | None) -> bool:
    return row is not None and row.state == ConfirmationState.OBJECTED


def _state_word(row: RequiredConfirmation) -> str:
    standing = row.confirmation
    return str(ConfirmationState(standing.state).label) if standing else _("尚未征求")


def _acts(
    draft: Draft, row: RequiredConfirmation, officer: Officer, *, settled: bool
) -> list[ActButton]:
    found: list[ActButton] = []
    if draft.state not in OPEN or settled:
        return found
    if row.confirmation is not None:
        found += manual_answer_acts(row.confirmation, officer)
    if row.confirmation is None and may(officer, Capability.DRAFT):
        url = reverse("console:confirmation-ask", args=[draft.pk])
        found.append(act_button(_("请对方确认…"), f"{url}?unit={row.unit.pk}"))
    if may(officer, Capability.APPROVE) and officer.pk not in draft.writers:
        url = reverse("console:confirmation-waive", args=[draft.pk, row.unit.pk])
        found.append(act_button(_("不经确认…"), url))
    return found


def _other_agency(draft: Draft, officer: Officer) -> list[ActButton]:
    if draft.state not in OPEN or not may(officer, Capability.DRAFT):
        return []
    return [act_button(_("另请机关确认…"), "console:confirmation-ask", draft.pk)]


def _voided_row(row: Confirmation) -> VoidedRow:
    at = timezone.localtime(row.voided_at).strftime("%m-%d %H:%M") if row.voided_at else ""
    who = row.voided_by.name if row.voided_by else ""
    return VoidedRow(
        number=row.number,
        url=reverse("console:confirmation", args=[row.number]),
        words=_("%(at)s %(who)s修改文字，%(unit)s对前一稿的确认作废。")
        % {"at": at, "who": who, "unit": row.unit.name},
    )
