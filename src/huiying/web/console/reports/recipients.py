"""归口报送: the table of recipients, under 设置."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, Way
from huiying.policy.time.deadlines import INITIAL_REPORT
from huiying.web.console.reports.forms import AddRecipientForm, EditRecipientForm
from huiying.web.console.reports.rows import minutes_words
from huiying.web.console.shared.acts import Text, act_button
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.routing.access import recipient_for
from huiying.work.reports.routing.actions.edit_recipient import (
    add_recipient,
    add_usual_recipients,
    change_recipient,
)
from huiying.work.reports.routing.changes import pending_changes
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.routing.queries import rules_of, superiors_without_rule
from huiying.work.reports.schedules.changes import pending_change

TO = Capability.MANAGE_RULES
BUREAU = Target(row=own_bureau, back="console:report-recipients")
RECIPIENT = Target(
    row=recipient_for,
    back="console:report-recipients",
    about=lambda row: f"{_(row.get_matter_display())} → {row.superior.name}",
)


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A row of the table.

    Attributes:
        limits: Grade in words → minutes in words, "" = none.
        superior_active: The body itself is in use.
        waits: Address of the change that waits for another person, "" = none.
    """

    matter: str
    name: str
    office: str
    way: str
    unit: str
    limits: list[tuple[str, str]]
    basis: str
    periodic: bool
    active: bool
    superior_active: bool
    waits: str
    act: ActButton | None


@require_GET
def recipient_list(request: OfficerRequest) -> HttpResponse:
    """Who hears of what, by which way, how fast, and where the minutes come from."""
    require(request.user, Capability.SEE_RULES)
    officer, edits = request.user, may(request.user, TO)
    rows = rules_of(officer.bureau_id)
    missing = superiors_without_rule(officer.bureau_id)
    waiting = pending_changes(officer.bureau_id)
    rule = book_of(officer.bureau_id, clock.now()).deadline(INITIAL_REPORT)
    context = {
        "rows": [_line(row, waits=row.pk in waiting, edits=edits) for row in rows],
        "missing": [one.name for one in missing],
        "rule": _("规则中的重大舆情初报时限为 %(amount)s %(unit)s（%(basis)s）。")
        % {"amount": rule.amount, "unit": _(rule.unit.label), "basis": _(rule.basis)},
        "acts": _acts(officer.bureau_id, bool(missing)) if edits else [],
    }
    return render(request, "console/reports/recipients.html", context)


def _acts(bureau_id: int, missing: bool) -> list[ActButton]:  # noqa: FBT001 - a fact
    change = pending_change(bureau_id)
    acts = [
        act_button(_("定期报送时间…"), "console:report-schedule")
        if change is None
        else act_button(
            _("查看报送时间变更"),
            "console:report-schedule-change",
            change.schedule_id,
            method="get",
        ),
        act_button(_("添加…"), "console:report-recipient-add", main=not missing),
    ]
    if missing:
        url = "console:report-recipients-usual"
        acts.append(act_button(_("按参考分工加入"), url, method="post", main=True))
    return acts


def _line(row: RecipientRule, *, waits: bool, edits: bool) -> RecipientLine:
    grades = (Grade.MAJOR, Grade.SIGNIFICANT, Grade.ORDINARY)
    return RecipientLine(
        matter=_(MatterClass(row.matter).label),
        name=row.superior.name,
        office=row.superior.office,
        way=_(Way(row.way).label),
        unit=row.unit.name if row.unit else "",
        limits=[(_(one.label), minutes_words(row.minutes_for(one))) for one in grades],
        basis=_(row.basis),
        periodic=row.periodic,
        active=row.active,
        superior_active=row.superior.active,
        waits=reverse("console:report-recipient-change", args=[row.pk]) if waits else "",
        act=act_button(_("修改…"), "console:report-recipient-edit", row.pk) if edits else None,
    )


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("添加归口报送"),
    lead=gettext_lazy("何类信息报送哪个机关、以何方式、多少时间内。"),
    safe=gettext_lazy("只作为拟稿时的默认对象；已签发的报告按签发时的对象报送。"),
    form=AddRecipientForm,
    options=lambda row, _request: {"bureau_id": row.pk},
    submit=gettext_lazy("添加这一行"),
)
def add(bureau: Bureau, form: AddRecipientForm, by: By) -> Text:
    """添加 a row."""
    add_recipient(
        bureau=bureau,
        matter=form.cleaned_data["matter"],
        superior=form.cleaned_data["superior"],
        values=form.values(),
        **by.stamp,
    )
    return _("已添加。")


@Act(
    RECIPIENT,
    TO,
    title=gettext_lazy("修改归口报送"),
    lead=gettext_lazy(
        "增加、收紧的即时生效；停用、放宽时限、改用较弱方式或改变接收单位的，由另一人采纳后生效。"
    ),
    safe=gettext_lazy("采纳前按原表报送；已签发的报告按签发时的对象报送。"),
    form=EditRecipientForm,
    options=lambda row, _request: {
        "bureau_id": row.bureau_id,
        "initial": {
            name: getattr(row, name) for name in EditRecipientForm.base_fields if name != "why"
        },
    },
    submit=gettext_lazy("保存这一行"),
)
def edit(row: RecipientRule, form: EditRecipientForm, by: By) -> Text:
    """修改 a row; what drops or loosens it waits for another person."""
    waiting = change_recipient(
        row=row,
        values=form.values(),
        active=form.cleaned_data["active"],
        shown_revision=by.known_revision,
        reason=form.cleaned_data["why"],
        **by.stamp,
    )
    if waiting is not None:
        return _("已提出变更，待另一位有权修改规则的人员采纳；采纳前按原表报送。")
    return _("已保存。")


@ButtonAct(BUREAU, TO)
def usual(bureau: Bureau, by: By, _posted: QueryDict) -> Text:
    """按参考分工加入 the bodies that have no row."""
    rows = add_usual_recipients(bureau=bureau, **by.stamp)
    return _("已加入 %(count)s 行，请核对报送方式和时限。") % {"count": len(rows)}
