"""Steps of a notice, as its tests take them."""

from huiying.base.clocks.models import Clock, ClockState
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.scenarios.incidents import incident_of, restart_workers


def confirmed(cast):
    restart_workers()
    return incident_of(cast)


def notify(incident, unit, officer, now, **more):
    return notify_unit(
        incident=incident,
        unit=unit,
        guidance="请核实排队情况",
        officer=officer,
        now=now,
        **more,
    )


def running(clock):
    return Clock.objects.get(pk=clock.pk).state == ClockState.RUNNING
