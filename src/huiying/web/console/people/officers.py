"""Add and change an officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import officer_for, unit_for
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.organisation.queries import officers_of, units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.errors import Refused
from huiying.base.personnel.actions.set_roles import plan_roles, set_roles
from huiying.base.personnel.models import RoleRequest
from huiying.jobs import clock
from huiying.jobs.upkeep.handover import OfficerChange, hand_over_work
from huiying.web.console.people.forms import AddOfficerForm, EditOfficerForm
from huiying.web.console.people.invitations import show_invitations
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    show_form,
    show_refusal,
)
from huiying.web.shared.requests import OfficerRequest, form_page

BACK = "console:people"
TO = Capability.MANAGE_PEOPLE


@form_page
@never_cache
def add(request: OfficerRequest) -> HttpResponse:
    """Add an officer, who chooses his password by a one-time link."""
    require(request.user, TO)
    text = ActText(
        title=_("添加人员"),
        submit=_("添加人员"),
        lead=_(
            "账号由系统管理员开设，不开放自行注册。口令由本人用一次性链接设定；角色由第二人签署后生效。"
        ),
        safe=_("有审批、签署、指挥权限的人员和管理人员，首次登录后须先设置双因素认证。"),
        back=reverse(BACK),
    )
    form = AddOfficerForm(request.POST or None, units=_unit_choices(request))
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, 0)
    values = form.cleaned_data
    try:
        with transaction.atomic():
            officer = add_officer(
                bureau=request.user.bureau,
                username=values["username"],
                name=values["name"],
                title=values["title"],
                password=new_password(),  # nobody knows it: the link leads to another
                roles=frozenset(),  # each waits for its second signature
                temporary=True,
                unit=_unit(request, values["unit"]),
                actor=request.user.audit_actor(),
                by=request.user,
                now=clock.now(),
            )
            if values["phone"]:
                _edit(request, officer, values)
            role_request = _set_roles(request, officer, values, active=True)
    except Refused as error:
        return show_refusal(request, form, text, 0, error)
    done = _("已添加%(name)s。") % {"name": officer.name}
    messages.success(request, f"{done}{_waits(role_request)}")
    return show_invitations(request, [officer])


@form_page
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change an officer's name, unit and roles, or switch the account off."""
    officer = officer_for(request.user, pk, to=TO)
    text = ActText(
        title=_("修改人员“%(name)s”") % {"name": officer.name},
        submit=_("保存人员"),
        lead=_("账号 %(username)s。") % {"username": officer.username},
        safe=_("本局须保留至少一位可登录的系统管理员。"),
        back=reverse(BACK),
    )
    start = {name: getattr(officer, name) for name in ("name", "title", "phone")}
    start |= {
        "unit": officer.unit_id or "",
        "roles": sorted(own_roles_of(officer)),
        "active": officer.is_active,
    }
    others = officers_of(officer.bureau_id).filter(is_active=True).exclude(pk=officer.pk)
    colleagues = {row.pk: row for row in others}
    form = EditOfficerForm(
        request.POST or None,
        initial=start,
        units=_unit_choices(request, officer),
        colleagues=[(row.pk, row.name) for row in colleagues.values()],
    )

    def perform() -> Outcome:
        with transaction.atomic():
            values = form.cleaned_data
            plan = plan_roles(
                own_roles_of(officer),
                frozenset(values["roles"]),
                new_account=bool(officer.hands) or values["unit"] != officer.unit_id,
            )
            hand_over_work(
                officer=officer,
                after=OfficerChange(values["active"], values["unit"], plan.at_once),
                to=colleagues.get(values["pass_to"]),
                by=request.user,
                now=clock.now(),
            )
            _edit(request, officer, values)
            role_request = _set_roles(request, officer, values, active=values["active"])
        done = _("已保存%(name)s。") % {"name": officer.name}
        return f"{done}{_waits(role_request)}", reverse(BACK)

    return carry_out(request, form, text, 0, perform)


def _edit(request: OfficerRequest, officer: Any, values: dict[str, Any]) -> None:
    edit_officer(
        officer=officer,
        name=values["name"],
        title=values["title"],
        phone=values["phone"],
        unit=_unit(request, values["unit"]),
        actor=request.user.audit_actor(),
        by=request.user,
        now=clock.now(),
    )


def _set_roles(
    request: OfficerRequest, officer: Officer, values: dict[str, Any], *, active: bool
) -> RoleRequest | None:
    """Change the roles, or ask for the second signature that they need."""
    return set_roles(
        officer=officer,
        roles=frozenset(values["roles"]),
        active=active,
        reason=values["reason"],
        exemption=values["exemption"],
        by=request.user,
        now=clock.now(),
    )


def _waits(role_request: RoleRequest | None) -> str:
    """Say what has no effect yet."""
    if role_request is None:
        return ""
    return _("“%(what)s”须由第二人签署，签署前不生效。") % {"what": role_request.signoff.label}


def _unit(request: OfficerRequest, pk: int | None) -> Any:
    return None if pk is None else unit_for(request.user, pk, to=TO)


def _unit_choices(request: OfficerRequest, officer: Any = None) -> list[tuple[Any, str]]:
    choices: list[tuple[Any, str]] = [
        (unit.pk, unit.name) for unit in units_of(request.user.bureau_id)
    ]
    # An officer of a unit that is out of use keeps it until somebody moves him.
    if officer is not None and officer.unit_id not in {None, *(key for key, _name in choices)}:
        choices.append((officer.unit_id, officer.unit.name))
    return choices
