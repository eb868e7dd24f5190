"""Forms of a response team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.web.console.shared.forms import ReasonForm, moment_field
from huiying.work.casework.tasks.actions.form_team import TeamInput


class TeamForm(forms.Form):
    """成立、调整: name, head, members, until when, by what decision."""

    name = forms.CharField(label=_("工作小组名称"), max_length=40)
    head = forms.TypedChoiceField(
        label=_("工作小组负责人"),
        coerce=int,
        help_text=_("代表工作小组签收交办、退回，并对反馈负责。"),
    )
    members = forms.TypedMultipleChoiceField(
        label=_("成员"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("已回避本事件的人员不在名单中。成员所在单位可查看本事件。"),
    )
    until = moment_field(_("预计结束时间"), required=False)
    decision = forms.CharField(
        label=_("成立依据和任务"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如会商纪要、领导批示；写明工作小组的任务。"),
    )

    def __init__(
        self, *args: Any, people: list[Officer], heads: list[Officer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {row.pk: row for row in people}
        self.fields["head"].choices = [("", "—"), *map(_named, heads)]  # type: ignore[attr-defined]
        self.fields["members"].choices = [*map(_named, people)]  # type: ignore[attr-defined]

    def wanted(self) -> TeamInput:
        """Return the team as it was decided."""
        data = self.cleaned_data
        return TeamInput(
            name=data["name"],
            head=self._people[data["head"]],
            members=[self._people[pk] for pk in data["members"]],
            decision=data["decision"],
            until=data["until"],
        )


class DissolveForm(ReasonForm):
    """解散: why, and who takes the open tasks."""

    to = forms.ChoiceField(label=_("未办结交办的承接单位"))
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, takers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takers:
            self.fields["to"].choices = [("", "—"), *takers]  # type: ignore[attr-defined]
        else:
            del self.fields["to"]


def _named(officer: Officer) -> tuple[int, str]:
    unit = officer.unit.name if officer.unit else ""
    return officer.pk, f"{officer.name}（{unit}）"
