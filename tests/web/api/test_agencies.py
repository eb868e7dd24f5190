"""Systems of agencies: they hand in by token what others hand in by link, once a key."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.audit.models import AuditRecord
from huiying.work.casework.liaison.actions.agency_token import end_token
from huiying.work.casework.liaison.actions.share_facts import revoke_share
from huiying.work.casework.liaison.models import AgencyToken, HandedIn, Lead
from huiying.work.casework.verification.models import FindingRecord
from tests.factories import T0, make_cast
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, docket_of, incident_of, restart_workers
from tests.scenarios.liaison import make_agency_token, make_share
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
LEAD = {"text": "泵房昨夜停过电，电话 13800000000。", "post": "水质科值班"}
FOUND = {
    "finding": "PARTLY_TRUE",
    "facts": "停水两栋楼，已恢复。",
    "expires": "2026-12-20",
    "evidence": [{"words": "抢修记录", "link": "https://a.example/1", "snapshot": "9 时恢复"}],
    "post": "调度室",
}


@pytest.fixture(autouse=True)
def _now(time):
    restart_workers()
    time.set(LATER)


standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, QUEUE))


@pytest.fixture
def share(yunchuan, incident):
    return make_share(yunchuan, incident)[0]


@pytest.fixture
def call(yunchuan):
    token, client = make_agency_token(yunchuan), Client(enforce_csrf_checks=True)

    def call(path, body=None, *, key="k1", bearer=token):
        headers = {"Authorization": f"Bearer {bearer}"}
        address = f"/api/v1/agency/{path}"
        if body is None:
            return client.get(address, headers=headers)
        headers |= {"Idempotency-Key": key} if key else {}
        data = body if isinstance(body, bytes) else json.dumps(body)
        return client.post(address, data, content_type="application/json", headers=headers)

    return call


@pytest.mark.clause("5g", "9b")
def test_a_system_reads_what_was_shared_and_hands_in_a_lead_as_by_the_link(
    yunchuan, share, call
):
    listed = call("shares").json()["shares"]
    facts = call(f"shares/{share.number}").json()
    handed = call(f"shares/{share.number}/leads", LEAD)

    share.refresh_from_db()
    assert [row["number"] for row in listed] == [share.number]
    assert (facts["hash"], share.opened) == (share.content_hash, 1)
    assert handed.status_code == 201
    lead = Lead.objects.get(number=handed.json()["lead"])
    assert lead.share == share
    assert "13800000000" not in lead.text
    register = page_of(
        signed_in(yunchuan.shen).get(f"/desk/liaison/shares/{share.number}/")
    ).text
    assert "泵房昨夜停过电" in register
    record = AuditRecord.objects.filter(verb="lead.received").latest("pk")
    assert record.actor == f"agency:{yunchuan.waterworks.pk}"


def test_what_is_marked_as_classified_is_not_taken(yunchuan, incident, share, call):
    docket = docket_of(yunchuan, incident)
    marked = "机密★10年\n泵房昨夜停过电"

    lead = call(f"shares/{share.number}/leads", LEAD | {"text": marked})
    answer = call(f"claims/{docket.number}/answer", FOUND | {"facts": marked}, key="k2")

    assert (lead.status_code, answer.status_code) == (422, 422)
    assert "密级标志" in lead.json()["error"]["message"]
    assert not Lead.objects.filter(text__contains="机密").exists()
    docket.refresh_from_db()
    assert docket.state == "ASKED"


@pytest.mark.clause("5e")
def test_a_system_answers_a_claim_and_an_officer_confirms_it(yunchuan, incident, call):
    docket = docket_of(yunchuan, incident)

    asked = call("claims").json()["claims"]
    answered = call(f"claims/{docket.number}/answer", FOUND)
    again = call(f"claims/{docket.number}/answer", FOUND, key="k2")

    assert [row["number"] for row in asked] == [docket.number]
    assert answered.status_code == 201
    found = FindingRecord.objects.get(docket=docket)
    assert (found.by_label, found.state) == ("区水务局 · 调度室", "PROPOSED")
    assert found.evidence.get().snapshot == "9 时恢复"
    assert again.status_code == 404
    assert call("claims").json() == {"claims": []}


def test_the_same_key_gets_the_same_answer_and_another_body_is_refused(share, call):
    path = f"shares/{share.number}/leads"
    before = Lead.objects.count()

    first, second = call(path, LEAD), call(path, LEAD)
    other = call(path, LEAD | {"text": "另一条"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert second["Idempotent-Replay"] == "true"
    assert (other.status_code, other.json()["error"]["code"]) == (409, "idempotency_key_reused")
    assert Lead.objects.count() == before + 1


@pytest.mark.parametrize(
    ("body", "key", "status", "code"),
    [
        (LEAD, "", 400, "idempotency_key_needed"),
        (b"{", "k", 400, "bad_json"),
        ([1], "k", 400, "not_an_object"),
        ({"text": 7, "post": "科"}, "k", 400, "wrong_field"),
        (LEAD | {"text": "水" * 4001}, "k", 400, "wrong_field"),
        (LEAD | {"text": "水" * 100_000}, "k", 413, "too_large"),
        (LEAD | {"post": "张小云 13800000000"}, "k", 422, "not_taken"),
        (LEAD | {"link": "ftp://x"}, "k", 422, "not_taken"),
        (LEAD | {"text": "泵房\x00停电"}, "k", 400, "wrong_field"),
        (LEAD | {"text": "泵房\ud800停电"}, "k", 400, "wrong_field"),
    ],
)
def test_a_bad_call_is_refused_in_words_and_keeps_nothing(share, call, body, key, status, code):
    before = Lead.objects.count()

    answer = call(f"shares/{share.number}/leads", body, key=key)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]
    assert Lead.objects.count() == before
    assert not HandedIn.objects.exists()


def test_a_token_opens_only_what_was_given_to_its_agency_and_only_while_it_is(
    yunchuan, linxi, share, call
):
    theirs = make_agency_token(linxi)

    assert call("shares", bearer=theirs).json() == {"shares": []}
    assert call(f"shares/{share.number}", bearer=theirs).status_code == 404
    assert call("shares", bearer="hya_wrong").status_code == 401
    revoke_share(share=share, reason="发错了", officer=yunchuan.lu, now=LATER)
    assert call(f"shares/{share.number}/leads", LEAD).json()["error"]["code"] == "no_such_share"


def test_a_token_in_use_is_replaced_only_after_it_was_asked(yunchuan, share, call):
    address = f"/desk/liaison/tokens/{yunchuan.waterworks.pk}/make/"

    asked = page_of(signed_in(yunchuan.shen).get(address)).text

    assert "旧令牌立即失效" in asked
    assert call("shares").status_code == 200


def test_a_token_is_shown_once_replaced_and_taken_back_on_screen(yunchuan, share, call):
    shen, unit = signed_in(yunchuan.shen), yunchuan.waterworks
    page = page_of(shen.post(f"/desk/liaison/tokens/{unit.pk}/make/", follow=True))
    new = re.search(r"\bhya_[\w-]+", page.text)[0]

    assert 'href="http' not in page, "the address of the interface is no button of the note"
    assert call("shares").json()["error"]["code"] == "token_ended"  # the old one
    assert call("shares", bearer=new).status_code == 200
    shen.post(f"/desk/liaison/tokens/{unit.pk}/end/", {"reason": "对方换系统"})
    listed = page_of(shen.get("/desk/liaison/tokens/")).text
    assert call("shares", bearer=new).json()["error"]["code"] == "token_ended"
    assert "对方换系统" in listed
    assert "用过 1 次" in listed
    assert new not in listed
    assert not AgencyToken.objects.filter(digest__contains=new).exists()
    verbs = AuditRecord.objects.values_list("verb", flat=True)
    assert list(verbs).count("agency.token_refused") == 2


def test_calls_with_an_ended_token_leave_one_record_an_hour(yunchuan, call, time):
    signed_in(yunchuan.shen).post(
        f"/desk/liaison/tokens/{yunchuan.waterworks.pk}/end/", {"reason": "对方换系统"}
    )

    for minutes in (1, 2, 3, 61, 62):
        moment = LATER.replace(minute=0) + timedelta(hours=1, minutes=minutes)
        time.set(moment)
        assert call("shares").status_code == 401

    assert AuditRecord.objects.filter(verb="agency.token_refused").count() == 2
    assert AgencyToken.objects.get().used == 5


@pytest.mark.django_db(transaction=True)
def test_an_ended_token_is_refused_and_recorded_outside_the_transaction_of_a_test():
    cast = make_cast("yunchuan", "云川区")
    bearer = make_agency_token(cast)
    token = AgencyToken.objects.get()
    end_token(token=token, reason="对方换系统", officer=cast.shen, now=T0)

    answer = Client().get(
        "/api/v1/agency/shares", headers={"Authorization": f"Bearer {bearer}"}
    )

    assert answer.json()["error"]["code"] == "token_ended"
    assert AuditRecord.objects.filter(verb="agency.token_refused").count() == 1
