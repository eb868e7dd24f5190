"""The page of a clock."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.actions.acknowledge import acknowledge
from huiying.base.clocks.actions.pause import grounds_of
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import (
    acks_of,
    clock_row,
    holds_now,
    holds_of,
    pauses_of,
    steps_of,
)
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of, version_row
from huiying.jobs import clock as door
from huiying.web.console.clocks.access import clock_in_sight, subject_of
from huiying.web.console.clocks.extensions import extension_panel
from huiying.web.console.clocks.pauses import pause_acts, pause_rows
from huiying.web.console.clocks.rows import (
    ack_rows,
    calendar_words,
    hold_rows,
    start_words,
    step_rows,
)
from huiying.web.console.shared.acts import act_button, redirect_done, redirect_refused
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.clock_rows import ledger_parts, row_facts, rule_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.web.shared.requests import OfficerRequest


@require_GET
def clock_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show start, basis, rule, calendar, who held it, the ladder and what was said."""
    clock = clock_in_sight(request, pk, to=Capability.SEE_DESK)
    now = door.now()
    row = clock_row(clock, now)
    version = version_row(clock.bureau_id, clock.rule_version)
    context = {
        "clock": row_facts(row),
        "ledger": ledger_parts(row),
        "name": rule_words(row.name, row.amount),
        "look": row.words,
        "subject": subject_of(request.user, clock),
        "starts_at": row.starts_at,
        "start_words": start_words(clock),
        "due_at": row.due_at,
        "stopped_at": row.stopped_at,
        "stop_reason": in_language(row.stop_reason),
        "basis": translate_rule(row.basis),
        "standing": row.standing_words,
        "version": clock.rule_version,
        "version_url": reverse("console:rules-version", args=[version.pk])
        if version and may(request.user, Capability.SEE_RULES)
        else "",
        "calendar": calendar_words(clock),
        "holders": hold_rows(clock, holds_of(clock), now, pauses_of(clock)),
        "steps": step_rows(clock, steps_of(clock), now),
        "acks": ack_rows(acks_of(clock), now),
        "act": _act(request, clock),
        "pauses": pause_rows(clock),
        "pause_acts": pause_acts(request, clock),
        "pausable": bool(grounds_of(clock)),
        "holds": _minutes(request),
        "extensions": extension_panel(clock, request.user),
    }
    return render(request, "console/clocks/clock.html", context)


@require_POST
def acknowledge_clock(request: OfficerRequest, pk: int) -> HttpResponse:
    """知道了，正在办: noted until it lapses; the clock goes on."""
    clock = clock_in_sight(request, pk, to=Capability.SIGN)
    back = reverse("console:clock", args=[pk])
    minutes = _minutes(request)
    try:
        acknowledge(
            clock=clock,
            officer=request.user,
            holds=timedelta(minutes=minutes),
            now=door.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    message = _("已标记办理中，%(minutes)d 分钟内有效。时限继续计算，以实际完成为准。") % {
        "minutes": minutes
    }
    return redirect_done(request, message, back)


def _act(request: OfficerRequest, clock: Clock) -> ActButton | None:
    if not holds_now(request.user, clock):
        return None
    return act_button(_("标记办理中"), "console:clock-acknowledge", clock.pk, method="post")


def _minutes(request: OfficerRequest) -> int:
    return int(book_of(request.user.bureau_id, door.now()).ladder.acknowledged.value)
