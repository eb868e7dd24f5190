"""接收文件: a file of a superior, or an answer of a subordinate: checked, shown, then taken in.

In:   a file of at most 2 MB.    Out:  a page with what it says; the row after a second look.
Cost: what was read travels in the form, nothing is stored before it is taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.downward.forms import AnswerFileForm, StepFileForm
from huiying.web.shared.registers.register import minute
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.reports.downward.actions.take_in_answer import (
    answer_sender,
    answered_by,
    take_in_answer,
)
from huiying.work.reports.downward.actions.take_in_step import (
    check_step,
    step_sender,
    take_in_step,
)
from huiying.work.reports.downward.files import read_answer_file, read_step_file
from huiying.work.reports.exchange.actions.take_in import Arrival
from huiying.work.reports.exchange.models import ExchangeWay
from huiying.work.reports.exchange.outgoing import MAX_BYTES

TO = Capability.REPORT
Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file says before it is taken in.

    Attributes:
        facts: Its labels and values; text: the words that matter most.
        earlier: It arrived before; masked: how many texts will be masked.
    """

    title: str
    facts: Facts
    text: str
    earlier: bool
    masked: int


@dataclass(frozen=True, slots=True)
class Upload:
    """One kind of file: its words, how it is looked at, how it is taken in."""

    title: str | Promise
    lead: str | Promise
    form: type[forms.Form]
    here: str
    back: str
    preview: Callable[[Officer, bytes], FilePreview]
    take: Callable[[Officer, bytes, datetime], tuple[str, bool, str]]


def _step_preview(officer: Officer, data: bytes) -> FilePreview:
    found = read_step_file(data)
    earlier = check_step(step_sender(officer.bureau, found), found)
    return FilePreview(
        title=_("%(act)s：%(demand)s") % {"act": found.act.label, "demand": found.demand},
        facts=[
            (_("上级机关"), found.sender),
            (_("对方编号"), found.number),
            (_("所涉报告"), f"{found.report} {found.title}"),
            (_("反馈期限"), minute(found.due_at)),
            (_("签发"), f"{found.signed_as} {minute(found.signed_at)}"),
        ],
        text=found.words or found.demand,
        earlier=earlier is not None,
        masked=found.masked,
    )


def _take_step(officer: Officer, data: bytes, now: datetime) -> tuple[str, bool, str]:
    found = read_step_file(data)
    sender = step_sender(officer.bureau, found)
    arrival = Arrival(ExchangeWay.FILE, officer, officer, now)
    taken = take_in_step(sender=sender, found=found, arrival=arrival)
    url = reverse("console:superior-supervision", args=[taken.row.number])
    return taken.row.number, taken.new, url


def _answer_preview(officer: Officer, data: bytes) -> FilePreview:
    found = read_answer_file(data)
    row = answered_by(answer_sender(officer.bureau, found), found)
    return FilePreview(
        title=_("%(name)s反馈 %(number)s") % {"name": found.sender, "number": found.number},
        facts=[
            (_("下级单位"), found.sender),
            (_("督办"), f"{row.number} {row.demand}"),
            (_("签发"), f"{found.signed_as} {minute(found.signed_at)}"),
        ],
        text=found.text,
        earlier=row.answers.filter(version=found.version).exists(),
        masked=found.masked,
    )


def _take_answer(officer: Officer, data: bytes, now: datetime) -> tuple[str, bool, str]:
    found = read_answer_file(data)
    sender = answer_sender(officer.bureau, found)
    arrival = Arrival(ExchangeWay.FILE, officer, officer, now)
    taken = take_in_answer(sender=sender, found=found, arrival=arrival)
    number = taken.row.supervision.number
    return number, taken.new, reverse("console:issued-supervision", args=[number])


STEP = Upload(
    title=gettext_lazy("接收上级督办"),
    lead=gettext_lazy("核对校验值、来源和内容后接收；接收后不可更改，开始计时。"),
    form=StepFileForm,
    here="console:superior-supervision-add",
    back="console:superior-supervisions",
    preview=_step_preview,
    take=_take_step,
)
ANSWER = Upload(
    title=gettext_lazy("接收督办反馈"),
    lead=gettext_lazy("核对校验值、来源和内容后接收；接收后不可更改。"),
    form=AnswerFileForm,
    here="console:issued-answer-add",
    back="console:issued-supervisions",
    preview=_answer_preview,
    take=_take_answer,
)


@form_page
def add_step(request: OfficerRequest) -> HttpResponse:
    """Ask for a file of a superior, show what it says, take in exactly what was shown."""
    return _add(request, STEP)


@form_page
def add_answer(request: OfficerRequest) -> HttpResponse:
    """Ask for a file of a subordinate, show what it says, take in exactly what was shown."""
    return _add(request, ANSWER)


def _add(request: OfficerRequest, kind: Upload) -> HttpResponse:
    require(request.user, TO)
    if request.method != "POST":
        return _page(request, kind, kind.form())
    if "content" in request.POST:
        return _take(request, kind, request.POST["content"])
    form = kind.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, kind, form)
    try:
        data = bytes(form.cleaned_data["file"].read(MAX_BYTES + 1))
        preview = kind.preview(request.user, data)
    except Refused as error:
        form.add_error("file", str(error))
        return _page(request, kind, form, status=422)
    return _page(request, kind, form, preview=preview, content=data.decode("utf-8-sig"))


def _take(request: OfficerRequest, kind: Upload, content: str) -> HttpResponse:
    """Take in what travelled in the form; every check is made again."""
    data = content.encode("utf-8", "surrogatepass")
    try:
        number, new, url = kind.take(request.user, data, clock.now())
    except Refused as error:
        form = kind.form({})
        form.add_error(None, str(error))
        return _page(request, kind, form, status=409)
    words = _("已接收（%(number)s），可下载回执。") if new else _("此前已接收（%(number)s）。")
    messages.success(request, words % {"number": number})
    return redirect(url)


def _page(
    request: OfficerRequest,
    kind: Upload,
    form: forms.Form,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "title": kind.title,
        "lead": kind.lead,
        "here_url": reverse(kind.here),
        "back_url": reverse(kind.back),
        "form": form,
        "preview": None,
        "content": "",
        **more,
    }
    return render(request, "console/downward/add.html", context, status=status)
