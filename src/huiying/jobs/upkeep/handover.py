"""Hand over what an officer holds before the officer leaves, moves or loses a role.

In:   an officer, what he will be, the colleague.    Out:  clocks, drafts and shifts passed on.
Cost: six small queries to look; a few writes for each thing that changes hands.

Nothing is lost by an act on an account: it is refused while something would be left with
nobody, and says what. ``jobs`` does it because it touches every floor below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import revoke_delegation
from huiying.base.accounts.roles.capabilities import (
    Capability,
    Role,
    capabilities_of,
    roles_with,
)
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roster.actions.plan_shifts import (
    replace_leader,
    replace_on_shift,
)
from huiying.base.accounts.roster.models import Shift
from huiying.base.accounts.roster.queries import LEADING_ROLES
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import running_clocks
from huiying.base.errors import Refused
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.notices.queries import AWAITING_SIGNATURE
from huiying.work.casework.tasks.actions.form_team import replace_head
from huiying.work.casework.tasks.assignees import task_clock_ids
from huiying.work.casework.tasks.teams import HEAD_CAPABILITIES, teams_headed_by
from huiying.work.responses.core.models import OPEN_STATES, Draft
from huiying.work.responses.drafts.actions.pass_on import pass_draft_on


@dataclass(frozen=True, slots=True)
class OfficerChange:
    """What an officer will be."""

    active: bool
    unit_id: int | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What would be left with nobody."""

    clocks: tuple[Clock, ...]
    drafts: tuple[Draft, ...]
    shifts: tuple[Shift, ...]  # on duty
    led: tuple[Shift, ...]  # 带班
    teams: tuple[ResponseTeam, ...]  # headed
    delegations: tuple[Delegation, ...]  # end with the account
    notices: int  # wait at his unit, where nobody else signs

    @property
    def to_pass(self) -> int:
        """Return how many things need a colleague."""
        things = (self.clocks, self.drafts, self.shifts, self.led, self.teams)
        return sum(len(one) for one in things)


def open_work(officer: Officer, after: OfficerChange, now: datetime) -> OpenWork:
    """Return what the change would leave with nobody."""
    goes = not after.active or after.unit_id != officer.unit_id
    held = capabilities_of(after.roles)
    keeps = after.active and Capability.TRIAGE in held
    leads = after.active and bool(after.roles & set(LEADING_ROLES))
    drafts = after.active and Capability.DRAFT in held and not goes
    ahead = Shift.objects.filter(bureau_id=officer.bureau_id, ends_at__gt=now)
    mine = Q(principal=officer) | Q(delegate=officer)
    teams = (
        ()
        if after.active and set(HEAD_CAPABILITIES) <= held
        else tuple(teams_headed_by(officer))
    )
    clocks = running_clocks(officer.bureau_id).filter(holder_officer=officer)
    if teams:  # those of a team's tasks follow its head
        clocks = clocks.exclude(pk__in=task_clock_ids(teams))
    return OpenWork(
        clocks=tuple(clocks) if goes else (),
        drafts=()
        if drafts
        else tuple(Draft.objects.filter(author=officer, state__in=OPEN_STATES)),
        shifts=() if keeps else tuple(ahead.filter(officer=officer)),
        led=() if leads else tuple(ahead.filter(leader=officer)),
        teams=teams,
        delegations=()
        if after.active
        else tuple(Delegation.objects.filter(mine, revoked_at__isnull=True, until_at__gt=now)),
        notices=_unsigned_alone(officer, after),
    )


@transaction.atomic
def hand_over_work(
    *, officer: Officer, after: OfficerChange, to: Officer | None, by: Officer, now: datetime
) -> OpenWork:
    """Give everything that the change would leave with nobody to a colleague.

    Raises:
        Refused: If there is something and no colleague, the colleague cannot take it, or
            notices wait at a unit where nobody else signs.
    """
    held = open_work(officer, after, now)
    if held.notices:
        raise Refused(
            _(
                "%(unit)s有 %(count)s 份通报待签收，该单位无其他人员可签收。请先为"
                "该单位添加另一名承办人员。"
            )
            % {"unit": officer.unit, "count": held.notices}
        )
    if held.to_pass:
        if to is None or to.pk == officer.pk or not to.is_active:
            raise Refused(open_work_words(held))
        _pass(held, to, by, now)
    for row in held.delegations:
        revoke_delegation(delegation=row, by=by, now=now)
    if held.to_pass or held.delegations:
        _record(officer, held, to, by, now)
    return held


def open_work_words(held: OpenWork) -> str:
    """Say what needs a colleague."""
    return _(
        "该人员尚有：时限 %(clocks)s 项，未发布稿件 %(drafts)s 份，值班 %(shifts)s "
        "班，带班 %(led)s 班，担任处置回应工作小组负责人 %(teams)s 个。请选择一名人"
        "员接收。"
    ) % {
        "clocks": len(held.clocks),
        "drafts": len(held.drafts),
        "shifts": len(held.shifts),
        "led": len(held.led),
        "teams": len(held.teams),
    }


def _pass(held: OpenWork, to: Officer, by: Officer, now: datetime) -> None:
    try:
        for clock in held.clocks:
            hand_over_clock(clock=clock, holder=Holder(to.name, to.unit, to), now=now)
        for draft in held.drafts:
            pass_draft_on(draft=draft, to=to, officer=by, now=now)
        reason, actor = house_text("原值班人离岗"), by.audit_actor()
        for shift in held.shifts:
            replace_on_shift(shift=shift, officer=to, reason=reason, actor=actor, now=now)
        for shift in held.led:
            replace_leader(shift=shift, leader=to, reason=reason, actor=actor, now=now)
        for team in held.teams:
            replace_head(team=team, head=to, officer=by, now=now)
    except Refused as error:
        raise Refused(str(error)) from error


def _unsigned_alone(officer: Officer, after: OfficerChange) -> int:
    """Return how many notices wait at the officer's unit, if nobody else there can sign."""
    stays = after.active and after.unit_id == officer.unit_id
    signs = roles_with(Capability.SIGN)
    if officer.unit_id is None or (stays and after.roles & set(signs)):
        return 0
    others = Officer.objects.filter(
        unit_id=officer.unit_id, is_active=True, grants__role__in=signs
    ).exclude(pk=officer.pk)
    if others.exists() or not officer.grants.filter(role__in=signs).exists():
        return 0
    return Notice.objects.filter(unit_id=officer.unit_id, state__in=AWAITING_SIGNATURE).count()


def _record(
    officer: Officer, held: OpenWork, to: Officer | None, by: Officer, now: datetime
) -> None:
    record(
        officer,
        "officer.passed_on",
        by,
        now,
        to=f"officer:{to.pk}" if to else "",
        things=held.to_pass,
        delegations=len(held.delegations),
    )
