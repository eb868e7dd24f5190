"""Steps of a notice, as its tests take them."""

from huiying.base.clocks.models import Clock, ClockState
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput, issue_guidance
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import return_notice
from tests.scenarios.incidents import incident_of, restart_workers

LINE = GuidanceInput("窗口人手不足，正在调配。", brief="问：要等多久？ 答：约一小时。")


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


def issue(incident, officer, now, said=LINE, **more):
    return issue_guidance(incident=incident, text=said, officer=officer, now=now, **more)


def running(clock):
    return Clock.objects.get(pk=clock.pk).state == ClockState.RUNNING


def send_back(notice, officer, moment, reason="管网归自来水公司"):
    return_notice(notice=notice, reason=reason, officer=officer, now=moment)
    notice.refresh_from_db()
