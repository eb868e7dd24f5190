"""What stands in the record of an act: written once, hashed, never to be written otherwise."""

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.responses.press.actions.answer_media import refuse_request
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import WATER, candidate_of, docket_of, incident_of
from tests.scenarios.liaison import make_share
from tests.scenarios.press import enquiry_of


def records(verb):
    rows = AuditRecord.objects.filter(verb=verb).order_by("seq")
    return list(rows.values_list("kind", "ref", "label", "topic", "data"))


def test_an_act_on_an_incident_stands_on_its_timeline(yunchuan, now):
    incident = incident_of(yunchuan)

    regrade_with_second(
        incident=incident, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.shen, now=now
    )

    [found] = records("incident.grade_signed")
    topic = f"incident:{incident.number}"
    asked = f"officer:{yunchuan.shen.pk}"
    data = {"from": 1, "to": 3, "reason": "扩散", "asked": asked}
    assert found == ("incident", incident.number, incident.title, topic, data)
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_an_officer_is_named_by_key_and_the_system_by_its_own_word(yunchuan):
    incident_of(yunchuan)

    opened = AuditRecord.objects.get(verb="incident.opened")
    proposed = AuditRecord.objects.filter(verb="candidate.raised").latest("seq")
    lu = yunchuan.lu
    assert (opened.actor, opened.actor_label) == (f"officer:{lu.pk}", lu.name)
    assert (proposed.actor, proposed.actor_label) == ("machine", "系统")


def test_a_merge_stands_on_both_timelines(yunchuan, now):
    first, second = incident_of(yunchuan), incident_of(yunchuan, WATER)

    merge_incidents(
        source=first, target=second, reason="同一件事", officer=yunchuan.shen, now=now
    )

    found = records("incident.merged")
    assert {row[3] for row in found} == {
        f"incident:{first.number}",
        f"incident:{second.number}",
    }
    assert {row[:3] for row in found} == {("incident", first.number, first.title)}


def test_what_was_asked_of_a_merged_incident_stands_on_the_timeline_of_the_other(yunchuan, now):
    first, second = incident_of(yunchuan), incident_of(yunchuan, WATER)
    row = enquiry_of(yunchuan, first, now=now)
    merge_incidents(
        source=first, target=second, reason="同一件事", officer=yunchuan.shen, now=now
    )
    row.incident.refresh_from_db()

    refuse_request(row=row, reason="已有统一答复", officer=yunchuan.shen, now=now)

    assert [topic for *_, topic, _ in records("media.asked")] == [f"incident:{first.number}"]
    assert [topic for *_, topic, _ in records("media.refused")] == [f"incident:{second.number}"]


def test_a_candidate_without_an_incident_has_a_timeline_of_its_own(yunchuan):
    row = candidate_of(yunchuan)

    [found] = records("candidate.raised")
    key = str(row.event_id)
    assert found[:4] == ("candidate", key, row.title, f"candidate:{key}")


def test_a_request_for_verification_names_number_and_unit_and_never_the_claim(yunchuan, now):
    incident = incident_of(yunchuan)
    docket = docket_of(yunchuan, incident)

    [found] = records("docket.asked")
    label, topic = f"核实单 {docket.number}", f"incident:{incident.number}"
    data = {"unit": yunchuan.waterworks.name, "kind": "RUMOUR"}
    assert found == ("docket", docket.number, label, topic, data)


def test_an_enquiry_about_no_incident_has_no_timeline(yunchuan, now):
    row = enquiry_of(yunchuan, now=now)

    assert records("media.asked") == [("media", row.number, row.medium, "", {})]


def test_a_share_names_its_unit_and_its_lead_stands_on_the_same_timeline(yunchuan, now):
    incident = incident_of(yunchuan)
    share, lead, _link = make_share(yunchuan, incident, now=now)

    [made], [handed] = records("share.made"), records("lead.received")
    topic = f"incident:{incident.number}"
    assert made[:4] == ("share", share.number, incident.title, topic)
    assert handed[:4] == ("lead", lead.number, incident.title, topic)
    assert made[4]["unit"] == handed[4]["unit"] == yunchuan.waterworks.name
