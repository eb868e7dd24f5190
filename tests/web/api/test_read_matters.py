"""What a token sees of incidents, registers, releases and petitions: never a person."""

from __future__ import annotations

import json
from datetime import timedelta, timezone

import pytest

from huiying.policy.grading.grades import Grade
from huiying.policy.release.sealing import SealGround
from huiying.web.api.registers import REGISTERS, _line
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.handled_petitions import answered
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.scenarios.integration import make_read_token
from tests.scenarios.petitions import accuse
from tests.scenarios.tasks import take_task, task_of
from tests.tampering import tamper
from tests.web.api.reading import Reader, refusal

pytestmark = pytest.mark.django_db
ALL = ["incidents:read", "registers:read", "releases:read", "petitions:counts"]
PATHS = (
    "incidents",
    *(f"registers/{name}" for name in REGISTERS),
    "releases",
    "petitions/counts",
)


@pytest.fixture(autouse=True)
def _now(time):
    time.set(T0 + timedelta(hours=3))


def a_case(cast):
    incident = incident_of(cast, QUEUE)
    make_solved_notice(cast, incident)
    return incident, make_release(cast, incident)


standing_rows, rows, yunchuan, case = module_rows(a_case)


@pytest.fixture
def incident(case):
    return case[0]


@pytest.fixture
def release(case):
    return case[1]


@pytest.fixture
def reader(yunchuan):
    return Reader(make_read_token(yunchuan, ALL, T0)[1])


def everything(reader) -> str:
    return json.dumps([reader.read(path) for path in PATHS], ensure_ascii=False)


def test_an_incident_is_read_with_grade_stage_and_deadlines(yunchuan, incident, reader):
    found = reader.read(f"incidents/{incident.number}")

    assert found["number"] == incident.number
    assert (found["stage"], found["grade"]) == (incident.stage, "ORDINARY")
    assert found["notice_deadline"]["state"] == "MET"
    assert found["notice_deadline"]["breached"] is False
    assert reader.read("incidents")["items"] == [found]
    assert refusal(reader.get("incidents/2026-9999")) == (404, "no_such_incident")


def test_incidents_are_chosen_by_stage_grade_and_change(yunchuan, incident, reader):
    later = T0 + timedelta(hours=2)
    other = incident_of(yunchuan, WATER, now=later - timedelta(minutes=2))

    def numbers(**query):
        return [row["number"] for row in reader.read("incidents", **query)["items"]]

    assert numbers() == [incident.number, other.number]
    assert numbers(changed_since=later.isoformat()) == [other.number]
    far_off = later.astimezone(timezone(timedelta(hours=23, minutes=59)))
    assert numbers(changed_since=far_off.isoformat()) == [other.number]
    assert numbers(stage=incident.stage) == [incident.number]
    assert numbers(grade="MAJOR") == []
    notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="请核实。",
        officer=yunchuan.shen,
        now=later,
    )
    assert numbers(changed_since=later.isoformat()) == [incident.number, other.number]


def test_a_register_has_the_lines_of_its_file_with_a_name_for_each_column(
    yunchuan, incident, release, reader
):
    proposal_case = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    make_signed_minutes(yunchuan, proposal_case)
    task = task_of(yunchuan, make_approved_proposal(yunchuan, proposal_case))

    notice = reader.read("registers/notices")["items"][0]
    answer = reader.read("registers/answers")["items"][0]

    assert (notice["incident"], notice["unit"], notice["finding"]) == (
        incident.number,
        yunchuan.reception.name,
        "属实",
    )
    assert answer["number"] == release.answer.number
    assert answer["hash"] == release.content_hash
    assert reader.read("registers/tasks")["items"][0]["number"] == task.number
    lines = reader.read("registers/incidents")["items"]
    assert [line["number"] for line in lines] == [incident.number, proposal_case.number]
    assert refusal(reader.get("registers/petitions")) == (404, "no_such_register")


def test_every_column_of_a_register_has_one_name_or_is_left_out():
    for name, register in REGISTERS.items():
        kept = [one for one in register.names if one]
        assert len(register.names) == len(register.register.headings), name
        assert len(kept) == len(set(kept)), name


def test_the_words_of_a_register_do_not_depend_on_the_language_asked_for(
    incident, release, reader
):
    for path in PATHS:
        chinese = reader.get(path, {"Accept-Language": "zh-CN"})
        english = reader.get(path, {"Accept-Language": "en"})
        assert chinese.content == english.content, path


def test_no_answer_names_a_person(yunchuan, incident, release, reader):
    answered(yunchuan)
    other = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    make_signed_minutes(yunchuan, other)
    take_task(yunchuan, make_approved_proposal(yunchuan, other))

    found = everything(reader)

    officers = [yunchuan.lu, yunchuan.shen, yunchuan.leader, yunchuan.cheng, yunchuan.speaker]
    for officer in (*officers, yunchuan.window, yunchuan.water):
        assert officer.name not in found
    assert "李晓雪" not in found
    assert "13800138000" not in found
    assert incident.number in found


def test_an_accusation_appears_nowhere(yunchuan, reader):
    before = everything(reader)

    accuse(yunchuan)

    assert everything(reader) == before


def test_who_keeps_out_of_an_incident_changes_nothing_of_what_a_token_reads(
    yunchuan, incident, reader
):
    before = reader.read(f"incidents/{incident.number}")
    before.pop("changed_at")

    recuse(incident=incident, who=yunchuan.lu, reason="亲属", officer=yunchuan.lu, now=T0)

    after = reader.read(f"incidents/{incident.number}")
    after.pop("changed_at")
    assert after == before


def test_a_release_is_read_as_it_was_published(yunchuan, release, reader):
    (found,) = reader.read("releases")["items"]

    assert (found["number"], found["version"], found["newest"]) == (
        release.answer.number,
        1,
        True,
    )
    assert found["hash"] == release.content_hash
    assert found["title"] == release.content["title"]
    assert "[F1]" not in found["body"]
    assert found["sealed"] is None


def test_of_a_sealed_release_the_notice_alone_is_read(yunchuan, release, reader):
    seal = ask_seal(
        release=release,
        ground=SealGround.MINOR,
        reason="认得出一名小学生。",
        officer=yunchuan.speaker,
        now=T0,
    )
    decide_seal(seal, approve=True, reason="", officer=yunchuan.leader, now=T0)

    (found,) = reader.read("releases")["items"]

    assert found["sealed"]["ground"]
    assert (found["title"], found["body"], found["speaker"]) == (None, None, None)
    everywhere = everything(reader)
    assert "道歉" not in everywhere
    assert "关于来访登记排队的回应" not in everywhere


def test_words_that_differ_from_the_record_are_not_handed_out(release, reader):
    tamper("UPDATE responses_release SET note = %s WHERE id = %s", "另有说法", release.pk)

    (found,) = reader.read("releases")["items"]

    assert found["being_checked"] is True
    assert (found["title"], found["body"], found["correction"]) == (None, None, None)
    assert "另有说法" not in everything(reader)
    (line,) = reader.read("registers/answers")["items"]
    assert (line["state"], line["correction"], line["hash"]) == ("已发布", None, None)


def test_of_words_that_differ_no_part_is_handed_out(release, reader):
    content = {**release.content, "speaker": "另有说法，请看 example.org"}
    tamper(
        "UPDATE responses_release SET content = %s WHERE id = %s",
        json.dumps(content),
        release.pk,
    )

    (found,) = reader.read("releases")["items"]

    assert found["being_checked"] is True
    assert found["speaker"] is None
    assert "另有说法" not in json.dumps(found, ensure_ascii=False)


def test_hashes_of_evidence_are_read_as_they_are():
    hashes = f"{'a' * 64} {'b' * 21}13857733772{'c' * 32}"
    names = ("number", "summary", "evidence")

    line = _line(names, ["2026-0001", "电话13857733772", hashes])

    assert line["evidence"] == hashes
    assert "13857733772" not in line["summary"]


def test_petitions_are_counts_and_small_ones_are_hidden(yunchuan, reader):
    for _one in range(4):
        answered(yunchuan)
    assert reader.read("petitions/counts")["decided"]["total"] is None

    answered(yunchuan)

    assert reader.read("petitions/counts")["decided"] == {
        "total": 5,
        "in_time": 5,
        "late": 0,
    }
