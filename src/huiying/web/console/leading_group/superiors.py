"""Add and change a superior body (上级机关).

In:   requests with MANAGE_PEOPLE.    Out:  one act each.
Cost: a few queries.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import superior_for
from huiying.base.accounts.organisation.actions.edit_superior import add_superior, edit_superior
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.leading_group.forms import EditSuperiorForm, SuperiorForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Enter whom the bureau reports to, what, and by which way."""
    require(request.user, Capability.MANAGE_PEOPLE)
    asked = ActText(
        title=_("登记上级机关"),
        submit=_("登记这个机关"),
        lead=_("写明报送什么、走什么渠道。这里只登记，不会发出任何信息。"),
        back=_back(),
    )
    form = SuperiorForm(request.POST or None)

    def deed() -> Outcome:
        row = add_superior(
            bureau=request.user.bureau,
            facts=form.facts(),
            actor=request.user.audit_actor(),
            now=clock.now(),
        )
        return _("已登记“%(name)s”。") % {"name": row.name}, _back()

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@form_page
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change it, or put it out of use."""
    row = superior_for(request.user, pk, to=Capability.MANAGE_PEOPLE)
    asked = ActText(
        title=_("修改上级机关“%(name)s”") % {"name": row.name},
        submit=_("保存这个机关"),
        back=_back(),
    )
    start = {name: getattr(row, name) for name in EditSuperiorForm.base_fields}
    form = EditSuperiorForm(request.POST or None, initial=start)
    seen = submitted_version(request)

    def deed() -> Outcome:
        edit_superior(
            superior=row,
            facts=form.facts(),
            active=form.cleaned_data["active"],
            seen_revision=row.revision if seen is None else seen,
            actor=request.user.audit_actor(),
            now=clock.now(),
        )
        return _("已保存“%(name)s”。") % {"name": row.name}, _back()

    return carry_out(request, form, asked, row.revision, deed, refusals=Refused)


def _back() -> str:
    return reverse("console:group") + "#superiors"
