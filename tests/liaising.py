"""What people do in the tests of liaison, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.queries import actor_of
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.queries import channels_of
from huiying.policy.calendar import LOCAL
from huiying.work.casework.actions.agency_token import carry_out_once, make_token, token_digest
from huiying.work.casework.actions.hand_in import hand_in_lead
from huiying.work.casework.actions.keep_contact import Contact, add_contact
from huiying.work.casework.actions.record_talk import Next, Talk, record_talk
from huiying.work.casework.actions.record_training import Held, record_training
from huiying.work.casework.actions.share_facts import LINK_LIFETIME, PURPOSE, share_facts
from huiying.work.casework.machines import token_by_digest
from huiying.work.casework.models import Lead, LiaisonDesk, Manner, Share, Training
from huiying.work.incidents.models import Incident
from tests.factories import T0, Cast

LEAD = "望湖路二次供水泵房昨夜停过电，水箱没有及时清洗。"


def contact_of(cast: Cast, *, now: datetime = T0) -> LiaisonDesk:
    """Let the office register the duty room of the water agency."""
    contact = Contact("水质科", "0591-8880 转 12", "停水、水质")
    return add_contact(unit=cast.waterworks, contact=contact, officer=cast.shen, now=now)


def talked(cast: Cast, *, now: datetime = T0) -> LiaisonDesk:
    """Let the office talk with the water agency; the agency is to send its repair plan."""
    desk = contact_of(cast, now=now)
    due = (now.astimezone(LOCAL) + timedelta(days=3)).date()
    talk = Talk(
        now,
        Manner.PHONE,
        "商定检修提前两天告知。",
        "下周检修望湖路。",
        [Next("送来检修计划", cast.waterworks, due)],
    )
    record_talk(desk=desk, talk=talk, officer=cast.shen, now=now)
    return desk


def taught(cast: Cast, *, now: datetime = T0) -> Training:
    """Let the office record a training."""
    held = Held(
        now.astimezone(LOCAL).date(),
        "突发舆情第一小时",
        "区委网信办",
        "综合办公室",
        8,
        "先说已经知道的。",
    )
    return record_training(held=held, officer=cast.shen, now=now)


def reachable(cast: Cast, *, now: datetime = T0) -> None:
    """Give the water agency a channel, if it has none."""
    if not channels_of(cast.waterworks).exists():
        add_channel(
            bureau=cast.bureau,
            unit=cast.waterworks,
            kind="SMTP",
            name="水务局邮箱",
            target="duty@shuiwu.example",
            actor=actor_of(cast.admin),
            now=now,
        )


def shared(cast: Cast, incident: Incident, *, now: datetime = T0) -> tuple[Share, Lead, str]:
    """Let the facts be shared with the water agency, which hands in a lead; and its link."""
    reachable(cast, now=now)
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


def let_in(cast: Cast, *, now: datetime = T0) -> str:
    """Let the office make a token for the system of the water agency."""
    return make_token(unit=cast.waterworks, officer=cast.shen, now=now)


def _came_once(cast: Cast, lead: Lead, now: datetime) -> None:
    """Let the agency's system hand the lead in."""
    token = token_by_digest(token_digest(let_in(cast, now=now)))
    assert token is not None
    carry_out_once(
        token=token, key="first", content={}, now=now, deed=lambda: {"lead": lead.number}
    )


def liaised(
    cast: Cast, incident: Incident, *, now: datetime = T0
) -> tuple[LiaisonDesk, tuple[Share, Lead, str]]:
    """Let there be an office that was talked with, a training, facts shared, a token."""
    taught(cast, now=now)
    desk, given = talked(cast, now=now), shared(cast, incident, now=now)
    _came_once(cast, given[1], now)
    return desk, given
