"""领导小组: who leads, who does its daily work, response teams, superiors, who stands in.

In:   requests of any officer.    Out:  the page of the leading group (Art. 3).
Cost: ten queries, whatever the number of people.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of, superiors_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.delegations import LENDABLE, delegations_of, may_confirm
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roles.queries import may
from huiying.base.integration.models import IntegrationToken, Webhook
from huiying.base.integration.queries import (
    may_confirm_secret,
    may_confirm_webhook,
    may_sign_token,
    secrets_to_confirm,
    tokens_to_sign,
    webhooks_to_confirm,
)
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import may_confirm as may_confirm_channel
from huiying.base.outbox.queries import unconfirmed_channels
from huiying.base.personnel.queries import exclusive_roles_of
from huiying.jobs import clock
from huiying.web.console.shared.acts import act_button
from huiying.web.console.teams.rows import TeamRow, team_line
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.tasks.teams import visible_teams

SINCE = timedelta(days=90)  # ended delegations that are still shown
SEATS = (Role.LEADER, Role.DEPUTY, Role.MEMBER, Role.OFFICE, Role.SPOKESPERSON)


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """An officer on a seat, who stands in for him, and the way to lend the role."""

    officer: Officer
    stand_in: Delegation | None
    act: ActButton | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A role of the leading group and who holds it."""

    role: str
    people: list[SeatHolder]


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation; state: now, ahead, waits, over or revoked."""

    row: Delegation
    state: str
    act: ActButton | None
    confirm: ActButton | None


@dataclass(frozen=True, slots=True)
class TokenToSign:
    """A token of another system that waits for the leader; acts: to who may sign it."""

    token: IntegrationToken
    acts: list[ActButton]


@require_GET
def group(request: OfficerRequest) -> HttpResponse:
    """Show the leading group by seat, with who stands in for whom now."""
    require(request.user, Capability.SEE_DESK)
    now = clock.now()
    rows = list(delegations_of(request.user.bureau_id, now - SINCE))
    seats: defaultdict[Role, list[Officer]] = defaultdict(list)
    for officer in officers_of(request.user.bureau_id).filter(is_active=True):
        for grant in officer.grants.all():
            seats[Role(grant.role)].append(officer)
    manages = may(request.user, Capability.MANAGE_PEOPLE)
    context = {
        "seats": [
            Seat(
                str(role.label),
                [
                    _person(officer, role, rows, request.user, now, manages=manages)
                    for officer in seats[role]
                ],
            )
            for role in SEATS
        ],
        "missing": not (seats[Role.LEADER] or seats[Role.DEPUTY]),
        "teams": _teams(request.user, now),
        "superiors": list(superiors_of(request.user.bureau_id)),
        "delegations": [_delegation(row, request.user, now, manages=manages) for row in rows],
        "manages": manages,
        "exclusive": exclusive_roles_of(request.user.bureau_id),
        "channels": _channels(request.user, now),
        "tokens": _tokens(request.user, now),
        "webhooks": _webhooks(request.user, now),
    }
    return render(request, "console/leading_group/leading_group.html", context)


def _channels(reader: Officer, now: datetime) -> list[tuple[Channel, ActButton | None]]:
    """Return the channels of units that wait for a second person, to who may be that one."""
    if not may(reader, Capability.SIGN_ROLES):
        return []
    return [
        (
            row,
            act_button(_("确认渠道…"), "console:channel-confirm", row.pk)
            if may_confirm_channel(row, reader, now)
            else None,
        )
        for row in unconfirmed_channels(reader.bureau_id)
    ]


def _webhooks(reader: Officer, now: datetime) -> list[tuple[Webhook, ActButton | None]]:
    """Return the webhooks that wait for a second person, to who may be that one."""
    if not may(reader, Capability.SIGN_ROLES):
        return []
    addresses = [
        (
            row,
            act_button(_("确认地址…"), "console:webhook-confirm", row.pk)
            if may_confirm_webhook(row, reader, now)
            else None,
        )
        for row in webhooks_to_confirm(reader.bureau_id)
    ]
    secrets = [
        (
            row,
            act_button(_("确认密钥…"), "console:webhook-secret-confirm", row.pk)
            if may_confirm_secret(row, reader, now)
            else None,
        )
        for row in secrets_to_confirm(reader.bureau_id)
    ]
    return [*addresses, *secrets]


def _tokens(reader: Officer, now: datetime) -> list[TokenToSign]:
    """Return the tokens of other systems that wait for the leader, to who signs for others."""
    if not may(reader, Capability.SIGN_ROLES):
        return []
    return [
        TokenToSign(
            row,
            [
                act_button(_("签署…"), "console:integration-token-sign", row.pk),
                act_button(_("不同意…"), "console:integration-token-refuse", row.pk),
            ]
            if may_sign_token(row, reader, now)
            else [],
        )
        for row in tokens_to_sign(reader.bureau_id)
    ]


def _teams(reader: Officer, now: datetime) -> list[TeamRow]:
    """Return the response teams that stand; only to who may see incidents."""
    if not may(reader, Capability.SEE_INCIDENTS):
        return []
    return [team_line(row, now) for row in visible_teams(reader)]


def _person(
    officer: Officer,
    role: Role,
    rows: list[Delegation],
    reader: Officer,
    now: datetime,
    *,
    manages: bool,
) -> SeatHolder:
    stand_in = next(
        (
            row
            for row in rows
            if row.principal_id == officer.pk and row.role == role and _state(row, now) == "now"
        ),
        None,
    )
    may_lend = role in LENDABLE and stand_in is None and (manages or officer.pk == reader.pk)
    url = reverse("console:delegation-add", args=[officer.pk])
    act = act_button(_("委托代行…"), url, method="get") if may_lend else None
    return SeatHolder(officer, stand_in, act)


def _delegation(
    row: Delegation, reader: Officer, now: datetime, *, manages: bool
) -> DelegationRow:
    state = _state(row, now)
    mine = reader.pk in (row.principal_id, row.delegate_id)
    open_ = state in ("now", "ahead", "waits") and (mine or manages)
    return DelegationRow(
        row=row,
        state=state,
        act=act_button(_("撤销委托…"), "console:delegation-end", row.pk) if open_ else None,
        confirm=act_button(_("确认委托…"), "console:delegation-confirm", row.pk)
        if state == "waits" and may_confirm(row, reader)
        else None,
    )


def _state(row: Delegation, now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.until_at <= now:
        return "over"
    if row.made_by_id != row.principal_id and row.confirmed_at is None:
        return "waits"
    return "now" if row.from_at <= now else "ahead"
