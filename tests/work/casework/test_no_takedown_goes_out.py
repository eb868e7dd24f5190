"""No act sends another body an order to delete, block or report what people wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import ClaimKind
from huiying.work.casework.liaison.actions.record_talk import (
    FollowUpInput,
    TalkInput,
    record_talk,
)
from huiying.work.casework.liaison.actions.share_facts import share_facts
from huiying.work.casework.liaison.models import Manner
from huiying.work.casework.notices.actions.issue_guidance import (
    GuidanceInput,
    issue_guidance,
)
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.procedure.actions.write_proposal import edit_proposal
from huiying.work.casework.tasks.actions.assign import assign_task
from huiying.work.casework.tasks.actions.form_team import form_team
from huiying.work.casework.tasks.actions.return_task import recall_task, return_task
from huiying.work.casework.verification.actions.ask_verification import ask_verification
from huiying.work.responses.press.actions.answer_media import answer_request
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.liaison import add_agency_channel, contact_of
from tests.scenarios.press import enquiry_of
from tests.scenarios.tasks import make_task_report, take_task
from tests.work.casework.tasks.teams import wanted

DAY = timedelta(days=1)
ORDER = "请联系平台删除该帖文。"
COMPLAINT = "网民称“要求平台删除帖文”，请公开说明。"


def incident_with_approval(cast):
    add_agency_channel(cast)
    incident = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, incident)
    return incident, make_approved_proposal(cast, incident)


standing_rows, rows, yunchuan, case = module_rows(incident_with_approval)


def share(cast, incident, _approved, text):
    share_facts(incident=incident, unit=cast.waterworks, purpose=text, officer=cast.lu, now=T0)


def notify(cast, incident, _approved, text):
    notify_unit(incident=incident, unit=cast.reception, guidance=text, officer=cast.lu, now=T0)


def guide(cast, incident, _approved, text):
    line = GuidanceInput("今天已加开窗口。", brief=text)
    issue_guidance(incident=incident, text=line, officer=cast.lu, now=T0)


def verify(cast, incident, _approved, text):
    ask_verification(
        incident=incident,
        claim=text,
        kind=ClaimKind.RUMOUR,
        unit=cast.waterworks,
        officer=cast.lu,
        now=T0,
    )


def follow_up(cast, _incident, _approved, text):
    item = FollowUpInput(text, cast.waterworks, (T0 + 3 * DAY).date())
    talk = TalkInput(T0, Manner.PHONE, "商定检修提前两天告知。", "", [item])
    record_talk(desk=contact_of(cast), talk=talk, officer=cast.lu, now=T0)


def propose(cast, _incident, approved, text):
    edit_proposal(proposal=approved, measures=text, risks="", officer=cast.shen, now=T0)


def assign(cast, _incident, approved, text):
    assign_task(
        proposal=approved,
        unit=cast.waterworks,
        task=text,
        due=T0 + DAY,
        officer=cast.shen,
        now=T0,
    )


def give_back(cast, _incident, approved, text):
    task = make_task_report(cast, take_task(cast, approved))
    return_task(task=task, reason=text, officer=cast.shen, now=T0)


def recall(cast, _incident, approved, text):
    recall_task(task=take_task(cast, approved), reason=text, officer=cast.leader, now=T0)


def team(cast, incident, _approved, text):
    form_team(
        incident=incident,
        wanted=replace(wanted(cast), decision=text),
        officer=cast.cheng,
        now=T0,
    )


def answer(cast, _incident, _approved, text):
    row = enquiry_of(cast)
    answer_request(
        row=row, reply=text, speaker="新闻发言人", link="", officer=cast.speaker, now=T0
    )


ACTS = (
    share,
    notify,
    guide,
    verify,
    follow_up,
    propose,
    assign,
    give_back,
    recall,
    team,
    answer,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_no_act_sends_an_order_to_take_down(yunchuan, case, act):
    with pytest.raises(Refused, match="属要求删除、屏蔽网上言论或处置账号") as refused:
        act(yunchuan, *case, ORDER)

    assert "公安、网信部门依法定程序办理" in str(refused.value)
    assert not Message.objects.filter(body__contains="删除该帖").exists()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_complaint_about_a_takedown_goes_out(yunchuan, case, act):
    act(yunchuan, *case, COMPLAINT)
