"""会商 and 处置意见: the page of the minutes, and the page of the proposal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.base.signoff.queries import signatures_of
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.heavy_path import (
    assignment_blocked_by,
    proposal_blocked_by,
    quorum,
)
from huiying.web.console.consultation.panel import task_rows
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import IncidentLine, incident_line
from huiying.web.console.shared.rulebook_words import STANDING
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.procedure.access import consultation_for, proposal_for
from huiying.work.casework.procedure.actions.sign_minutes import may_sign, missing_for_signature
from huiying.work.casework.procedure.content import (
    minutes_content,
    minutes_in_force,
    procedure_rules_of,
    proposal_content,
)
from huiying.work.casework.procedure.models import (
    Consultation,
    ConsultationState,
    Invitation,
    Proposal,
    ProposalState,
)
from huiying.work.casework.procedure.queries import invitations_of
from huiying.work.casework.procedure.state import procedure_state

OPEN = (ConsultationState.CALLED, ConsultationState.TO_SIGN)


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """When and where a consultation meets, and who called it."""

    number: str
    state_word: str
    meets_at: datetime | None
    place: str
    reason: str
    called_by: str


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What somebody who was invited said."""

    text: str
    dissent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody who was invited; attend_url: where it is noted that he is here or left."""

    who: str
    state: str
    state_word: str
    opinions: list[OpinionRow]
    attend_url: str
    acts: list[ActButton]


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A signature under the minutes."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalText:
    """A proposal: its words, who wrote them."""

    number: str
    state_word: str
    measures: str
    risks: str
    author: str
    written_at: datetime


@require_GET
def consultation(request: OfficerRequest, number: str) -> HttpResponse:
    """The minutes: who was there, what each said, what was concluded, who signed."""
    row = consultation_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer = request.user
    invited = list(invitations_of(row))
    here = sum(guest.attendance == "PRESENT" for guest in invited)
    waiting, rules = row.state == ConsultationState.TO_SIGN, procedure_rules_of(row)
    context = {
        "row": MeetingHead(
            number=row.number,
            state_word=row.get_state_display(),
            meets_at=row.meets_at,
            place=row.place,
            reason=row.reason,
            called_by=row.called_by.name,
        ),
        "incident": _incident(row, officer),
        "guests": [_guest(guest, row, officer) for guest in invited],
        "quorum_line": _(
            "出席 %(here)s 个，邀请 %(all)s 个，应出席 %(needed)s 个（%(standing)s）"
        )
        % {
            "here": here,
            "all": len(invited),
            "needed": quorum(len(invited), rules),
            "standing": _(STANDING[rules.least_present.standing]),
        },
        "points": [
            (_("事件性质"), row.nature),
            (_("舆情走势"), row.trend),
            (_("可能出现的风险"), row.risks),
            (_("处置建议"), row.proposal),
        ],
        "stands": minutes_in_force(row),
        "missing": missing_for_signature(row) if row.state == ConsultationState.CALLED else [],
        "hash": hash_of_content(minutes_content(row)),
        "signatures": [
            SignatureRow(signature.officer.name, signature.at)
            for signature in signatures_of(row.signoff)
        ]
        if row.signoff is not None and row.signoff.decision != Decision.VOID
        else [],
        "needed": row.signoff.needed if row.signoff else 0,
        "may_sign": waiting and may_sign(row, officer),
        "acts": _meeting_acts(row, officer),
        "file_url": ""
        if row.state == ConsultationState.SKIPPED
        else reverse("console:document-minutes", args=[number]),
    }
    return render(request, "console/consultation/consultation.html", context)


def _incident(row: Consultation | Proposal, officer: Officer) -> IncidentLine:
    sees = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    return incident_line(row.incident.current, "procedure", linked=sees)


def _guest(guest: Invitation, row: Consultation, officer: Officer) -> GuestRow:
    runs = may(officer, Capability.CONSULT)
    mine = guest.officer_id == officer.pk or (
        guest.unit_id is not None and guest.unit_id == officer.unit_id
    )
    live = row.state in OPEN  # signed minutes are opened again by writing them
    args = [row.number, guest.pk]
    return GuestRow(
        who=guest.label,
        state=guest.attendance,
        state_word=guest.get_attendance_display(),
        opinions=[
            OpinionRow(opinion.text, opinion.dissent, opinion.at)
            for opinion in guest.opinions.all()
        ],
        attend_url=reverse("console:consultation-attend", args=args) if live and runs else "",
        acts=[act_button(_("记意见…"), reverse("console:consultation-opinion", args=args))]
        if live and (runs or mine)
        else [],
    )


def _meeting_acts(row: Consultation, officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.CONSULT) or row.state not in (
        *OPEN,
        ConsultationState.SIGNED,
    ):
        return []
    number = row.number

    def asks(label: str, name: str) -> ActButton:
        return act_button(label, f"console:{name}", number)

    found = [asks(_("写纪要…"), "minutes-write"), asks(_("再邀请…"), "consultation-invite")]
    if row.state in OPEN:
        found.append(asks(_("取消会商…"), "consultation-cancel"))
    if row.state == ConsultationState.CALLED:
        url = reverse("console:minutes-send", args=[number])
        send = act_button(_("送签"), url, method="post", main=True, version=row.revision)
        missing = len(missing_for_signature(row))
        locked = _("还差 %(count)s 项") % {"count": missing} if missing else ""
        found.insert(0, replace(send, locked=locked))
    return found


@require_GET
def proposal(request: OfficerRequest, number: str) -> HttpResponse:
    """A proposal: the words, how far it is, what was assigned of it."""
    row = proposal_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, now = request.user, clock.now()
    incident = row.incident.current
    path = procedure_state(incident)
    signoff = row.signoff
    pending = row.state == ProposalState.SUBMITTED and signoff is not None
    wrote = officer.pk in row.writers
    block = assignment_blocked_by(path)
    context = {
        "row": ProposalText(
            number=row.number,
            state_word=row.get_state_display(),
            measures=row.measures,
            risks=row.risks,
            author=row.author.name,
            written_at=row.written_at,
        ),
        "incident": _incident(row, officer),
        "clock": clock_facts(signoff.clock, now) if signoff and signoff.clock else None,
        "emergency": signoff.emergency if signoff else "",
        "decided": _decided(row),
        "why_not": _(block.label) if block else "",
        "hash": hash_of_content(proposal_content(row)),
        "may_decide": pending
        and not path.changed
        and not wrote
        and may(officer, Capability.APPROVE),
        "wrote": pending and wrote and may(officer, Capability.APPROVE),
        "approve_label": _("追认这份处置意见") if path.emergency else _("批准这份处置意见"),
        "return_url": reverse("console:proposal-return", args=[number]),
        "tasks": task_rows(incident, officer, now),
        "acts": _proposal_acts(row, officer),
        "file_url": reverse("console:document-proposal", args=[number]),
    }
    return render(request, "console/consultation/proposal.html", context)


def _decided(row: Proposal) -> str:
    request = row.signoff
    if request is None or request.decided_by is None:
        return ""
    words = _("%(who)s：%(decision)s") % {
        "who": request.decided_by.name,
        "decision": request.get_decision_display(),
    }
    return f"{words}。{request.reason}" if request.reason else words


def _proposal_acts(row: Proposal, officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.CONSULT) or row.state == ProposalState.DROPPED:
        return []
    path = procedure_state(row.incident.current)

    def url(name: str) -> str:
        return reverse(f"console:proposal-{name}", args=[row.number])

    found = [act_button(_("修改…"), url("edit"))]
    if not path.submitted or path.changed:
        block = proposal_blocked_by(path)
        send = act_button(
            _("报审"), url("submit"), method="post", main=True, version=row.revision
        )
        found.insert(0, replace(send, locked=_(block.label) if block else ""))
        if not path.emergency:
            found.append(act_button(_("紧急先行交办…"), url("urgent")))
    block = assignment_blocked_by(path)
    assign = act_button(_("交办…"), url("assign"), main=block is None)
    found.append(replace(assign, locked=_(block.label) if block else ""))
    return found
