"""The page of one confirmation: the text, and the answer of an officer of the agency."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.confirmations.rows import (
    countersigner_line,
    manual_answer_acts,
    manual_answer_facts,
)
from huiying.web.console.shared.acts import redirect_done
from huiying.web.shared.confirmation_page import ConfirmationForm, confirmation_page
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.confirmations.access import confirmation_for
from huiying.work.responses.confirmations.actions.answer import answer_confirmation
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState


@require_GET
def confirmation(request: OfficerRequest, number: str) -> HttpResponse:
    """Show the text, and the form to the agency's own officer."""
    row = confirmation_for(request.user, number, to=Capability.SEE_INCIDENTS)
    own = request.user.unit_id == row.unit_id and may(request.user, Capability.REPORT_BACK)
    waits = row.state == ConfirmationState.ASKED
    return _page(request, row, ConfirmationForm() if own and waits else None)


@require_POST
def answer(request: OfficerRequest, number: str) -> HttpResponse:
    """Take the answer of the agency's own officer."""
    row = confirmation_for(request.user, number, to=Capability.REPORT_BACK)
    if request.user.unit_id != row.unit_id:
        raise NotAllowed(Capability.REPORT_BACK)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        answer_confirmation(
            confirmation=row,
            answer=form.agency_answer(),
            shown_hash=request.POST.get("hash", ""),
            now=clock.now(),
            officer=request.user,
        )
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, row, form, status=409)
    done = _("已答复，谢谢。")
    if row.state == ConfirmationState.RECORDED:
        done = _("已登记。您的账号在本单位未满七日，须由信访局另一人核签后生效。")
    return redirect_done(request, done, reverse("console:confirmation", args=[number]))


def _page(
    request: OfficerRequest,
    row: Confirmation,
    form: ConfirmationForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    words, scan = manual_answer_facts(row)
    context = {
        **confirmation_page(row, clock.now()),
        "form": form,
        "signed_in": True,
        "manual_answer": words,
        "file": scan,
        "hand_acts": manual_answer_acts(row, request.user),
        "countersigners": countersigner_line(row, request.user, clock.now()),
        "back_url": reverse("console:desk"),
        "answer_action": reverse("console:confirmation-answer", args=[row.number]),
    }
    return render(request, "shared/confirmation.html", context, status=status)
