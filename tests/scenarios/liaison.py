"""What people do in the tests of liaison, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.queries import channels_of
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.liaison.actions.agency_token import (
    make_token,
    perform_once,
    token_digest,
)
from huiying.work.casework.liaison.actions.hand_in import hand_in_lead
from huiying.work.casework.liaison.actions.record_talk import (
    FollowUpInput,
    TalkInput,
    record_talk,
)
from huiying.work.casework.liaison.actions.record_training import TrainingInput, record_training
from huiying.work.casework.liaison.actions.register_desk import DeskInput, add_desk
from huiying.work.casework.liaison.actions.share_facts import (
    LINK_LIFETIME,
    PURPOSE,
    share_facts,
)
from huiying.work.casework.liaison.models import Lead, LiaisonDesk, Manner, Share, Training
from huiying.work.casework.liaison.queries import token_by_digest
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast

LEAD = "望湖路二次供水泵房昨夜停过电，水箱没有及时清洗。"


def contact_of(cast: Cast, *, now: datetime = T0) -> LiaisonDesk:
    """Let the office register the duty room of the water agency."""
    contact = DeskInput("水质科", "0591-8880 转 12", "停水、水质")
    return add_desk(unit=cast.waterworks, contact=contact, officer=cast.shen, now=now)


def make_talk(cast: Cast, *, now: datetime = T0) -> LiaisonDesk:
    """Let the office talk with the water agency; the agency is to send its repair plan."""
    desk = contact_of(cast, now=now)
    due = (now.astimezone(LOCAL) + timedelta(days=3)).date()
    talk = TalkInput(
        now,
        Manner.PHONE,
        "商定检修提前两天告知。",
        "下周检修望湖路。",
        [FollowUpInput("送来检修计划", cast.waterworks, due)],
    )
    record_talk(desk=desk, talk=talk, officer=cast.shen, now=now)
    return desk


def make_training(cast: Cast, *, now: datetime = T0) -> Training:
    """Let the office record a training."""
    held = TrainingInput(
        now.astimezone(LOCAL).date(),
        "突发舆情第一小时",
        "区委网信办",
        "综合办公室",
        8,
        "先说已经知道的。",
    )
    return record_training(held=held, officer=cast.shen, now=now)


def add_agency_channel(cast: Cast, *, now: datetime = T0) -> None:
    """Give the water agency a channel, if it has none."""
    if not channels_of(cast.waterworks).exists():
        add_channel(
            bureau=cast.bureau,
            unit=cast.waterworks,
            kind="SMTP",
            name="水务局邮箱",
            target="duty@shuiwu.example",
            actor=cast.admin.audit_actor(),
            now=now,
        )


def make_share(
    cast: Cast, incident: Incident, *, now: datetime = T0
) -> tuple[Share, Lead, str]:
    """Let the facts be shared with the water agency, which hands in a lead; and its link."""
    add_agency_channel(cast, now=now)
    share = share_facts(
        incident=incident,
        unit=cast.waterworks,
        purpose="请核对停水范围，有新情况请交来。",
        officer=cast.lu,
        now=now,
    )
    lead = hand_in_lead(share=share, text=LEAD, link="", post="水质科值班", now=now)
    link = make_link(
        bureau_id=cast.bureau.pk,
        purpose=PURPOSE,
        about_ref=share.number,
        unit=cast.waterworks,
        now=now,
        lifetime=LINK_LIFETIME,
    )
    return share, lead, link


def make_agency_token(cast: Cast, *, now: datetime = T0) -> str:
    """Let the office make a token for the system of the water agency."""
    return make_token(unit=cast.waterworks, officer=cast.shen, now=now)


def _submit_lead(cast: Cast, lead: Lead, now: datetime) -> None:
    """Let the agency's system hand the lead in."""
    token = token_by_digest(token_digest(make_agency_token(cast, now=now)))
    assert token is not None
    perform_once(
        token=token, key="first", content={}, now=now, perform=lambda: {"lead": lead.number}
    )


def make_liaison_rows(
    cast: Cast, incident: Incident, *, now: datetime = T0
) -> tuple[LiaisonDesk, tuple[Share, Lead, str]]:
    """Let there be an office that was talked with, a training, facts shared, a token."""
    make_training(cast, now=now)
    desk, given = make_talk(cast, now=now), make_share(cast, incident, now=now)
    _submit_lead(cast, given[1], now)
    return desk, given
