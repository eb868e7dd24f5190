"""The legal periods of a letter that an incident is bound to, on the screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.clocks.models import Clock
from huiying.work.casework.references.models import Reference
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.replies.actions.draft import reply_hash
from huiying.work.petitions.replies.models import PetitionReply
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.tasks import PICTURE, deliver_opinion
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DAY = timedelta(days=1)
HEARING = {
    "ground": "HEARING",
    "reason": "下周听证",
    "asked": "双方到会",
    "until": "2026-12-10",
}
MORE_TIME = {"days": "30", "facts": "涉及三个单位", "text": "案情复杂，须鉴定"}


@pytest.fixture(autouse=True)
def at(time):
    def set_to(moment):
        time.set(moment)

    set_to(T0)
    return set_to


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def letter_of(cast, incident, **more):
    form = {"origin": "PETITION", "outside_number": "信访 42", "label": "排队太久"}
    response = signed_in(cast.lu).post(
        to("reference-bind", incident.number), form | {"received": "2026-11-20"} | more
    )
    assert response.status_code == 302, page_of(response, 302).text
    return Reference.objects.get()


def running() -> Clock:
    return Clock.objects.get(state="RUNNING", rule_code__startswith="PETITION")


def decision_petition(clock: Clock) -> Petition:
    return Petition.objects.get(clock=clock)


def sent_to(unit) -> dict[str, object]:
    return {
        "competent": unit.pk,
        "manner": "ASSIGNED",
        "day": "2026-11-20",
        "result_due": "2026-12-20",
        "late_reason": "收发登记本在案",
        "paper": SimpleUploadedFile("register.png", PICTURE),
    }


def test_a_letter_is_forwarded_comes_back_and_is_forwarded_again(yunchuan, at):
    incident = incident_of(yunchuan, QUEUE)
    row = letter_of(yunchuan, incident)
    lu, agency = signed_in(yunchuan.lu), yunchuan.waterworks
    registration = running()
    offered = page_of(lu.get(to("reference-forward", row.number))).text

    lu.post(to("reference-forward", row.number), sent_to(agency))
    lu.post(to("reference-object", row.number), {"day": "2026-11-23", "reason": "不归我们管"})
    given_back = running()
    lu.post(to("reference-forward", row.number), sent_to(agency))
    panel = (
        page_of(lu.get(to("incident", incident.number) + "?tab=handling")).panel("offline").text
    )

    assert "有权处理的单位" in offered
    assert given_back.due_at == registration.due_at
    assert f"{yunchuan.waterworks.name} · 反馈结果 2026-12-20" in panel
    assert running().holder_unit == yunchuan.waterworks


def ask_and_grant(lu, cheng, petition):
    """Draft the letter of an extension, and let a leader sign it; nobody else may."""
    before = running()
    lu.post(to("petition-draft", petition.number, "EXTENSION"), MORE_TIME)
    reply = PetitionReply.objects.get()
    sent = {"hash": reply_hash(reply)}
    lu.post(to("petition-reply-sign", reply.number), sent)
    refused = lu.post(to("petition-reply-approve", reply.number), sent)
    assert refused.status_code == 403
    assert running() == before, "asked for, not granted"
    cheng.post(to("petition-reply-approve", reply.number), sent)
    assert reply.deliveries.exists(), "the letter went with the grant"
    return running()


def test_a_letter_runs_from_receipt_to_decision_and_a_leader_extends_once(yunchuan, at):
    incident = incident_of(yunchuan, QUEUE)
    row = letter_of(yunchuan, incident)
    lu, cheng = signed_in(yunchuan.lu), signed_in(yunchuan.cheng)
    page = page_of(lu.get(to("incident", incident.number) + "?tab=handling")).text
    listed = page_of(lu.get(to("references"))).text
    registration = running()
    lu.post(to("reference-forward", row.number), sent_to(yunchuan.waterworks))

    own = lu.post(to("reference-accept", row.number), {"day": "2026-11-24"})
    signed_in(yunchuan.shen).post(to("reference-accept", row.number), {"day": "2026-11-24"})
    decision = running()
    petition = decision_petition(decision)
    panel = page_of(lu.get(to("incident", incident.number) + "?tab=handling"))
    extension = ask_and_grant(lu, cheng, petition)
    again = lu.post(to("petition-draft", petition.number, "EXTENSION"), MORE_TIME)

    assert "信访登记、转送、交办 · 15 日" in page
    assert "信访登记、转送、交办 · 15 日" in listed
    assert f"{registration.due_at:%Y-%m-%d}" == "2026-12-07", "5 December is a Saturday"
    assert f"{decision.due_at:%Y-%m-%d}" == "2027-01-25", "23 January is a Saturday"
    assert own.status_code == 409, "who forwarded it does not accept it"
    assert to("petition-draft", petition.number, "EXTENSION") in panel.links()
    assert f"{extension.due_at:%Y-%m-%d}" == "2027-02-22", "30 days after the 60, not the 62"
    assert again.status_code == 409


def test_a_review_stands_for_the_hearing_and_its_page_says_so(yunchuan, at):
    incident = incident_of(yunchuan, QUEUE)
    row = letter_of(yunchuan, incident)
    deliver_opinion(yunchuan, row)
    lu, shen = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    asked = {"day": "2026-11-24", "superior": "云川区人民政府"}
    lu.post(to("reference-review", row.number), asked)
    review = running()
    page = to("clock", review.pk)
    offered = page_of(shen.get(page)).text, page_of(lu.get(page)).text

    shen.post(to("clock-pause", review.pk), HEARING)
    at(T0 + 7 * DAY)
    stands = page_of(shen.get(page)).text
    board = page_of(shen.get(to("incident", incident.number) + "?tab=history")).text
    shen.post(to("clock-resume", review.pk), {"reason": "听证结束"})
    gone_on = page_of(shen.get(page)).text

    assert "依法暂停…" in offered[0]
    assert "依法暂停…" not in offered[1]
    assert "《信访工作条例》第三十六条：听证所需时间不计算在内" in stands
    assert "举行听证：下周听证 · 要求：双方到会" in stands
    assert "期满自动恢复：" in stands
    assert "恢复：听证结束" in gone_on
    assert "依法暂停“信访复查复核”时限" in board
    assert f"{running().due_at:%Y-%m-%d}" == "2026-12-31"


def test_a_ticket_of_the_hotline_has_no_legal_period(yunchuan):
    incident = incident_of(yunchuan, QUEUE)
    form = {
        "origin": "HOTLINE",
        "outside_number": "1",
        "label": "排队",
        "received": "2026-11-20",
    }

    response = signed_in(yunchuan.lu).post(to("reference-bind", incident.number), form)

    assert response.status_code == 409
    assert "只有信访件和来访有法定期限" in page_of(response, 409).text
    assert not Reference.objects.exists()


def test_a_second_person_sees_a_withdrawal_and_ends_the_period(yunchuan, at):
    incident = incident_of(yunchuan, QUEUE)
    row = letter_of(yunchuan, incident)
    lu, shen = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    page = to("reference-withdrawal", row.number)
    assert shen.get(page).status_code == 404
    lu.post(
        to("reference-contact", row.number),
        {
            "way": "LETTER",
            "at": "2026-11-24T09:00",
            "outcome": "WITHDRAWN",
            "note": "书面撤回，原件在卷",
        },
    )

    panel = (
        page_of(lu.get(to("incident", incident.number) + "?tab=handling")).panel("offline").text
    )
    waiting = shen.get(to("desk")).content.decode()
    own = page_of(lu.get(page))
    seen = page_of(shen.get(page))
    assert running()
    done = page_of(
        shen.post(
            to("withdrawal-sign", row.number), {"hash": seen.values("hash")[0]}, follow=True
        )
    )

    assert "待第二人核签，期限继续计算" in panel
    assert page in waiting
    assert "须由另一人核签" in own.text
    assert "书面撤回，原件在卷" in seen.text
    assert "已核签，法定期限结束。" in done.text
    assert f"{yunchuan.shen.name}核签" in done.panel("offline").text
    assert not Clock.objects.filter(state="RUNNING", rule_code__startswith="PETITION").exists()


def test_a_withdrawal_that_nobody_confirms_is_returned_with_the_reason(yunchuan, at):
    incident = incident_of(yunchuan, QUEUE)
    row = letter_of(yunchuan, incident)
    lu, shen = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    tried = {"way": "PHONE", "at": "2026-11-24T09:00", "outcome": "WITHDRAWN", "note": "电话"}
    lu.post(to("reference-contact", row.number), tried)
    digest = page_of(shen.get(to("reference-withdrawal", row.number))).values("hash")[0]

    returned = {"reason": "回拨过，没有撤回", "hash": digest}
    page = page_of(shen.post(to("withdrawal-return", row.number), returned, follow=True)).panel(
        "offline"
    )

    assert "未予核签：回拨过，没有撤回" in page.text
    assert running()
