"""What people do in the tests of channels, press and media, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.actions.manage_accounts import add_account
from huiying.work.responses.outlets.actions.plan import PlanInput, plan_outlet
from huiying.work.responses.outlets.actions.post_article import ask_article
from huiying.work.responses.outlets.actions.record_carried import CarriedInput, record_carried
from huiying.work.responses.outlets.actions.set_account_key import KeyInput, set_account_key
from huiying.work.responses.outlets.models import AccountKey, OfficialAccount, Outlet, PlanLine
from huiying.work.responses.press.actions.answer_media import MediaRequestInput, take_request
from huiying.work.responses.press.actions.apply import Application, apply_press, decide_press
from huiying.work.responses.press.actions.hold import QuestionInput, add_question, hold_press
from huiying.work.responses.press.actions.manage_experts import (
    ExpertInput,
    InterpretationInput,
    list_expert,
    record_interpretation,
)
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.models import (
    Expert,
    Interpretation,
    MediaKind,
    MediaRequest,
    PressConference,
    PressForm,
)
from huiying.work.responses.releases.package import package_of
from tests.factories import T0, Cast
from tests.scenarios.tasks import PICTURE


def wechat_of(cast: Cast, *, now: datetime = T0) -> OfficialAccount:
    """Return the bureau's 微信公众号, entered into the list by its office."""
    found = OfficialAccount.objects.filter(bureau=cast.bureau, outlet=Outlet.WECHAT).first()
    return found or add_account(
        outlet=Outlet.WECHAT,
        name="云川信访",
        address="https://mp.weixin.example/yunchuanxinfang",
        officer=cast.shen,
        now=now,
    )


def keys_of(cast: Cast, account: OfficialAccount, *, now: datetime = T0) -> AccountKey:
    """Let the administrator enter the keys of the 公众号, with a cover."""
    given = KeyInput(
        appid="wx1234567890abcdef",
        secret="not-a-secret-of-anybody",
        active=True,
        cover=write_file(cast.bureau.pk, check_incoming(PICTURE)),
    )
    return set_account_key(account=account, given=given, officer=cast.admin, now=now)


def carry_on_wechat(cast: Cast, release: Release, *, now: datetime = T0) -> PlanLine:
    """Let the office plan the bureau's 微信公众号 and record that it carried the release."""
    line = plan_outlet(
        answer=release.answer,
        planned=PlanInput(wechat_of(cast, now=now), cast.office, now),
        officer=cast.shen,
        now=now,
    )
    keys_of(cast, line.account, now=now)
    ask_article(line=line, source_url="", officer=cast.shen, now=now)
    seen = CarriedInput(now, "https://mp.weixin.example/s/1", text=package_of(release).plain)
    record_carried(line=line, carried=seen, officer=cast.shen, now=now)
    return line


def conference_of(cast: Cast, incident: Incident, *, now: datetime = T0) -> PressConference:
    """Let the office apply for a conference, and the deputy approve it."""
    application = Application(
        form=PressForm.CONFERENCE,
        title="来访登记情况发布会",
        at=now + timedelta(hours=2),
        place="区政务中心二楼",
        host="新闻发言人",
        speakers=["来访接待科负责人", "综合办公室负责人"],
        media="云川日报、云川电视台",
        content="说明窗口误解规定的经过和纠正的办法。",
    )
    return apply_press(incident=incident, application=application, officer=cast.shen, now=now)


def make_approved_conference(
    cast: Cast, incident: Incident, *, now: datetime = T0
) -> PressConference:
    """Let a conference be applied for and approved."""
    row = conference_of(cast, incident, now=now)
    decide_press(
        row=row,
        approve=True,
        reason="",
        shown_hash=hash_of_press(row),
        officer=cast.cheng,
        now=now,
    )
    return row


def make_held_conference(
    cast: Cast, incident: Incident, *, now: datetime = T0
) -> PressConference:
    """Let a conference be held at once, with a question that is owed."""
    row = make_approved_conference(cast, incident, now=now)
    hold_press(row=row, at=now, said="向群众道歉。", recording="", officer=cast.shen, now=now)
    question = QuestionInput(
        medium="云川日报",
        question="以前有多少人遇到？",
        owner=cast.reception,
        due=(now.astimezone(LOCAL) + timedelta(days=1)).date(),
    )
    add_question(row=row, question_input=question, officer=cast.shen, now=now)
    return row


def enquiry_of(
    cast: Cast, incident: Incident | None = None, *, now: datetime = T0
) -> MediaRequest:
    """Let a newspaper ask."""
    wanted = MediaRequestInput(MediaKind.ENQUIRY, "云川日报民生版", "登记为什么要先撤帖？", now)
    return take_request(wanted=wanted, incident=incident, officer=cast.shen, now=now)


def expert_of(cast: Cast, *, now: datetime = T0) -> Expert:
    """Let an expert be listed by his own consent."""
    listed = ExpertInput(
        "卢清和", "供水安全", "云川大学", now.astimezone(LOCAL).date(), "本人书面同意"
    )
    return list_expert(listed=listed, officer=cast.shen, now=now)


def make_explanation(cast: Cast, incident: Incident, *, now: datetime = T0) -> Interpretation:
    """Let an expert explain a matter on television."""
    words = InterpretationInput("自来水为什么会发黄", "云川电视台", now, "管壁铁锈被水流冲起。")
    return record_interpretation(
        expert=expert_of(cast, now=now),
        incident=incident,
        explained=words,
        officer=cast.shen,
        now=now,
    )


def make_press_rows(
    cast: Cast, incident: Incident, *, now: datetime = T0
) -> tuple[PressConference, MediaRequest, Expert]:
    """Let there be a conference with an owed question, an enquiry, an explanation."""
    held = make_held_conference(cast, incident, now=now)
    said = make_explanation(cast, incident, now=now)
    return held, enquiry_of(cast, incident, now=now), said.expert
