"""Add and change a unit.

In:   requests with MANAGE_PEOPLE.    Out:  one act each.
Cost: a few queries.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.actions.set_up import add_unit, edit_unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.people.forms import EditUnitForm, UnitForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.shared.requests import OfficerRequest, form_page

BACK = "console:people"


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Add a unit."""
    require(request.user, Capability.MANAGE_PEOPLE)
    asked = ActText(title=_("添加单位"), submit=_("添加单位"), back=reverse(BACK))
    form = UnitForm(request.POST or None)

    def deed() -> Outcome:
        unit = add_unit(
            bureau=request.user.bureau,
            actor=request.user.audit_actor(),
            now=clock.now(),
            **form.cleaned_data,
        )
        return _("已添加“%(name)s”。") % {"name": unit.name}, reverse(BACK)

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@form_page
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a unit or put it out of use."""
    unit = unit_for(request.user, pk, to=Capability.MANAGE_PEOPLE)
    asked = ActText(
        title=_("修改单位“%(name)s”") % {"name": unit.name},
        submit=_("保存单位"),
        back=reverse(BACK),
    )
    start = {
        name: getattr(unit, name) for name in ("name", "kind", "duties", "is_office", "active")
    }
    form = EditUnitForm(request.POST or None, initial=start)

    def deed() -> Outcome:
        edit_unit(
            unit=unit, actor=request.user.audit_actor(), now=clock.now(), **form.cleaned_data
        )
        return _("已保存“%(name)s”。") % {"name": unit.name}, reverse(BACK)

    return carry_out(request, form, asked, 0, deed, refusals=Refused)
