"""The mechanism review of a draft, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import superiors_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import GateRow
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.responses.core.bureau_only import works_for_bureau
from huiying.work.responses.core.models import OPEN_STATES, Draft, DraftState
from huiying.work.responses.mechanism.actions.record import SUBMITTED
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.mechanism.standing import (
    Gate,
    MechanismStanding,
    gate_lack,
    has_objection,
    mechanism_reviews_of,
    mechanism_standing,
    needs_mechanism,
)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One recorded opinion: who said what when, who recorded and who confirmed it."""

    number: str
    office: str
    at: datetime | None
    opinion: str
    level: str  # ok | warn | bad
    words: str
    document: str
    no_file_reason: str
    file: FileFacts | None
    recorded: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class MechanismPanel:
    """The gate as a premise of the release, each opinion, and what can be done."""

    gate: GateRow
    reviews: list[ReviewRow]
    acts: list[ActButton]


def mechanism_panel(draft: Draft, officer: Officer) -> MechanismPanel | None:
    """Return how the district's review stands; None for a matter that needs none."""
    if not needs_mechanism(draft):
        return None
    standing = mechanism_standing(draft)
    return MechanismPanel(
        _gate(draft, standing),
        [review_row(row) for row in mechanism_reviews_of(draft) if row.signoff],
        _acts(draft, standing, officer),
    )


def mechanism_mark(draft: Draft) -> tuple[str, str] | None:
    """Return word and level of a mark, when the mechanism agreed to the text."""
    standing = mechanism_standing(draft)
    review = standing.review
    if review is None or review.opinion != Opinion.AGREED:
        return None
    words = _("机制审核：%(office)s%(opinion)s")
    names = {"office": review.office_name, "opinion": Opinion(review.opinion).label}
    return words % names, "ok" if standing.gate == Gate.OPEN else "warn"


def review_row(row: MechanismReview) -> ReviewRow:
    """Return one opinion for ``console/mechanism/_review.html``."""
    counts = row.voided_at is None and row.signoff is not None
    pending = counts and row.signoff is not None and row.signoff.decision == Decision.PENDING
    level = "bad" if row.opinion != Opinion.AGREED else "warn" if pending else "ok"
    returned = row.signoff is not None and row.signoff.decision == Decision.RETURNED
    url = reverse("console:mechanism-scan", args=[row.number])
    return ReviewRow(
        number=row.number,
        office=row.office_name,
        at=row.at,
        opinion=str(Opinion(row.opinion).label),
        level="warn" if returned or not counts else level,
        words=row.words,
        document=row.document,
        no_file_reason=row.no_file_reason,
        file=file_facts(row.file, url) if row.file else None,
        recorded=row.recorded_by.name if row.recorded_by else "",
        state=_state(row),
        url=reverse("console:mechanism", args=[row.number]),
    )


def _state(row: MechanismReview) -> str:
    if row.voided_at is not None:
        who = row.voided_by.name if row.voided_by else ""
        return _("%(who)s修改文字，已作废") % {"who": who}
    request = row.signoff
    if request is None or request.decided_by is None:
        return _("等第二人核签")
    names = {"who": request.decided_by.name, "reason": request.reason}
    if request.decision == Decision.RETURNED:
        return _("%(who)s未予核签：%(reason)s") % names
    return _("%(who)s核签") % names


def _gate(draft: Draft, standing: MechanismStanding) -> GateRow:
    by_number = draft.state == DraftState.PUBLISHED and bool(draft.procedure_ref)
    review = standing.review
    notes = {
        Gate.OPEN: review.document if review else "",
        Gate.ABSENT: _("未经审核，发布后追认：%(reason)s") % {"reason": draft.procedure_absent},
        Gate.NUMBER_ONLY: _("仅有文号 %(document)s，未登记审核机关、时间和意见。")
        % {"document": review.document if review else ""},
    }
    note = notes.get(standing.gate) or gate_lack(standing)
    if by_number:
        note = _("发布时仅登记文号 %(document)s") % {"document": draft.procedure_ref}
    return GateRow(
        met=standing.gate == Gate.OPEN or by_number,
        waived=standing.gate == Gate.ABSENT,
        label=_("区委办、政府办机制审核"),
        note=note,
    )


def _acts(draft: Draft, standing: MechanismStanding, officer: Officer) -> list[ActButton]:
    found: list[ActButton] = []
    records = may(officer, Capability.DRAFT) and works_for_bureau(officer)
    if draft.state not in OPEN_STATES or not records:
        return found
    if draft.state in SUBMITTED:
        act = act_button(_("登记机制审核…"), "console:mechanism-record", draft.pk)
        found.append(replace(act, locked=_no_office(draft.bureau_id)))
    closed = standing.gate in (Gate.MISSING, Gate.NUMBER_ONLY, Gate.WAITING)
    if closed and not has_objection(draft):
        found.append(act_button(_("等不及审核，先发布…"), "console:procedure-absent", draft.pk))
    return found


def _no_office(bureau_id: int) -> str:
    """Say that there is no office to choose, and who enters one; "" = there is."""
    if superiors_of(bureau_id).filter(active=True).exists():
        return ""
    return _("本局尚未登记上级机关，请系统管理员先在“领导小组”页登记。")
