"""登记来信、来电、来访: an officer fills in the form for who wrote, rang or came."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.petitions.forms import EntryForm
from huiying.web.console.petitions.targets import petition_url
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.one_time_display import read_token, store_token
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.actions.submit import SubmissionReceipt, submit_petition

HANDLE = Capability.HANDLE_PETITIONS
WHOSE = "petition-receipt"


@form_page
def enter(request: OfficerRequest) -> HttpResponse:
    """Record what somebody wrote or said; the receipt with the code is shown once."""
    require(request.user, HANDLE)
    form = EntryForm(
        request.POST or None,
        files=request.FILES or None,
        initial={"received": localtime(clock.now()), "people": 1},
    )
    text = ActText(
        title=_("登记来信来访"),
        lead=_("原文加密保存；遮盖个人信息后的文本供核对、登记和转办。"),
        safe=_("存下后显示查询码，只显示一次，请打印或抄给信访人。"),
        submit=_("存下并出具回执"),
        back=reverse("console:petitions"),
    )
    return carry_out(request, form, text, 0, lambda: _take_in(request, form))


def _take_in(request: OfficerRequest, form: EntryForm) -> Outcome:
    receipt = submit_petition(
        bureau=request.user.bureau,
        submission=Submission(
            original=form.original(),
            kind=form.petition_kind(),
            channel=form.petition_channel(),
            received_at=form.cleaned_data["received"],
            people=form.cleaned_data["people"],
            files=form.files_on_disk(request.user.bureau_id),
        ),
        officer=request.user,
        now=clock.now(),
    )
    store_token(request, WHOSE, _receipt_json(receipt))
    return _("已收到，请出具回执。"), reverse("console:petition-receipt")


def _receipt_json(receipt: SubmissionReceipt) -> str:
    row = receipt.row
    return json.dumps(
        {
            "code": receipt.code,
            "rule": receipt.rule_name,
            "basis": receipt.basis,
            "due": receipt.due_at.isoformat(),
            "received": row.received_at.isoformat(),
            "url": petition_url(row) if isinstance(row, Petition) else "",
        }
    )


@never_cache
@require_GET
def receipt(request: OfficerRequest) -> HttpResponse:
    """回执: the query code, once, as it is printed; it says nothing of what was brought."""
    require(request.user, HANDLE)
    stored = read_token(request, WHOSE)
    if not stored:
        return redirect("console:petitions")
    made = json.loads(stored)
    context = {
        "code": made["code"],
        "rule": _(made["rule"]),
        "basis": _(made["basis"]),
        "due": parse_datetime(made["due"]),
        "received": parse_datetime(made["received"]),
        "url": made["url"],
        "bureau": request.user.bureau.name,
    }
    return render(request, "console/petitions/receipt.html", context)
