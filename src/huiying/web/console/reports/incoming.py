"""下级报送: what subordinate bureaus reported; a file is checked, shown, then taken in.

In:   requests; a file of at most 2 MB.    Out:  pages; a receipt as a file.
Cost: a constant number of queries a page; what was read travels in the form, nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may, read_only
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.core.hashing import canonical_json
from huiying.web.console.downward.rows import issued_panel
from huiying.web.console.instructions.rows import InstructionPanel, panel_on
from huiying.web.console.instructions.subjects import INSTRUCTED_KINDS, RECEIVED_REPORT
from huiying.web.console.reports.rows import KINDS, LineRow, line_rows
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import NoteRow, hidden_note, state_links
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import ScannedFileField, json_file
from huiying.web.shared.registers.register import minute
from huiying.web.shared.requests import OfficerRequest, form_page, parse_int
from huiying.work.reports.core.content import lines_of_data
from huiying.work.reports.exchange.access import received_report_for
from huiying.work.reports.exchange.actions.take_in import (
    earlier_copy,
    sender_of,
    take_in_file,
)
from huiying.work.reports.exchange.incoming import IncomingReport, read_report_file
from huiying.work.reports.exchange.models import ExchangeWay, ReceivedReport
from huiying.work.reports.exchange.outgoing import MAX_BYTES
from huiying.work.reports.exchange.queries import (
    other_versions,
    received_reports,
    search_received,
    subordinates_of,
)
from huiying.work.reports.exchange.receipts import receipt_of

SEES, TO, PAGE = (Capability.SEE_POSTS, Capability.READ_RECORD), Capability.REPORT, 50
STATES = [
    ("RECEIVED", gettext_lazy("已接收")),
    ("WITHDRAWN", gettext_lazy("下级已撤回")),
]


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A report of a subordinate as one line."""

    number: str
    url: str
    sender: str
    sender_number: str
    version: int
    kind: str
    title: str
    cut_off: datetime
    at: datetime
    way: str
    nil: bool
    withdrawn: bool


def received_row(row: ReceivedReport) -> ReceivedRow:
    """Return a report of a subordinate as one line."""
    return ReceivedRow(
        number=row.number,
        url=reverse("console:received-report", args=[row.number]),
        sender=row.subordinate.name,
        sender_number=row.sender_number,
        version=row.version,
        kind=report_label(row.kind, row.sequence),
        title=row.title,
        cut_off=row.cut_off,
        at=row.at,
        way=str(ExchangeWay(row.way).label),
        nil=row.nil,
        withdrawn=hasattr(row, "withdrawal"),
    )


@require_GET
def received_list(request: OfficerRequest) -> HttpResponse:
    """What subordinates reported, the newest first; filters say what they hide."""
    require(request.user, *SEES)
    every = received_reports(request.user)
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else _asked(request, every, words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    senders = subordinates_of(request.user.bureau_id)
    context = {
        "rows": [received_row(row) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "kind": request.GET.get("kind", ""),
        "kinds": KINDS,
        "sender": request.GET.get("sender", ""),
        "senders": [(str(row.pk), row.name) for row in senders],
        "states": state_links(STATES, request.GET.get("state", "")),
        "days": day_range_of(request),
        "acts": _list_acts(request.user),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:received-reports"),
            words=_("共 %(total)s 份报告，显示 %(shown)s 份。"),
            hidden_words=_("筛选隐藏 %(count)s 份"),
        ),
    }
    return render(request, "console/reports/received_list.html", context)


def _asked(
    request: OfficerRequest, rows: QuerySet[ReceivedReport], words: str
) -> QuerySet[ReceivedReport]:
    days, sender = day_range_of(request), request.GET.get("sender", "")
    return search_received(
        rows,
        words=words,
        kind=request.GET.get("kind", ""),
        subordinate=parse_int(sender) if sender else None,
        state=request.GET.get("state", ""),
        since=days.since,
        until=days.until,
    )


def _list_acts(officer: Officer) -> list[ActButton]:
    if not may(officer, TO):
        return []
    label, url = _("接收文件…"), "console:received-report-add"
    return [act_button(label, url, method="get", main=True)]


@require_GET
def received_detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One report of a subordinate: what it says, whether it stands, its receipt."""
    row = received_report_for(request.user, number, to=Capability.SEE_INCIDENTS)
    context = {
        "row": received_row(row),
        "lines": line_rows(lines_of_data(row.lines)),
        "period": _period(row.since, row.until),
        "signed_as": row.signed_as,
        "signed_at": row.signed_at,
        "taken_by": row.by.name if row.by else _("系统"),
        "hash": row.content_hash,
        "masked": row.masked,
        "withdrawal": _withdrawal(row),
        "others": [received_row(one) for one in _with_sender(row)],
        "instructions": _instructions(row, request.user),
        "issued": issued_panel(row, request.user, clock.now()),
    }
    return render(request, "console/reports/received.html", context)


def _instructions(row: ReceivedReport, officer: Officer) -> InstructionPanel:
    """Return the instructions on a report; a withdrawn one gets no further ones."""
    acting = read_only(officer) if hasattr(row, "withdrawal") else officer
    return panel_on(INSTRUCTED_KINDS[RECEIVED_REPORT].matter(row), officer, acting)


def _with_sender(row: ReceivedReport) -> list[ReceivedReport]:
    return list(other_versions(row).select_related("subordinate", "withdrawal"))


def _period(since: datetime | None, until: datetime | None) -> str:
    return f"{minute(since)} – {minute(until)}" if since and until else ""


def _withdrawal(row: ReceivedReport) -> NoteRow | None:
    if not hasattr(row, "withdrawal"):
        return None
    return NoteRow(
        what=_("%(name)s于 %(at)s 撤回：%(reason)s")
        % {
            "name": row.subordinate.name,
            "at": minute(row.withdrawal.withdrawn_at),
            "reason": row.withdrawal.reason,
        },
        safe=_("本报告不再有效，请勿引用；内容留存可查。"),
        level="bad",
    )


@require_GET
def received_receipt(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt (回执) as a file, to be handed back to the subordinate."""
    row = received_report_for(request.user, number, to=Capability.SEE_INCIDENTS)
    return json_file(canonical_json(receipt_of(row)), f"receipt-{row.number}")


class IncomingForm(forms.Form):
    """A file of a subordinate."""

    file = ScannedFileField(
        label=gettext_lazy("上报文件"),
        help_text=gettext_lazy("下级单位导出的 JSON 文件，最大 2 MB。"),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file says, before it is taken in; ``earlier``: it arrived before."""

    sender: str
    number: str
    version: int
    kind: str
    title: str
    cut_off: datetime
    period: str
    signed_as: str
    signed_at: datetime
    masked: int
    withdrawn_at: datetime | None
    reason: str
    lines: list[LineRow]
    earlier: str


@form_page
def received_add(request: OfficerRequest) -> HttpResponse:
    """Ask for a file, show what it says, take in exactly what was shown."""
    require(request.user, TO)
    if request.method != "POST":
        return _page(request, IncomingForm())
    if "content" in request.POST:
        return _take(request, request.POST["content"])
    form = IncomingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        data = _bytes_of(form.cleaned_data["file"])
        found = read_report_file(data)
        preview = _preview(request.user, found)
    except Refused as error:
        form.add_error("file", str(error))
        return _page(request, form, status=422)
    context = {"preview": preview, "content": data.decode("utf-8-sig")}
    return render(request, "console/reports/received_add.html", context)


def _bytes_of(upload: UploadedFile[bytes]) -> bytes:
    """Return at most one byte more than a file may have: the rest is not read."""
    return bytes(upload.read(MAX_BYTES + 1))


def _take(request: OfficerRequest, content: str) -> HttpResponse:
    """Take in what travelled in the form; every check is made again."""
    now = clock.now()
    try:
        found = read_report_file(content.encode("utf-8", "surrogatepass"))
        bureau = request.user.bureau
        taken = take_in_file(bureau=bureau, found=found, officer=request.user, now=now)
    except Refused as error:
        form = IncomingForm({})
        form.add_error(None, str(error))
        return _page(request, form, status=409)
    words = (
        _("已接收（%(number)s），可下载回执。")
        if taken.new
        else _("此前已接收（%(number)s）。")
    )
    messages.success(request, words % {"number": taken.row.number})
    return redirect("console:received-report", taken.row.number)


def _page(request: OfficerRequest, form: IncomingForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "preview": None}
    return render(request, "console/reports/received_add.html", context, status=status)


def _preview(officer: Officer, found: IncomingReport) -> Preview:
    earlier = earlier_copy(sender_of(officer.bureau, found), found)
    content = found.masked_content
    return Preview(
        sender=found.bureau,
        number=content["number"],
        version=content["version"],
        kind=report_label(content["kind"], content["sequence"]),
        title=content["title"],
        cut_off=found.moment("cut_off"),
        period=_period(found.end_of_period("since"), found.end_of_period("until")),
        signed_as=content["signed_as"],
        signed_at=found.moment("signed_at"),
        masked=found.masked,
        withdrawn_at=found.withdrawn_at,
        reason=found.reason,
        lines=line_rows(lines_of_data(content["lines"])),
        earlier=earlier.number if earlier else "",
    )
