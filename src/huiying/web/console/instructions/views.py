"""The page of one instruction, and the scan of its paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import read_only
from huiying.base.errors import Refused
from huiying.web.console.instructions.rows import acts_on, instruction_row
from huiying.web.console.instructions.subjects import matter_url, matter_words
from huiying.web.console.shared.acts import redirect_refused
from huiying.web.shared.files import file_facts, file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.instructions.access import (
    instruction_for,
    may_see_scan,
    scanned_instruction_for,
)
from huiying.work.casework.instructions.actions.confirm import INSTRUCTION_KIND
from huiying.work.casework.instructions.content import instruction_hash
from huiying.work.casework.instructions.models import InstructionStanding
from huiying.work.casework.supervision.queries import supervisions_by_instruction
from huiying.work.incidents.recusals.queries import active_recusal_of

SEE = Capability.SEE_INCIDENTS


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One instruction: its words, whom it addresses, whether it is confirmed, what followed."""
    row = instruction_for(request.user, number, to=SEE)
    officer, matter = request.user, row.matter
    if matter.incident is not None and active_recusal_of(officer, matter.incident):
        officer = read_only(officer)
    waits = row.standing == InstructionStanding.WAITING
    decides = (
        waits
        and row.signoff is not None
        and not officer.only_reads
        and INSTRUCTION_KIND.may_decide(row.signoff, officer)
    )
    scan_url = reverse("console:instruction-scan", args=[row.number])
    context = {
        "row": instruction_row(row),
        "matter": matter_words(matter),
        "matter_url": matter_url(matter, request.user),
        "waits": waits,
        "decides": decides,
        "hash": instruction_hash(row),
        "reason": row.signoff.reason if row.signoff else "",
        "decided_at": row.signoff.decided_at if row.signoff else None,
        "entered_at": row.entered_at,
        "scan": file_facts(row.scan, scan_url, words=_("批示件扫描件"))
        if row.scan is not None and may_see_scan(request.user, row)
        else None,
        "replaces": row.replaces.number if row.replaces else "",
        "replaced_by": row.replaced_by.number if hasattr(row, "replaced_by") else "",
        "acts": acts_on(row, officer),
        "supervisions": supervisions_by_instruction(row, officer),
    }
    return render(request, "console/instructions/instruction.html", context)


@require_GET
def scan(request: OfficerRequest, number: str) -> HttpResponse:
    """The scan of the paper; one that is gone or changed says so."""
    row = scanned_instruction_for(request.user, number, to=SEE)
    answer = file_response(row.scan) if row.scan is not None else None
    if answer is not None:
        return answer
    gone = _("扫描件无法打开：已缺失、已销毁，或与登记时的校验值不符。")
    return redirect_refused(
        request, Refused(gone), reverse("console:instruction", args=[row.number])
    )
