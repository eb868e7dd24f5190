"""Add and change a superior body (上级机关)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau, superior_for
from huiying.base.accounts.organisation.actions.edit_superior import add_superior
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.personnel.actions.change_superior import change_superior
from huiying.web.console.leading_group.forms import EditSuperiorForm, SuperiorForm
from huiying.web.console.people.setting_changes import waits_for_second_person
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target

BUREAU = Target(row=own_bureau, back=lambda _row: _back())

SUPERIOR = Target(row=superior_for, back=lambda _row: _back())


@Act(
    BUREAU,
    Capability.MANAGE_PEOPLE,
    title=_("登记上级机关"),
    lead=_("写明报送内容和渠道。此处仅作登记，不发送任何信息。"),
    form=SuperiorForm,
    submit=_("登记这个机关"),
)
def add(bureau: Bureau, form: SuperiorForm, by: By) -> Text:
    """Enter whom the bureau reports to, what, and by which way."""
    row = add_superior(
        bureau=bureau, facts=form.facts(), actor=by.officer.audit_actor(), now=by.now
    )
    return _("已登记“%(name)s”。") % {"name": row.name}


@Act(
    SUPERIOR,
    Capability.MANAGE_PEOPLE,
    title=lambda row: _("修改上级机关“%(name)s”") % {"name": row.name},
    form=EditSuperiorForm,
    options=lambda row, _request: {
        "initial": {
            name: getattr(row, name)
            for name in EditSuperiorForm.base_fields
            if name != "reason"
        }
    },
    submit=_("保存这个机关"),
)
def edit(row: Superior, form: EditSuperiorForm, by: By) -> Text:
    """Change it, or put it out of use."""
    asked = change_superior(
        superior=row,
        facts=form.facts(),
        active=form.cleaned_data["active"],
        shown_revision=row.revision if by.revision is None else by.revision,
        by=by.officer,
        reason=form.cleaned_data["reason"],
        now=by.now,
    )
    if asked is not None:
        return waits_for_second_person()
    return _("已保存“%(name)s”。") % {"name": row.name}


def _back() -> str:
    return reverse("console:group") + "#superiors"
