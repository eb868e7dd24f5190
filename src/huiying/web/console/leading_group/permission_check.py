"""权限说明: the roles, delegations and recusals behind a permission.

In:   requests of any officer about himself; of an administrator about anybody.
Out:  one page that decides nothing and tells what decides.
Cost: about eight small queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import officer_for
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.base.accounts.roles.explanation import (
    PermissionGrounds,
    officers_allowed,
    permission_grounds,
)
from huiying.base.accounts.roles.queries import may, with_delegated_roles
from huiying.jobs import clock
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.web.shared.time_words import moment_text
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.incidents.recusals.queries import active_recusal_of

NAMED = 12  # people who may, by name


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that decides for or against a permission."""

    text: str
    yes: bool


@require_GET
def why(request: OfficerRequest) -> HttpResponse:
    """Explain one capability for one officer, and for one incident if it is named."""
    require(request.user, Capability.SEE_DESK)
    now = clock.now()
    wanted = request.GET.get("capability", "")
    capability = Capability(wanted) if wanted in Capability.values else Capability.SEE_DESK
    manages = may(request.user, Capability.MANAGE_PEOPLE)
    officer = request.user
    chosen = parse_int(request.GET.get("officer", ""))
    if manages and chosen is not None:
        officer = with_delegated_roles(
            officer_for(request.user, chosen, to=Capability.MANAGE_PEOPLE), now
        )
    number = request.GET.get("incident", "").strip()[:20]
    incident = _incident(request.user, number)
    found = permission_grounds(officer, capability, now)
    matter = matter_lines(officer, capability, incident) if incident else []
    context = {
        "officer": officer,
        "mine": officer.pk == request.user.pk,
        "capability": capability,
        "capabilities": Capability.choices,
        "people": officers_of(request.user.bureau_id) if manages else [],
        "number": number,
        "incident": incident,
        "unseen": bool(number) and incident is None,
        "allowed": found.allowed and all(line.yes for line in matter),
        "lines": [*role_lines(found, now), *matter],
        "needed": [role.label for role in found.needed],
        "who": officers_allowed(request.user.bureau_id, capability)[:NAMED],
    }
    return render(request, "console/leading_group/permission_check.html", context)


def _incident(reader: Officer, number: str) -> Incident | None:
    """Return the incident, if the one who asks may see it."""
    if not number or not may(reader, Capability.SEE_INCIDENTS):
        return None
    return incidents_in_sight(reader).filter(number=number).first()


def role_lines(found: PermissionGrounds, now: datetime) -> list[Ground]:
    """Say what roles decide, each fact on its line."""
    lines = []
    if not found.active:
        lines.append(Ground(_("该账号已停用，无任何权限。"), yes=False))
    lines += [
        Ground(_("角色“%(role)s”可以。") % {"role": role.label}, yes=True) for role in found.own
    ]
    lines += [
        Ground(
            _("代行%(name)s的“%(role)s”，到 %(until)s 为止：可以。")
            % {
                "name": row.principal.name,
                "role": row.get_role_display(),
                "until": moment_text(row.until_at, now),
            },
            yes=True,
        )
        for row in found.delegations
    ]
    if not found.own and not found.delegations:
        held = _("、").join(str(role.label) for role in found.others)
        sentence = (
            _("角色“%(roles)s”无此权限。") % {"roles": held} if held else _("无任何角色。")
        )
        lines.append(Ground(sentence, yes=False))
    return lines


def matter_lines(officer: Officer, capability: Capability, incident: Incident) -> list[Ground]:
    """Say what one incident decides beyond roles: recusal, and whose matter it is."""
    lines = []
    recusal = active_recusal_of(officer, incident)
    if recusal is not None and capability not in READS:
        words = {
            "number": incident.number,
            "reason": recusal.reason,
            "name": recusal.officer.name,
        }
        sentence = _("已回避 %(number)s：%(reason)s")
        if recusal.officer_id != officer.pk:
            sentence = _("代行%(name)s的职责，%(name)s已回避 %(number)s：%(reason)s")
        lines.append(Ground(sentence % words, yes=False))
    elif recusal is not None:
        lines.append(Ground(_("已回避，仍可查看。"), yes=True))
    if not incidents_in_sight(officer).filter(pk=incident.pk).exists():
        lines.append(Ground(_("该事件未通报该人员所在单位。"), yes=False))
    return lines
