"""Forms of the leading group: a superior body, a delegation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts
from huiying.base.accounts.organisation.queries import superior_kinds
from huiying.base.accounts.roles.capabilities import Role
from huiying.web.console.shared.forms import MomentField, unchosen

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SuperiorForm(forms.Form):
    """Which body, what is reported to it, by which way."""

    name = forms.CharField(label=_("机关名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=superior_kinds)
    matters = forms.CharField(
        label=_("报送内容"),
        max_length=200,
        help_text=_("例如重大舆情初报、续报、终报，网络舆情，安全稳定信息。"),
    )
    way = forms.CharField(
        label=_("报送渠道"),
        max_length=120,
        help_text=_("例如公文交换、政务内网、传真、电话。"),
    )
    office = forms.CharField(
        label=_("联系处室"),
        max_length=80,
        required=False,
        help_text=_("写处室或值班室，不写个人姓名。"),
    )
    phone = forms.CharField(label=_("值班电话"), max_length=40, required=False)

    def facts(self) -> SuperiorFacts:
        """Return what was typed, as the act wants it."""
        values = {name: self.cleaned_data[name] for name in SuperiorForm.base_fields}
        return SuperiorFacts(**values)


class EditSuperiorForm(SuperiorForm):
    """Also: whether it is still in use."""

    conditional = ("reason",)

    active = forms.BooleanField(label=_("在用"), required=False)
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        required=False,
        help_text=_("停用的必填；由另一位系统管理员或组长签署后生效。"),
    )


class DelegationForm(forms.Form):
    """Which role, to whom, from when until when, why."""

    role = forms.TypedChoiceField(label=_("角色"), coerce=Role)
    to = forms.TypedChoiceField(label=_("受托人"), coerce=int)
    from_at = MomentField(label=_("从"), widget=MOMENT)
    until_at = MomentField(label=_("到"), widget=MOMENT)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("例如出差、学习、休假。会写进记录。"),
    )

    def __init__(
        self, *args: Any, roles: list[Role], people: list[Officer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (row.pk, f"{row.name}（{row.title}）" if row.title else row.name) for row in people
        ]
        self.fields["role"].choices = [(role, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["to"].choices = unchosen(named)  # type: ignore[attr-defined]
