"""The page of a petition: what it says, how it goes on, what is owed; its files."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may, read_only
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.petitions.codes import CodeState
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.time.petitions import ReviewStep
from huiying.web.console.instructions.rows import InstructionPanel, panel_on
from huiying.web.console.petitions.recusals import recusal_rows
from huiying.web.console.petitions.rows import (
    manner_words,
    masked_parts,
    petition_note,
    petition_row,
    reply_row,
    step_row,
)
from huiying.web.console.petitions.targets import (
    file_in_sight,
    petition_in_sight,
    petition_url,
)
from huiying.web.console.shared.acts import act_button, redirect_refused
from huiying.web.console.shared.unit_contact import unit_contact
from huiying.web.console.supervision.of_petition import supervision_of_petition
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import file_facts, file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.instructions.matters import matter_of_petition
from huiying.work.casework.references.queries import incident_of_petition
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.acknowledgement.actions.acknowledge import may_acknowledge
from huiying.work.petitions.acknowledgement.actions.remind import may_be_reminded
from huiying.work.petitions.code_replacements.concern import is_concerned
from huiying.work.petitions.code_replacements.queries import open_replacement
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.queries import newest_erasure
from huiying.work.petitions.periods.actions.reassign import may_be_reassigned
from huiying.work.petitions.petitions.actions.reveal_original import may_reveal
from huiying.work.petitions.petitions.queries import files_of, steps_of
from huiying.work.petitions.replies.actions.draft import may_draft
from huiying.work.petitions.replies.offered import offered_kinds
from huiying.work.petitions.replies.queries import draft_of, replies_for_sender, replies_of

S = PetitionStage
MOST_ACTS = 3  # beside each other; more of them leave the next step alone in sight


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One petition; who works for its unit sees the text that an officer checked."""
    row, now, officer = petition_in_sight(request.user, number), clock.now(), request.user
    bureau = may(officer, Capability.SEE_PETITIONS)
    writes = may_draft(officer, row, now)
    replies = replies_of(row) if writes or bureau else replies_for_sender(row)
    handler = row.competent if row.competent_id != officer.unit_id else None
    context = {
        "petition": petition_row(row, officer, now),
        "text": row.text,
        "checked_by": row.text_checked_by.name if row.text_checked_by else "",
        "checked_at": row.text_checked_at,
        "masked": masked_parts(row.text),
        "people": row.people,
        "reached": row.can_be_reached,
        "manner": manner_words(row),
        "result_due": row.result_due,
        "acknowledged_by": row.acknowledged_name,
        "outside": row.outside_number if bureau else "",
        "repeat_of": row.repeat_of.number if row.repeat_of and bureau else "",
        "repeat_erased": row.repeat_of is not None and row.repeat_of.erased_at is not None,
        "incident": _incident(row, officer),
        "period": _(row.clock.name) if row.clock else "",
        "basis": _(row.clock.basis) if row.clock else "",
        "clock_url": reverse("console:clock", args=[row.clock_id]) if row.clock_id else "",
        "note": petition_note(row, bureau=bureau),
        **_shown_acts(petition_acts(row, officer, now)),
        "steps": [step_row(one) for one in steps_of(row)],
        "replies": [reply_row(one) for one in replies],
        "supplements": _supplements(row, officer),
        "files": [
            (
                file_facts(
                    one.file, reverse("console:petition-file", args=[one.pk]), paged=False
                ),
                one,
            )
            for one in files_of(row, officer)
        ],
        "handles": may(officer, Capability.HANDLE_PETITIONS),
        "bureau": bureau,
        "contact": unit_contact(handler, officer) if handler is not None else None,
        "recusals": recusal_rows(row, officer),
        "instructions": _instructions(row, officer),
        "supervisions": supervision_of_petition(row, officer, now),
    }
    return render(request, "console/petitions/petition.html", context)


def _instructions(row: Petition, officer: Officer) -> InstructionPanel:
    """Return the instructions on it; one that is unread or withdrawn gets no further ones."""
    takes = row.text_checked_at is not None and row.stage != S.WITHDRAWN
    return panel_on(matter_of_petition(row), officer, officer if takes else read_only(officer))


def _incident(row: Petition, officer: Officer) -> Incident | None:
    sees = may(officer, Capability.SEE_PETITIONS) and may(officer, Capability.SEE_INCIDENTS)
    return incident_of_petition(row) if sees else None


def _supplements(row: Petition, officer: Officer) -> list[object]:
    rows = row.supplements.all()
    if not may(officer, Capability.SEE_PETITIONS):
        rows = rows.filter(text_checked_at__isnull=False)
    return list(rows)


def _shown_acts(acts: list[ActButton]) -> dict[str, list[ActButton]]:
    """Return the next step and, if there are many, the others behind a button."""
    if len(acts) <= MOST_ACTS:
        return {"acts": acts, "more": []}
    first = [one for one in acts if one.main] or acts[:1]
    return {"acts": first, "more": acts[len(first) :]}


def petition_acts(row: Petition, officer: Officer, now: datetime) -> list[ActButton]:
    """Return what an officer may do with a petition; the next step is the main one."""
    found: list[ActButton] = []
    if may(officer, Capability.HANDLE_PETITIONS):
        found += [*_acts_of_bureau(row), *_reminder(row)]
        if row.erased_at is None and not is_concerned(row, officer, now):
            found.append(_code_act(row))
    if may_acknowledge(officer, row):
        url, seen = reverse("console:petition-acknowledge", args=[row.number]), row.revision
        found.append(act_button(_("签收"), url, method="post", main=True, version=seen))
    if may_draft(officer, row, now):
        found += _letters(row, main=not any(one.main for one in found))
    if may_reveal(officer, row, now):
        found.append(act_button(_("查看原文…"), "console:petition-reveal", row.number))
    found.append(act_button(_("回避…"), "console:petition-recuse", row.number))
    return sorted(found, key=lambda one: not one.main)


def _acts_of_bureau(row: Petition) -> list[ActButton]:
    stage, number = PetitionStage(row.stage), row.number
    legal = PetitionKind(row.kind).has_legal_periods
    found: list[ActButton] = []
    if stage == S.RECEIVED:
        found.append(
            act_button(
                _("核对并登记…"), "console:petition-register", number, method="get", main=True
            )
        )
    if stage == S.REGISTERED:
        found.append(
            act_button(_("转送、交办…"), "console:petition-forward", number, main=legal)
        )
    found += _acts_on_the_unit(row)
    if stage.is_open and row.text_checked_at is not None:
        found.append(act_button(_("并入事件…"), "console:petition-join", number))
    if stage == S.ANSWERED and legal and row.review_step < ReviewStep.RE_REVIEW:
        found.append(act_button(_("登记复查复核申请…"), "console:petition-review", number))
    if stage != S.RECEIVED:
        found.append(act_button(_("更正工作文本…"), "console:petition-correct", number))
    if stage.is_open:
        found.append(act_button(_("属检举控告…"), "console:petition-divert", number))
    else:
        found.append(_erasure_act(row))
    return found


def _acts_on_the_unit(row: Petition) -> list[ActButton]:
    """Return how the unit that handles it changes: it was dissolved, or it objects."""
    found: list[ActButton] = []
    if may_be_reassigned(row):
        found.append(act_button(_("改派…"), "console:petition-reassign", row.number, main=True))
    if row.stage == S.FORWARDED:
        found.append(act_button(_("登记职权异议…"), "console:petition-object", row.number))
    return found


def _reminder(row: Petition) -> list[ActButton]:
    if not may_be_reminded(row):
        return []
    url = reverse("console:petition-remind", args=[row.number])
    return [act_button(_("催办"), url, method="post", version=row.revision)]


def _code_act(row: Petition) -> ActButton:
    """Return the way to the request for a new query code that waits, or to make one."""
    waiting = open_replacement(row)
    if waiting is not None and waiting.state(clock.now()) != CodeState.ENDED:
        url = reverse("console:petition-code", args=[waiting.number])
        return act_button(_("查看补发申请"), url, method="get")
    return act_button(_("补发查询码…"), "console:petition-code-ask", row.number)


def _erasure_act(row: Petition) -> ActButton:
    """Return the way to the application for erasure that waits, or to record one."""
    waiting = newest_erasure(row)
    if waiting is not None and waiting.is_open:
        url = reverse("console:petition-erasure", args=[waiting.number])
        return act_button(_("查看删除申请"), url, method="get")
    return act_button(_("登记删除申请…"), "console:petition-erasure-record", row.number)


def _letters(row: Petition, *, main: bool) -> list[ActButton]:
    draft = draft_of(row)
    if draft is not None:
        url = reverse("console:petition-reply", args=[draft.number])
        return [act_button(_("查看答复稿"), url, method="get", main=main)]
    found: list[ActButton] = []
    for kind in offered_kinds(row):
        label = _("拟%(letter)s…") % {"letter": _(kind.label)}
        first = main and not found
        found.append(
            act_button(
                label, "console:petition-draft", row.number, kind, method="get", main=first
            )
        )
    return found


@require_GET
def file(request: OfficerRequest, pk: int) -> HttpResponse:
    """A file of a petition; a unit opens those that were shared with it."""
    row = file_in_sight(request.user, pk)
    answer = file_response(row.file)
    if answer is not None:
        return answer
    gone = _("文件无法打开：已缺失、已销毁，或与登记时的校验值不符。请原单位重新提交。")
    return redirect_refused(request, Refused(gone), petition_url(row.petition))
