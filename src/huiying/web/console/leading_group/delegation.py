"""Delegate a role for an absence, and end the delegation."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import officer_for
from huiying.base.accounts.roles.access import NotAllowed, delegation_for, require
from huiying.base.accounts.roles.actions.delegate import (
    DelegationTerms,
    confirm_delegation,
    delegate,
    revoke_delegation,
)
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import lendable_roles, possible_delegates
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.leading_group.forms import DelegationForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.web.shared.time_words import moment_text


@form_page
def add(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lend a role: one's own, or an administrator for whoever is away already."""
    principal = officer_for(request.user, pk, to=Capability.SEE_DESK)
    if principal.pk != request.user.pk and not may(request.user, Capability.MANAGE_PEOPLE):
        raise NotAllowed(Capability.MANAGE_PEOPLE)
    people = list(possible_delegates(principal).exclude(pk=request.user.pk))
    text = ActText(
        title=_("%(name)s委托他人代行") % {"name": principal.name},
        submit=_("委托这个角色"),
        lead=_("到期自动结束，也可随时撤销。受托人不得转委托。"),
        safe=_("受托人不得审定本人稿件，也不得审定委托人起草或送审的稿件。"),
        back=reverse("console:group"),
    )
    form = DelegationForm(
        request.POST or None,
        roles=lendable_roles(principal),
        people=people,
        initial={"from_at": clock.now()},
    )

    def perform() -> Outcome:
        values = form.cleaned_data
        chosen = values.pop("to")
        to = next(row for row in people if row.pk == chosen)
        row = delegate(
            principal=principal,
            to=to,
            absence=DelegationTerms(**values),
            by=request.user,
            now=clock.now(),
        )
        done = _("已委托%(name)s代行，到 %(until)s 为止。")
        if row.made_by_id != row.principal_id:
            done = _(
                "已登记：%(name)s代行，到 %(until)s 为止。"
                "须由委托人本人、另一位系统管理员或组长确认后生效。"
            )
        message = done % {
            "name": to.name,
            "until": moment_text(row.until_at, clock.now()),
        }
        return message, reverse("console:group")

    return carry_out(request, form, text, 0, perform)


@form_page
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm, as a second person, what an administrator arranged for somebody who is away."""
    row = delegation_for(request.user, pk, to=Capability.SEE_DESK)
    if request.user.pk != row.principal_id:
        require(request.user, Capability.SIGN_ROLES)
    words = {
        "name": row.delegate.name,
        "role": row.get_role_display(),
        "principal": row.principal.name,
    }
    text = ActText(
        title=_("确认委托：%(name)s代行“%(role)s”") % words,
        submit=_("确认这份委托"),
        lead=_("由%(by)s代为登记，委托人为%(principal)s。理由：%(reason)s")
        % {**words, "by": row.made_by.name, "reason": row.reason},
        safe=_("确认前不生效。"),
        back=reverse("console:group"),
    )
    if request.method != "POST":
        return show_form(request, None, text, 0)
    try:
        confirm_delegation(delegation=row, by=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse("console:group"))
    return redirect_done(request, _("已确认，委托生效。"), reverse("console:group"))


@form_page
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a delegation back before its time, or give it back."""
    row = delegation_for(request.user, pk, to=Capability.SEE_DESK)
    mine = request.user.pk in (row.principal_id, row.delegate_id)
    if not mine and not may(request.user, Capability.MANAGE_PEOPLE):
        raise NotAllowed(Capability.MANAGE_PEOPLE)
    text = ActText(
        title=_("撤回委托：%(name)s代行“%(role)s”")
        % {"name": row.delegate.name, "role": row.get_role_display()},
        submit=_("撤回这份委托"),
        lead=_("从现在起，%(name)s不再代行。") % {"name": row.delegate.name},
        safe=_("已经作出的决定不变。"),
        back=reverse("console:group"),
    )
    if request.method != "POST":
        return show_form(request, None, text, 0)
    try:
        revoke_delegation(delegation=row, by=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse("console:group"))
    return redirect_done(request, _("已撤回。"), reverse("console:group"))
