"""The leading group, delegation, recusal and the explanation of both, on the screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from huiying.base.accounts.roles.models import Delegation
from huiying.base.audit.queries import verify
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.recusals.models import Recusal
from tests.factories import T0
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
GROUP = "/desk/group/"
WHY = f"{GROUP}why/"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(standing_world, db):
    return standing_world()


@pytest.fixture
def yunchuan(world):
    return world.cast


def text(response) -> str:
    return response.content.decode()


def form(to, role="deputy", first=0, last=8):
    def local(hours):
        return f"{localtime(T0 + hours * HOUR):%Y-%m-%dT%H:%M}"

    return {
        "role": role,
        "to": to.pk,
        "from_at": local(first),
        "until_at": local(last),
        "reason": "到省局开会",
    }


def lend(principal, to, **more):
    return signed_in(principal).post(
        f"{GROUP}delegations/{principal.pk}/add/", form(to, **more)
    )


# Who is who ----------------------------------------------------------------------------------


@pytest.mark.clause("3a", "3b")
def test_everybody_sees_who_leads_and_who_does_the_daily_work(yunchuan):
    page = text(signed_in(yunchuan.window).get(GROUP))

    for name in ("顾怀川", "程望舒", "沈青禾", "苏见微"):
        assert name in page
    assert "温若川" not in page  # serves a unit, has no seat


def test_a_group_without_leader_says_what_is_missing(yunchuan):
    yunchuan.leader.grants.all().delete()
    yunchuan.cheng.grants.all().delete()

    assert "尚无组长和副组长" in text(signed_in(yunchuan.shen).get(GROUP))


# Delegation ----------------------------------------------------------------------------------


@pytest.mark.clause("3a")
def test_a_deputy_who_travels_lends_his_role_and_the_stand_in_approves(world, time):
    cast = world.cast
    approval = f"/desk/approvals/{world.signoff_id}/return/"  # only who can decide it may ask
    stand_in = signed_in(cast.shen)
    assert stand_in.get(approval).status_code == 403

    answer = lend(cast.cheng, cast.shen)

    assert answer.url == GROUP
    assert "沈青禾代行" in text(stand_in.get(GROUP))
    assert stand_in.get(approval).status_code == 200
    time.set(T0 + 8 * HOUR)
    assert stand_in.get(approval).status_code == 403


def test_it_begins_by_itself_and_ends_when_it_is_taken_back(yunchuan, time):
    stand_in = signed_in(yunchuan.shen)
    lend(yunchuan.cheng, yunchuan.shen, first=2)
    row = Delegation.objects.latest("pk")
    why = {"capability": "APPROVE"}
    before = text(stand_in.get(WHY, why))
    time.set(T0 + 3 * HOUR)
    during = text(stand_in.get(WHY, why))

    stand_in.post(f"{GROUP}delegations/{row.pk}/end/")
    after = text(stand_in.get(WHY, why))

    assert "代行程望舒的“副组长”" not in before
    assert "代行程望舒的“副组长”，到 18:00 为止：可以" in during
    assert "代行程望舒的“副组长”" not in after


def test_what_cannot_be_lent_is_said_and_what_was_typed_is_kept(yunchuan):
    lend(yunchuan.cheng, yunchuan.shen)

    answer = lend(yunchuan.cheng, yunchuan.lu)

    assert answer.status_code == 409
    assert "该时段内此角色已委托他人" in text(answer)
    assert "到省局开会" in text(answer)


def test_an_administrator_records_it_for_whoever_is_away_already(yunchuan):
    admin = signed_in(yunchuan.admin)

    admin.post(f"{GROUP}delegations/{yunchuan.cheng.pk}/add/", form(yunchuan.shen))

    row = Delegation.objects.latest("pk")
    assert row.made_by == yunchuan.admin
    waits = text(admin.get(GROUP))
    assert "由方知行登记" in waits
    assert "待确认" in waits
    confirm = f"{GROUP}delegations/{row.pk}/confirm/"
    assert confirm not in waits
    assert confirm in text(signed_in(yunchuan.leader).get(GROUP))
    asked = text(signed_in(yunchuan.leader).get(confirm))
    assert "由方知行代为登记，委托人为程望舒" in asked
    signed_in(yunchuan.leader).post(confirm)
    assert "正在代行" in text(admin.get(GROUP))


def test_a_delegation_of_another_bureau_does_not_exist(yunchuan, linxi):
    lend(yunchuan.cheng, yunchuan.shen)
    row = Delegation.objects.latest("pk")

    assert signed_in(linxi.admin).post(f"{GROUP}delegations/{row.pk}/end/").status_code == 404


# Recusal -------------------------------------------------------------------------------------


def recuse(world, by, who, reason="与当事人有利害关系"):
    return signed_in(by).post(
        f"/desk/incidents/{world.incident.number}/recuse/", {"who": who.pk, "reason": reason}
    )


def test_who_keeps_out_may_read_and_does_nothing_on_it(world):
    cast, number = world.cast, world.incident.number
    duty = signed_in(cast.lu)
    before = text(duty.get(f"/desk/incidents/{number}/"))
    assert f"/desk/incidents/{number}/regrade/" in before
    recuse(world, cast.lu, cast.lu)

    page = duty.get(f"/desk/incidents/{number}/")
    assert "您已回避本事件，可查看，不可办理。" in text(page)
    assert "与当事人有利害关系" in text(page)
    for act in ("regrade", "notify", "merge", "split", "move"):
        assert f"/desk/incidents/{number}/{act}/" not in text(page), act
        assert duty.get(f"/desk/incidents/{number}/{act}/").status_code == 403, act
    delivered = f"/desk/notices/{world.notice.number}/delivered/"
    assert duty.get(delivered).status_code == 403
    # Another incident is not touched by it.
    assert duty.get(f"/desk/incidents/{world.answered.number}/regrade/").status_code == 200


@pytest.mark.parametrize(
    ("who", "name", "row"),
    [
        ("cheng", "approval-approve", "signoff_id"),
        ("cheng", "approval-return", "signoff_id"),
        ("water", "draft-edit", "draft_id"),
        ("water", "draft-submit", "draft_id"),
        ("water", "notice-sign", "notice_number"),
        ("water", "notice-return", "notice_number"),
        ("water", "notice-report", "notice_number"),
        ("speaker", "draft-publish", "draft_id"),
    ],
)
def test_no_door_to_an_act_is_left_open(world, who, name, row):
    officer = getattr(world.cast, who)
    key = {
        "signoff_id": world.signoff_id,
        "draft_id": world.draft.pk,
        "notice_number": world.notice.number,
    }[row]
    address = reverse(f"console:{name}", args=[key])
    assert signed_in(officer).post(address).status_code != 403

    recuse(world, world.cast.leader, officer)

    assert signed_in(officer).post(address).status_code == 403


def test_only_the_leading_group_keeps_somebody_else_out(world):
    recuse(world, world.cast.lu, world.cast.shen)
    recuse(world, world.cast.leader, world.cast.window, reason=" ")
    assert not Recusal.objects.filter(incident=world.incident).exists()

    recuse(world, world.cast.leader, world.cast.shen)
    again = recuse(world, world.cast.leader, world.cast.shen)

    assert Recusal.objects.get(incident=world.incident).officer == world.cast.shen
    assert again.status_code == 409
    assert verify(bureau_id=world.cast.bureau.pk).holds


def test_nobody_ends_his_own_recusal(world):
    cast, number = world.cast, world.incident.number
    recuse(world, cast.cheng, cast.cheng)
    row = Recusal.objects.get(incident=world.incident)
    url = f"/desk/incidents/{number}/recusals/{row.pk}/end/"

    signed_in(cast.cheng).post(url)
    row.refresh_from_db()
    assert row.ended_at is None
    signed_in(cast.leader).post(url)
    row.refresh_from_db()
    assert row.ended_by == cast.leader
    assert signed_in(cast.cheng).get(f"/desk/incidents/{number}/regrade/").status_code == 200


def fold(world):
    """Let the incident become a part of the answered one."""
    merge_incidents(
        source=world.incident,
        target=world.answered,
        reason="同一件事",
        officer=world.cast.shen,
        now=T0,
    )


def test_who_keeps_out_of_a_matter_keeps_out_of_what_it_was_folded_into(world):
    cast = world.cast
    recuse(world, cast.lu, cast.lu)

    fold(world)

    answer = signed_in(cast.lu).get(f"/desk/incidents/{world.answered.number}/regrade/")
    assert answer.status_code == 403


def test_who_keeps_out_keeps_out_of_the_papers_of_all_that_became_one(world):
    cast = world.cast
    fold(world)
    signed_in(cast.leader).post(
        f"/desk/incidents/{world.answered.number}/recuse/",
        {"who": cast.cheng.pk, "reason": "与当事人有利害关系"},
    )

    draft = f"/desk/approvals/{world.signoff_id}/approve/"
    assert signed_in(cast.cheng).post(draft).status_code == 403


def test_who_keeps_out_leaves_the_candidate_alone_too(world):
    cast = world.cast
    recuse(world, cast.lu, cast.lu)
    event = world.incident.candidates.earliest("pk").event_id

    for act in ("topic", "restore", "heard"):
        address = reverse(f"console:candidate-{act}", args=[event])
        assert signed_in(cast.lu).post(address).status_code == 403, act


def test_who_stands_in_keeps_out_of_what_the_lender_keeps_out_of(world, time):
    cast, number = world.cast, world.incident.number
    office, regrade = signed_in(cast.shen), f"/desk/incidents/{number}/regrade/"
    approve = f"/desk/approvals/{world.signoff_id}/approve/"
    recuse(world, cast.cheng, cast.cheng)
    assert office.get(regrade).status_code == 200

    lend(cast.cheng, cast.shen)

    page = office.get(f"/desk/incidents/{number}/")
    assert "您代行程望舒的职责，程望舒已回避本事件" in text(page)
    assert office.get(regrade).status_code == 403
    assert office.post(approve).status_code == 403
    other = f"/desk/incidents/{world.answered.number}/regrade/"
    assert office.get(other).status_code == 200
    said = text(office.get(WHY, {"capability": "GRADE", "incident": number}))
    assert "代行程望舒的职责，程望舒已回避" in said
    time.forward(hours=9)
    assert office.get(regrade).status_code == 200


def test_who_stands_in_does_not_end_the_recusal_of_the_lender(world):
    cast, number = world.cast, world.incident.number
    recuse(world, cast.leader, cast.leader)
    row = Recusal.objects.get(incident=world.incident)
    lend(cast.leader, cast.cheng, role="leader")

    signed_in(cast.cheng).post(f"/desk/incidents/{number}/recusals/{row.pk}/end/")

    row.refresh_from_db()
    assert row.ended_at is None


def test_who_stands_in_for_a_recused_person_neither_speaks_nor_signs_in_a_consultation(world):
    cast, meeting = world.cast, world.meeting
    opinion = reverse(
        "console:consultation-opinion", args=[meeting.number, world.invitation.pk]
    )
    people = {name: signed_in(getattr(cast, name)) for name in ("cheng", "leader")}
    sign = reverse("console:minutes-sign", args=[meeting.number])
    Recusal.objects.create(
        bureau=cast.bureau,
        incident=meeting.incident,
        officer=cast.cheng,
        reason="与当事人有利害关系",
        by=cast.leader,
        at=T0,
    )
    lend(cast.cheng, cast.shen)
    stand_in = signed_in(cast.shen)

    assert people["leader"].post(sign).status_code != 403
    assert stand_in.post(opinion).status_code == 403
    assert stand_in.post(sign).status_code == 403


# Why -----------------------------------------------------------------------------------------


def test_a_refusal_leads_to_its_explanation(world):
    client = signed_in(world.cast.lu)
    refused = text(client.get(f"/desk/approvals/{world.signoff_id}/return/"))
    assert f"{WHY}?capability=APPROVE" in refused

    page = text(client.get(WHY, {"capability": "APPROVE"}))

    assert "角色“值班员”无此权限" in page
    assert "顾怀川" in page
    assert "副组长" in page


def test_a_recusal_is_the_reason_that_is_told(world):
    cast, number = world.cast, world.incident.number
    recuse(world, cast.lu, cast.lu)
    client = signed_in(cast.lu)
    refused = text(client.get(f"/desk/incidents/{number}/regrade/"))
    assert f"{WHY}?capability=GRADE&amp;incident={number}" in refused

    page = text(client.get(WHY, {"capability": "GRADE", "incident": number}))

    assert f"已回避 {number}：与当事人有利害关系" in page
    assert "角色“值班员”可以" in page
    assert "无权限" in page


def test_an_administrator_asks_about_anybody_and_sees_no_incident(world):
    client = signed_in(world.cast.admin)

    page = text(
        client.get(
            WHY,
            {
                "officer": world.cast.lu.pk,
                "capability": "GRADE",
                "incident": world.incident.number,
            },
        )
    )

    assert "陆知远：定级" in page
    assert "仅按角色说明" in page


def test_others_ask_about_themselves_alone(world):
    page = text(
        signed_in(world.cast.window).get(
            WHY, {"officer": world.cast.lu.pk, "capability": "GRADE"}
        )
    )

    assert "秦以安：定级" in page
    assert "陆知远：定级" not in page


@pytest.mark.parametrize(
    "query",
    [{"capability": "KING"}, {"officer": "x"}, {"officer": "9" * 30}, {"incident": "%"}],
)
def test_a_nonsense_question_is_answered_with_a_page(yunchuan, query):
    assert signed_in(yunchuan.admin).get(WHY, query).status_code == 200
