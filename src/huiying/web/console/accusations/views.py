"""检举控告: the list, the page of one, its original, its files, the letter of its transfer.

In:   requests of who handles accusations; of the leader and administrators for a number.
Out:  pages; the original once, on the answer to a form with a reason.
Cost: a few queries a page.

There is no search and no export: what an accusation says is nowhere to be searched.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.accusations.letter import transfer_letter
from huiying.web.console.accusations.rows import (
    accusation_acts,
    accusation_row,
    diversion_row,
    ending_row,
    steps_of,
    transfer_row,
)
from huiying.web.console.documents.handing_out import hand_out
from huiying.web.console.shared.acts import (
    ActText,
    redirect_refused,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.files import file_facts, file_response
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.petitions.accusations.access import (
    accusation_file_for,
    accusation_for,
    diversion_for,
)
from huiying.work.petitions.accusations.actions.open import (
    open_accusation,
    open_accusation_file,
)
from huiying.work.petitions.accusations.queries import (
    diversions_to_decide,
    endings_to_sign,
    in_order,
    may_sign_ending,
    overdue_accusations,
    records_of_accusation,
    visible_accusations,
    waiting_without_handler,
)

HANDLE = Capability.HANDLE_ACCUSATIONS
PAGE = 50


@never_cache
@require_GET
def accusation_list(request: OfficerRequest) -> HttpResponse:
    """List what the officer may see; to the leader and administrators a number alone."""
    require(request.user, HANDLE, Capability.SIGN_ROLES)
    officer, now = request.user, clock.now()
    handles = may(officer, HANDLE)
    rows = in_order(visible_accusations(officer, now))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    alone = 0
    if may(officer, Capability.SIGN_ROLES):
        alone = waiting_without_handler(officer.bureau_id, now)
    context = {
        "handles": handles,
        "rows": [accusation_row(row, now) for row in page],
        "page_obj": page,
        "overdue": overdue_accusations(officer, now),
        "alone": alone,
        "diversions": [diversion_row(row, now) for row in diversions_to_decide(officer, now)],
        "endings": [ending_row(row) for row in endings_to_sign(officer, now)],
    }
    return render(request, "console/accusations/list.html", context)


@never_cache
@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One accusation: its days, who is accused, where it went, what was done with it."""
    officer, now = request.user, clock.now()
    row = accusation_for(officer, number, to=HANDLE, now=now)
    context = {
        "item": accusation_row(row, now),
        "acts": accusation_acts(row, officer),
        "accused_officers": [one.name for one in row.accused_officers.all()],
        "transfer": transfer_row(row),
        "ending": ending_row(row),
        "signs": may_sign_ending(row, officer, now) and not row.ending_signed_by_id,
        "files": row.files.count(),
        "supplements": row.supplements.count(),
        "steps": steps_of(list(records_of_accusation(row))),
        "letter_url": reverse("console:accusation-letter", args=[number]),
    }
    return render(request, "console/accusations/accusation.html", context)


@never_cache
@require_GET
def diversion(request: OfficerRequest, number: str) -> HttpResponse:
    """转办: a petition of which somebody says that it accuses somebody, with the passage."""
    now = clock.now()
    row = diversion_for(request.user, number, to=HANDLE, now=now)
    context = {
        "item": diversion_row(row, now),
        "accept_url": reverse("console:accusation-diversion-accept", args=[number]),
        "return_url": reverse("console:accusation-diversion-return", args=[number]),
    }
    return render(request, "console/accusations/diversion.html", context)


@never_cache
@form_page
def open_original(request: OfficerRequest, number: str) -> HttpResponse:
    """查看原件: once, on the answer to the form; nothing keeps it but the reader's memory."""
    now = clock.now()
    row = accusation_for(request.user, number, to=HANDLE, now=now)
    back = reverse("console:accusation", args=[number])
    act_text = ActText(
        title=_("查看检举控告原件"),
        about=number,
        lead=_("查看人和时间记入限制查阅的记录；理由只供确认，不保存。"),
        safe=_("只显示这一次；刷新页面须重新写理由。"),
        submit=_("写明理由并查看"),
        back=back,
    )
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, act_text, row.revision)
    try:
        opened = open_accusation(
            accusation=row, reason=form.cleaned_data["reason"], officer=request.user, now=now
        )
    except Refused as error:
        return show_refusal(request, form, act_text, row.revision, error)
    files = [
        (
            file_facts(one.file, paged=False),
            reverse("console:accusation-file", args=[number, one.pk]),
        )
        for one in row.files.select_related("file").order_by("pk")
    ]
    context = {
        "number": number,
        "original": opened.original,
        "supplements": opened.supplements,
        "files": files,
        "back_url": back,
    }
    return render(request, "console/accusations/original.html", context)


@never_cache
@require_POST
def file(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """Hand out a file of an accusation; that it was opened is recorded."""
    now = clock.now()
    row = accusation_file_for(request.user, number, pk, to=HANDLE, now=now)
    back = reverse("console:accusation", args=[number])
    try:
        open_accusation_file(row=row, officer=request.user, now=now)
    except Refused as error:
        return redirect_refused(request, error, back)
    answer = file_response(row.file)
    if answer is not None:
        return answer
    return redirect_refused(request, Refused(_("文件缺失，或与登记时的校验值不符。")), back)


@never_cache
@require_GET
def letter(request: OfficerRequest, number: str) -> HttpResponse:
    """转送函 of an accusation that was transferred, as PDF and DOCX."""
    row = accusation_for(request.user, number, to=HANDLE, now=clock.now())
    back = reverse("console:accusation", args=[number])
    if row.transferred_at is None:
        return redirect_refused(request, Refused(_("须先登记转送，再打印转送函。")), back)
    return hand_out(
        request,
        lambda: transfer_letter(row),
        kind=_("转送函"),
        back_url=back,
        back_label=number,
    )
