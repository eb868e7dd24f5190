"""Add and change a unit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Unit
from huiying.base.accounts.organisation.access import own_bureau, unit_for
from huiying.base.accounts.organisation.actions.set_up import add_unit
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.people.forms import EditUnitForm, UnitForm
from huiying.web.console.people.setting_changes import waits_for_second_person
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.responses.confirmations.actions.change_unit import change_unit

BACK = "console:people"


BUREAU = Target(row=own_bureau, back=BACK)

UNIT = Target(row=unit_for, back=BACK)


@Act(
    BUREAU,
    Capability.MANAGE_PEOPLE,
    title=_("添加单位"),
    form=UnitForm,
    submit=_("添加单位"),
)
def add(bureau: Bureau, form: UnitForm, by: By) -> Text:
    """Add a unit."""
    unit = add_unit(
        bureau=bureau, actor=by.officer.audit_actor(), now=by.now, **form.cleaned_data
    )
    return _("已添加“%(name)s”。") % {"name": unit.name}


@Act(
    UNIT,
    Capability.MANAGE_PEOPLE,
    title=lambda unit: _("修改单位“%(name)s”") % {"name": unit.name},
    form=EditUnitForm,
    options=lambda unit, _request: {
        "initial": {
            name: getattr(unit, name)
            for name in ("name", "kind", "duties", "contact", "phone", "is_office", "active")
        }
    },
    submit=_("保存单位"),
)
def edit(unit: Unit, form: EditUnitForm, by: By) -> Text:
    """Change a unit or put it out of use."""
    asked = change_unit(
        unit=unit,
        actor=by.officer.audit_actor(),
        by=by.officer,
        now=by.now,
        **form.cleaned_data,
    )
    if asked is not None:
        return waits_for_second_person()
    return _("已保存“%(name)s”。") % {"name": unit.name}
