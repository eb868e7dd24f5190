"""核对记录: the verdict on the bureau's chain for a chosen month, and what differs from it.

In:   requests of officers with READ_RECORD; heads of days that were saved, as text.
Out:  the frozen heads of the month; after POST the verdict on each.
Cost: GET two queries; POST reads the whole chain, but no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.anchors import read_anchors
from huiying.base.audit.models import DayHead
from huiying.base.audit.queries import day_heads
from huiying.base.audit.verdict import Verdict
from huiying.jobs import clock
from huiying.jobs.upkeep.record_check import (
    RecordCheck,
    check_bureau,
    check_installation,
    newest_stamp,
)
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.reasons.rendering import render as sentence
from huiying.web.shared.requests import OfficerRequest

MOST_SAVED = 400_000  # characters: some years of heads.json


class CheckForm(forms.Form):
    """Which month, and what was saved of it elsewhere."""

    month = forms.DateField(
        label=gettext_lazy("月份"),
        input_formats=["%Y-%m"],
        error_messages={"invalid": gettext_lazy("请按 2026-11 的样子写年和月。")},
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
    )
    saved = forms.CharField(
        label=gettext_lazy("另存的每日校验值"),
        help_text=gettext_lazy(
            "公开页 heads.json 的内容，或邮件、打印件上的日期和校验值。"
            "不填只能看出前后是否一致，看不出整条链是否被重写。"
        ),
        max_length=MOST_SAVED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The head of one day.

    Attributes:
        records: Written on that day, or since the last day that has a head.
        seq: Of its last record: how many the chain holds up to then.
        state: "" before it was checked.
    """

    day: date
    records: int
    seq: int
    hash: str
    state: str  # ok | anchored | bad | ""


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: OfficerRequest) -> HttpResponse:
    """Show the heads of a month; a POST checks the chain and says what holds."""
    require(request.user, Capability.READ_RECORD)
    bureau_id = request.user.bureau_id
    month = clock.now().astimezone(LOCAL).date().replace(day=1)
    checked: RecordCheck | None = None
    installation: list[Reason] = []
    form = CheckForm(request.POST or None, initial={"month": month})
    if request.method == "POST" and form.is_valid():
        month = form.cleaned_data["month"]
        anchors = read_anchors(form.cleaned_data["saved"])
        if form.cleaned_data["saved"].strip() and not anchors:
            form.add_error("saved", _("未找到日期和 64 位校验值。"))
        else:
            mine = [one for one in anchors if one.bureau in ("", request.user.bureau.slug)]
            installation = check_installation()
            stamp = newest_stamp(installation)
            checked = check_bureau(bureau_id, anchors=mine, stamp=stamp, read_files=False)
    every = day_heads(bureau_id=bureau_id)
    heads = [row for row in every if _same_month(row.day, month)]
    before = {one.seq: two.seq for one, two in pairwise(every)}
    verdict, result = _result(checked, installation, heads, month)
    context = {
        "form": form,
        "month": month,
        "heads": [
            HeadRow(
                day=row.day,
                records=row.seq - before.get(row.seq, 0),
                seq=row.seq,
                hash=row.hash,
                state=_state(row, verdict) if verdict else "",
            )
            for row in heads
        ],
        **result,
    }
    return render(request, "console/audit/check.html", context)


def _result(
    checked: RecordCheck | None,
    installation: Sequence[Reason],
    heads: Sequence[DayHead],
    month: date,
) -> tuple[Verdict | None, dict[str, object]]:
    if checked is None:
        return None, {}
    now = clock.now().astimezone(LOCAL).date()
    verdict = checked.verdict
    if heads and not _same_month(now, month):  # the present month goes on to the last record
        verdict = verdict.up_to(heads[0].seq)
    problems = [*installation, *checked.differences]
    return verdict, {
        "holds": verdict.holds,
        "verdict": sentence(verdict.reason, _),
        "problems": [sentence(one, _) for one in problems],
        "records": checked.verdict.records,
        "head": checked.verdict.head,
    }


def _state(head: DayHead, verdict: Verdict) -> str:
    if verdict.broken is not None and head.seq >= verdict.broken.at:
        return "bad"
    return "anchored" if verdict.anchored and head.seq <= verdict.anchored.seq else "ok"


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)
