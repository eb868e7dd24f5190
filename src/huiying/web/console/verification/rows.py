"""Verification requests as rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.findings import ClaimKind, Finding
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
)
from huiying.work.casework.verification.queries import current_finding, finding_in_force
from huiying.work.incidents.core.models import Incident

SOON = timedelta(days=3)  # so long before its end a finding is shown as ending


@dataclass(frozen=True, slots=True)
class DocketMark:
    """What must be known before a finding is used; level: bad or warn."""

    word: str
    level: str


@dataclass(frozen=True, slots=True)
class DocketRow:
    """A docket as one line, with its finding.

    Attributes:
        usable: Its finding is in force.
        waits_for: What this officer may do next: "answer", "confirm" or "".
        use: Makes the finding a fact of a draft.
    """

    number: str
    url: str
    claim: str
    kind: str
    unit: str
    state: str
    state_word: str
    requested_at: datetime
    clock: ClockFacts
    finding: str
    facts: str
    marks: list[DocketMark]
    usable: bool
    waits_for: str
    use: ActButton | None = None


def docket_row(
    docket: Docket, officer: Officer, now: datetime, *, against: Collection[int] = ()
) -> DocketRow:
    """Return a docket as one line.

    Args:
        against: Keys of dockets whose findings contradict another one's.
    """
    answer = current_finding(docket)
    return DocketRow(
        number=docket.number,
        url=reverse("console:docket", args=[docket.number]),
        claim=docket.claim,
        kind=_(ClaimKind(docket.kind).label),
        unit=docket.unit.name,
        state=docket.state,
        state_word=docket.get_state_display(),
        requested_at=docket.requested_at,
        clock=clock_facts(docket.clock, now),
        finding=answer.finding if answer else "",
        facts=answer.facts if answer else "",
        marks=_marks(docket, answer, now, against=docket.pk in against),
        usable=finding_in_force(docket, now) is not None,
        waits_for=waits_for(docket, officer),
    )


def waits_for(docket: Docket, officer: Officer) -> str:
    """Return what this officer may do next: ``answer``, ``confirm`` or nothing."""
    own = docket.unit_id == officer.unit_id
    if docket.state == DocketState.ASKED and own and may(officer, Capability.REPORT_BACK):
        return "answer"
    if docket.state == DocketState.FOUND and may(officer, Capability.CONFIRM_FINDING):
        answer = current_finding(docket)
        return "confirm" if answer is not None and answer.by_id != officer.pk else ""
    return ""


def _marks(
    docket: Docket, answer: FindingRecord | None, now: datetime, *, against: bool
) -> list[DocketMark]:
    if answer is None or docket.state == DocketState.WITHDRAWN:
        return []
    marks = []
    if against:
        marks.append(DocketMark(_("与另一结论矛盾"), "bad"))
    if answer.expires_at < now:
        marks.append(DocketMark(_("已过有效期"), "bad"))
    elif answer.expires_at < now + SOON:
        marks.append(DocketMark(_("即将到期"), "warn"))
    if not all(piece.intact for piece in answer.evidence.all()):
        marks.append(DocketMark(_("证据与校验值不符"), "bad"))
    return marks


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence: words, link, file, snapshot, and whether it still stands."""

    file: FileFacts | None
    words: str
    link: str
    snapshot: str
    digest: str
    intact: bool
    gone_at: datetime | None
    gone_note: str
    stands: bool
    acts: list[ActButton]


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One answer of a docket; expires: a day."""

    finding: str
    facts: str
    at: datetime
    by: str
    state_word: str
    decided_at: datetime | None
    decided_by: str
    reason: str
    expires: str
    evidence: list[EvidenceRow]


def finding_card(answer: FindingRecord, docket: Docket, officer: Officer) -> FindingCard:
    """Return one answer with its evidence, who found it and who confirmed it.

    Each file is read and held to its hash: the page of one docket is the place for that.
    """
    may_lose = may(officer, Capability.CONFIRM_FINDING)
    return FindingCard(
        finding=answer.finding,
        facts=answer.facts,
        at=answer.at,
        by=answer.by_label,
        state_word=answer.get_state_display(),
        decided_at=answer.decided_at,
        decided_by=answer.decided_by.name if answer.decided_by else "",
        reason=answer.reason,
        expires=timezone.localtime(answer.expires_at).date().isoformat(),
        evidence=[_piece(piece, docket, may_lose) for piece in answer.evidence.all()],
    )


def _piece(piece: Evidence, docket: Docket, may_lose: bool) -> EvidenceRow:  # noqa: FBT001
    lost_url = reverse("console:docket-evidence-lost", args=[docket.number, piece.pk])
    url = reverse("console:docket-evidence-file", args=[docket.number, piece.pk])
    return EvidenceRow(
        file=file_facts(piece.file, url) if piece.file is not None else None,
        words=piece.words,
        link=piece.link if piece.gone_at is None else "",
        snapshot=piece.snapshot,
        digest=piece.digest,
        intact=piece.intact,
        gone_at=piece.gone_at,
        gone_note=piece.gone_note,
        stands=piece.stands,
        acts=[act_button(_("登记缺失…"), lost_url)]
        if may_lose and piece.gone_at is None
        else [],
    )


def docket_acts(docket: Docket, officer: Officer) -> list[ActButton]:
    """Return what this officer may do with the docket, the next step first."""
    number, state = docket.number, docket.state

    def asks(label: str, name: str, *, main: bool = False) -> ActButton:
        return act_button(label, f"console:{name}", number, main=main)

    found, waiting = [], waits_for(docket, officer)
    if waiting == "answer":
        found.append(asks(_("答复核实结论…"), "docket-answer", main=True))
    if waiting == "confirm":
        url = reverse("console:docket-confirm", args=[number])
        found.append(
            act_button(_("复核通过"), url, method="post", main=True, version=docket.revision)
        )
        found.append(asks(_("退回重核…"), "docket-return"))
    own = docket.unit_id == officer.unit_id and may(officer, Capability.REPORT_BACK)
    if state == DocketState.FOUND and own:
        found.append(asks(_("补充证据…"), "docket-evidence"))
    if state == DocketState.CONFIRMED and may(officer, Capability.CONFIRM_FINDING):
        found.append(asks(_("重新核实…"), "docket-again"))
    unsettled = state in (DocketState.ASKED, DocketState.FOUND)
    if unsettled and may(officer, Capability.VERIFY):
        found.append(asks(_("撤销…"), "docket-withdraw"))
    return found


def next_step(docket: Docket, now: datetime, incident: Incident) -> NoteRow | None:
    """Say what follows from a finding in force: what is true is solved, not denied (Art. 7)."""
    answer = finding_in_force(docket, now)
    if answer is None:
        return None
    url = reverse("console:incident", args=[incident.number])
    if Finding(answer.finding).must_be_solved:
        return NoteRow(
            what=_("属实的部分先解决，不是否认：通报责任单位处置，再如实回应。"),
            safe=_("制度第七条“网上问题，网下解决”。"),
            url=f"{url}#notices",
            url_label=_("通报处置"),
        )
    if answer.finding == Finding.FALSE:
        what = _("不属实：用事实和证据澄清，不指责提出疑问的人。")
    else:
        what = _("无法核实：回应仅陈述已知内容，并写明尚未查明的事项。")
    return NoteRow(what, "", part_url(incident.number, "answers"), _("起草回应"))
