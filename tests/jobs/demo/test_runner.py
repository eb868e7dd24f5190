"""The demonstration is real work: played through the product's acts, and what it shows is so.

The two and a half days before the live part are played once for all tests of this file; on
SQLite alone, on which ``huiying demo`` always plays.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import standing_alarms
from huiying.engine.reading.accusations import accusation_words
from huiying.jobs import clock
from huiying.jobs.demo.acts.reports import month_until_today
from huiying.jobs.demo.controls import RATE
from huiying.jobs.demo.runner import Player, new_player
from huiying.jobs.demo.scenario_types import FOLLOWED_CODE
from huiying.jobs.stream.worker import forget_workers
from huiying.jobs.upkeep.record_check import check_bureau, check_installation, freeze_heads
from huiying.policy.grading.grades import Grade
from huiying.policy.petitions.codes import grouped
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.instructions.queries import instructions_of
from huiying.work.casework.notices.models import DeliveryProof, Notice, UnitReport
from huiying.work.casework.procedure.content import minutes_in_force
from huiying.work.casework.procedure.models import Opinion
from huiying.work.casework.procedure.queries import assignments_of, consultations_of
from huiying.work.casework.procedure.state import procedure_state
from huiying.work.casework.promises.queries import promises_of
from huiying.work.casework.references.models import Contact
from huiying.work.casework.references.queries import references_of, unanswered_references
from huiying.work.casework.supervision.queries import supervisions_of
from huiying.work.casework.tasks.models import TaskEntry
from huiying.work.casework.verification.queries import current_finding, verification_requests_of
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.core.models import Closing
from huiying.work.closing.reviews.models import Lesson
from huiying.work.closing.reviews.queries import cases_of
from huiying.work.collection.coverage.models import CoverageNote
from huiying.work.collection.patrols.models import Patrol, PatrolResult
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.volume import Volume
from huiying.work.collection.samples.models import SampleLink
from huiying.work.collection.sources.health import is_silent
from huiying.work.collection.sources.models import FETCHED, Source
from huiying.work.collection.topics.models import WatchTopic
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.placements.models import Placement
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import find_by_code, steps_of
from huiying.work.petitions.ratings.models import Rating
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.queries import replies_for_sender
from huiying.work.prevention.decisions.queries import decisions_of
from huiying.work.prevention.decisions.watching import foresight_of
from huiying.work.prevention.drills.models import Drill, DrillState
from huiying.work.prevention.plans.queries import activations_of
from huiying.work.prevention.risks.models import Risk, RiskVersion, VersionKind
from huiying.work.prevention.sweeps.models import Sweep, SweepState
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.core.models import Answer, Release
from tests.scenarios.petitions import opened
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIVE = "LIVE"


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """The player at the start of the live part."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_workers()
        player = new_player(today=clock.real_now())
        player.play_until(player.start + player.scenario.live_from)
        connection.check_constraints()  # once, not after each test
        yield player
        forget_workers()
        transaction.set_rollback(True)


@pytest.fixture
def moment(played, time, settings):
    settings.DEMO = True  # only the demonstration shows its sandbox to the public
    now = played.start + played.scenario.live_from
    time.set(now)
    return now


def test_the_month_has_a_drill_whose_score_is_what_was_done_in_it(played):
    drill = Drill.objects.select_related("result").get()
    content = drill.result.content

    assert drill.state == DrillState.ENDED
    assert content["played"] == content["steps"] == 7
    assert content["totals"]["MET"] >= 15
    missed = [row["what"] for row in content["rows"] if row["verdict"] == "MISSED"]
    assert missed == ["研判第二事件"]


def events_of(player: Player, ref: str) -> Counter[int]:
    keys = player.posts.get(ref, [])
    return Counter(
        Placement.objects.filter(post_id__in=keys).values_list("event_id", flat=True)
    )


def found(player: Player, ref: str) -> Candidate | None:
    """Return the candidate that holds most posts of a planted matter, if there is one."""
    for event, _count in events_of(player, ref).most_common():
        row = Candidate.objects.filter(event_id=event).select_related("incident").first()
        if row is not None:
            return row
    return None


def planted(player: Player) -> list[str]:
    return [case.ref for case in player.scenario.cases if case.ending != LIVE]


def verbs() -> Counter[str]:
    return Counter(AuditRecord.objects.values_list("verb", flat=True))


def refs(verb: str) -> list[str]:
    return sorted(AuditRecord.objects.filter(verb=verb).values_list("ref", flat=True))


# Played, not planted --------------------------------------------------------------------------


def test_no_deed_was_refused(played):
    assert played.refused == []
    assert played.step > 500


def test_every_post_that_could_be_found_was_taken_and_placed(played):
    due = [step for step in played.scenario.posts if step.offset <= played.scenario.live_from]

    assert len(played.scenario.posts) >= 1500
    leads = sum(act.verb == "take_lead" for act in played.scenario.acts)
    accusing = sum(
        step.source == "inbox" and bool(accusation_words(f"{step.title}\n{step.text}"))
        for step in due
    )
    assert Accusation.objects.count() == accusing == 2, "they become no posts"
    assert Post.objects.filter(history=False).count() == len(due) + leads - accusing
    assert Post.objects.filter(history=True).count() == len(played.scenario.past)
    assert Placement.objects.count() == Post.objects.count()


def test_what_is_usual_is_known_from_the_first_day_on(played):
    usual = Volume(played.cast.bureau.pk).baseline_before(played.start)

    assert usual.missing_days == 0


def test_every_planted_matter_is_on_the_desk_or_an_incident(played):
    missed = [ref for ref in planted(played) if found(played, ref) is None]

    assert missed == [], "recall on planted matters is 100 %"
    assert len(planted(played)) >= 12


def test_each_planted_matter_holds_mostly_its_own_posts(played):
    for ref in planted(played):
        events = events_of(played, ref)
        row = found(played, ref)
        own = events[row.event_id]
        assert own >= 0.5 * Placement.objects.filter(event_id=row.event_id).count(), ref


def test_what_deserves_the_alarm_raised_it_and_ordinary_talk_did_not(played):
    alarmed = {
        int(alarm.about_ref) for alarm in BoardAlarm.objects.filter(key__startswith="major:")
    }
    grave = [
        case.ref
        for case in played.scenario.cases
        if case.grade == "MAJOR" and case.ending != LIVE
    ]
    matters = {event for ref in planted(played) for event in events_of(played, ref)}
    ordinary = sum(
        step.incident is None and step.offset <= played.scenario.live_from
        for step in played.scenario.posts
    )

    silent = [ref for ref in grave if not events_of(played, ref).keys() & alarmed]
    assert len(grave) - len(silent) >= 2
    for ref in silent:  # no number of the rule book is reached: an officer saw it
        decision = found(played, ref).incident.decisions.last()
        assert decision.grade == Grade.MAJOR, ref
        assert decision.reason, ref
    assert len(alarmed - matters) * 1000 <= ordinary, "at most 1 per 1,000 ordinary posts"


def test_each_ending_came_about(played):
    states = {ref: found(played, ref).state for ref in planted(played)}
    endings = {case.ref: case.ending for case in played.scenario.cases}

    for ref, state in states.items():
        if endings[ref] in {"ANSWERED", "OPEN"}:
            assert state == CandidateState.CONFIRMED, ref
        elif endings[ref] == "MERGED":
            assert state in {CandidateState.MERGED, CandidateState.CONFIRMED}, ref
        elif endings[ref] == "DISMISSED":
            assert state == CandidateState.DISMISSED, ref
        else:
            assert state in {CandidateState.NEW, CandidateState.WATCHED}, ref


def test_six_incidents_of_different_grades_unfold(played):
    grades = Counter(Incident.objects.values_list("grade", flat=True))

    assert sum(grades.values()) >= 6
    assert grades.keys() >= {Grade.ORDINARY, Grade.SIGNIFICANT, Grade.MAJOR}
    assert len(set(Incident.objects.values_list("stage", flat=True))) >= 3


# The record and the rows are one --------------------------------------------------------------


def test_every_row_has_its_record_and_every_record_its_row(played):
    said = verbs()

    assert refs("incident.opened") == sorted(Incident.objects.values_list("number", flat=True))
    assert refs("notice.sent") == sorted(Notice.objects.values_list("number", flat=True))
    assert said["notice.reported"] == UnitReport.objects.count()
    assert (
        said["answer.published"]
        == Answer.objects.filter(releases__isnull=False).distinct().count()
    )
    assert said["answer.published"] + said["answer.corrected"] == Release.objects.count()
    assert said["candidate.raised"] == Candidate.objects.count()
    assert said["notice.signed"] == Notice.objects.filter(signed_at__isnull=False).count()
    assert said["notice.returned"] == Notice.objects.filter(returned_at__isnull=False).count()
    assert said["clock.breached"] == Clock.objects.filter(breached_at__isnull=False).count()
    assert said["posts.accepted"] > 0


def test_every_delivered_notice_has_a_proof_and_a_record(played):
    delivered = Notice.objects.filter(delivered_at__isnull=False)

    assert delivered.count() == verbs()["notice.delivered"] > 0
    assert not delivered.filter(proofs__isnull=True).exists()
    assert not Notice.objects.filter(delivered_at__isnull=True, proofs__isnull=False).exists()
    assert DeliveryProof.objects.values("kind").distinct().count() >= 2
    for notice in delivered.filter(notice_clock__state="MET", lead=True):
        assert notice.notice_clock.stopped_at >= notice.sent_at


def test_every_grade_was_signed_by_a_person(played):
    for incident in Incident.objects.prefetch_related("decisions__by"):
        decisions = list(incident.decisions.all())
        assert decisions, incident
        assert decisions[-1].grade == incident.grade or incident.grade in {
            decision.grade for decision in decisions
        }
    opened = AuditRecord.objects.filter(verb__in=["incident.opened", "answer.published"])
    assert all(row.actor.startswith("officer:") for row in opened)


def test_the_chain_of_the_record_holds(played):
    result = verify(bureau_id=played.cast.bureau.pk)

    assert result.holds
    every = AuditRecord.objects.filter(bureau_ref=played.cast.bureau.pk)
    assert result.records == every.count() > 300
    assert verify(bureau_id=-played.cast.bureau.pk).records > 0, "that of accusations"


def test_everything_signed_and_published_agrees_with_the_record(played, moment):
    freeze_heads(moment)

    assert check_installation() == []
    assert check_bureau(played.cast.bureau.pk).problems == ()


# What people see ------------------------------------------------------------------------------


@pytest.mark.clause("2(1)a")
def test_the_public_reads_every_published_answer(played, moment):
    slug = played.cast.bureau.slug
    answered = [case.ref for case in played.scenario.cases if case.ending == "ANSWERED"]
    answers = Answer.objects.filter(releases__isnull=False).distinct()
    page = Client().get(reverse("portal:answers", args=[slug])).content.decode()

    assert answers.count() >= len(answered) >= 5
    for answer in answers:
        assert reverse("portal:answer", args=[slug, answer.number]) in page
        last = answer.releases.order_by("-version").first()
        own = Client().get(reverse("portal:answer", args=[slug, answer.number]))
        assert last.content["title"] in own.content.decode()


@pytest.mark.clause("2(3)d")
def test_a_correction_stands_beside_what_it_corrects(played, moment):
    corrected = [answer for answer in Answer.objects.all() if answer.releases.count() == 2]
    assert corrected

    slug, number = played.cast.bureau.slug, corrected[0].number
    for version in (1, 2):
        address = reverse("portal:version", args=[slug, number, version])
        assert Client().get(address).status_code == 200
    now_shown = Client().get(reverse("portal:answer", args=[slug, number])).content.decode()
    assert "更正" in now_shown


def test_no_grave_candidate_was_left_alone_before_somebody_watches(played, moment):
    left = Candidate.objects.filter(
        state=CandidateState.NEW,
        proposed_grade=Grade.MAJOR,
        raised_at__lt=moment - timedelta(hours=1),
    )

    assert list(left.values_list("title", flat=True)) == []


def test_the_desk_is_alive_at_the_start_of_the_live_part(played, moment):
    page = signed_in(played.cast.officers["lu"]).get("/desk/").content.decode()

    assert "暂无计时中的时限" not in page
    assert "暂无待研判舆情" not in page
    assert page.count('<tr id="matter-') >= 3
    assert played.scenario.what_to_try


def test_while_it_goes_on_the_sources_without_a_step_are_asked_too(played, moment):
    rows = Source.objects.filter(kind__in=FETCHED)
    assert any(is_silent(row, moment) for row in rows), "else this shows nothing"

    played.ask_sources(moment)

    assert [row.name for row in rows.all() if is_silent(row, moment)] == []


def test_within_a_minute_of_watching_a_major_alarm_stands_until_an_officer_takes_it(
    played, time
):
    start = played.start + played.scenario.live_from
    assert found(played, "crack") is None, "nobody knows of it yet"

    played.play_until(start + timedelta(seconds=52 * RATE))

    time.set(start + timedelta(seconds=52 * RATE))
    crack = found(played, "crack")
    alarm = BoardAlarm.objects.get(key=f"major:{crack.event_id}")
    assert (crack.state, crack.proposed_grade) == (CandidateState.NEW, Grade.MAJOR)
    assert start < alarm.raised_at <= start + timedelta(seconds=30 * RATE)
    assert alarm in standing_alarms(played.cast.bureau.pk)
    assert crack.notice_clock.state == "RUNNING"
    page = signed_in(played.cast.officers["lu"]).get("/desk/").content.decode()
    assert 'role="alert"' in page
    assert reverse("console:candidate-heard", args=[crack.event_id]) in page

    played.play_until(start + timedelta(seconds=60 * RATE))

    crack.refresh_from_db()
    alarm.refresh_from_db()
    assert crack.incident.grade == Grade.MAJOR
    assert alarm.taken_by.username.startswith("lu")
    assert played.refused == []


# The heavy way of the water, and the light one of the rest ------------------------------------


def test_the_water_is_consulted_about_approved_assigned_and_verified(played):
    water = found(played, "water").incident
    minutes = consultations_of(water).get()
    findings = {
        docket.unit.name: current_finding(docket) for docket in verification_requests_of(water)
    }

    assert minutes_in_force(minutes)
    assert Opinion.objects.filter(invitation__consultation=minutes, dissent=True).count() == 1
    assert procedure_state(water).approved
    assert {row.state for row in assignments_of(water)} == {"CLOSED"}
    assert {name: row.finding for name, row in findings.items()} == {
        "区水务局": "FALSE",
        "区卫健局": "PARTLY_TRUE",
    }
    assert all(row.decided_by is not None for row in findings.values())


def test_three_matters_are_closed_through_the_gate_and_reviewed(played):
    bureau = played.cast.bureau
    closed = {
        ref: found(played, ref).incident.closings.get()
        for ref in ("website", "stairs", "water")
    }

    assert [len(row.gate) for row in closed.values()] == [2, 4, 4]
    assert {kept["state"] for row in closed.values() for kept in row.gate} == {"MET"}
    assert Closing.objects.filter(bureau=bureau).count() == 3
    assert cases_of(bureau.pk).count() == 3
    assert Lesson.objects.filter(bureau=bureau, done_at__isnull=True).count() == 6


def test_a_deliberate_breach_stands_in_the_ledger_with_its_excuse(played):
    row = Breach.objects.get(unit=played.cast.units["housing"], step="签收")

    assert (row.kind, row.state) == ("OVERDUE", "EXCUSED")
    assert "安置补助" in row.incident.title
    assert "代发系统换版" in row.entries.get().text


def test_of_two_graver_proposals_one_was_raised_and_one_kept_by_two(played):
    window, medicine = found(played, "window").incident, found(played, "medicine").incident
    raised, kept = (
        GradeRise.objects.get(incident=window),
        GradeRise.objects.get(incident=medicine),
    )
    late = Breach.objects.filter(step="通报").values_list("incident__title", flat=True)

    assert (raised.state, raised.settled_by.name) == ("RAISED", "沈青禾")
    assert raised.clock.state == "MET"
    assert raised.clock.breached_at is None
    told = Notice.objects.filter(incident=window, sent_at=raised.settled_at)
    assert {notice.unit.name for notice in told} == {"来访接待科", "信访接待中心"}
    assert (kept.state, kept.settled_by.name, medicine.grade) == ("KEPT", "程望舒", 2)
    assert kept.clock.stop_reason == {"code": "clocks.grade_kept"}
    assert not GradeRise.objects.filter(treated_at__isnull=False).exists()
    assert list(late) == [window.title], "a unit opened its first notice 12 minutes late"


def test_the_water_is_solved_offline_with_material(played):
    water = found(played, "water").incident
    steps = Counter(
        TaskEntry.objects.filter(assignment__in=assignments_of(water)).values_list(
            "kind", flat=True
        )
    )
    promise, said_to_the_press = promises_of(water)
    files = StoredFile.objects.filter(bureau=played.cast.bureau)

    assert steps == {"REPORTED": 4, "RETURNED": 1, "CHECKED": 3, "CLOSED": 3}
    assert Contact.objects.filter(reference__in=references_of(water)).count() == 4
    assert not unanswered_references(water).exists()
    assert promise.fulfilled_at is not None
    assert not promise.late
    assert said_to_the_press.fulfilled_at is None
    assert said_to_the_press.place.startswith("新闻发布会")
    assert files.count() == 9 + 4  # two of a 督办, scans of an instruction and of an opinion
    assert {open_file(row).state for row in files} == {FileState.WHOLE}


def test_the_water_was_instructed_on_and_its_supervision_closed_by_two(played):
    [instruction] = instructions_of(found(played, "water").incident)
    [item] = supervisions_of(found(played, "water").incident)

    assert instruction.leader == "顾平川"
    assert (item.state, item.returns) == ("CLOSED", 1)
    assert (item.closing_requested_by.name, item.closed_by.name) == ("沈青禾", "顾平川")
    assert item.clock.breached_at is None


def test_risks_were_swept_with_one_unit_late_and_one_lowered_by_two(played):
    sweep = Sweep.objects.get()
    parts = {part.unit.name: part for part in sweep.parts.select_related("unit")}
    lowered = RiskVersion.objects.get(kind=VersionKind.LOWERED)

    assert (sweep.state, sweep.signed_by.name) == (SweepState.SIGNED, "顾平川")
    assert [name for name, part in parts.items() if part.confirmed_at is None] == [
        "信访接待中心"
    ]
    assert parts["综合办公室"].nil
    assert lowered.signed_by not in (None, lowered.by)
    assert Risk.objects.filter(level=RiskLevel.HIGH).get().topic == "供热"


def test_a_plan_was_activated_on_the_water_beside_its_own_draft(played):
    [row] = activations_of(found(played, "water").incident)
    assert row.plan.title == "供水水质异常处置预案"
    assert [one["way"] for one in row.made["measures"]] == ["TASK"]
    assert row.made["draft"] == ""


def test_of_the_doubts_about_booking_one_came_and_one_did_not(played):
    [row] = decisions_of(played.cast.bureau.pk)
    first, second = foresight_of(row).outcomes
    assert row.signed.get().signed_by != row.started_by
    assert (first.came, second.came) == (True, False)


def test_a_paper_waits_for_the_leader_and_its_unit_for_nothing(played):
    [instruction] = instructions_of(found(played, "resettlement").incident)
    [item] = supervisions_of(found(played, "resettlement").incident)

    assert instruction.standing == "WAITING"
    assert (item.state, item.unit.name) == ("OPEN", "区住建局")


def test_a_visitor_sees_the_heavy_way_of_the_water_and_none_of_an_ordinary_matter(
    played, moment
):
    officer = played.cast.officers["shen"]
    pages = {
        ref: signed_in(officer)
        .get(
            reverse("console:incident", args=[found(played, ref).incident.number]) + "?tab=all"
        )
        .content.decode()
        for ref in ("water", "ramp")
    }

    assert 'id="procedure"' in pages["water"]
    assert 'id="procedure"' not in pages["ramp"]


def test_a_rumour_is_answered_with_two_confirmations_of_which_one_was_voided_by_an_edit(played):
    incident = found(played, "stairs").incident
    rows = Confirmation.objects.filter(draft__answer__incident=incident)

    states = {(row.unit.name, row.state) for row in rows}
    release = Release.objects.filter(answer__incident=incident).earliest("pk")

    assert states == {
        ("区教育局", "VOID"),
        ("区住建局", "VOID"),
        ("区教育局", "CONFIRMED"),
        ("区住建局", "CONFIRMED"),
    }
    confirmed = rows.filter(state="CONFIRMED")
    assert {row.content_hash for row in confirmed} == {release.content_hash}


def test_one_release_is_partly_withheld_and_the_public_sees_the_ground(played, moment):
    release = Release.objects.filter(answer__incident=found(played, "window").incident).latest(
        "version"
    )
    address = f"/b/{played.cast.bureau.slug}/answers/{release.answer.number}/"

    page = Client().get(address).content.decode()

    assert "独自照看外孙" not in page
    assert "〔此处不公开：《政府信息公开条例》第十五条〕" in page


# Petitions ------------------------------------------------------------------------------------


def followed(player: Player) -> Petition:
    row = find_by_code(player.cast.bureau, FOLLOWED_CODE)
    assert isinstance(row, Petition)
    return row


def test_most_petitions_of_the_days_before_are_registered_some_forwarded_some_answered(played):
    midnight = played.start + timedelta(days=2)
    rows = Petition.objects.filter(bureau=played.cast.bureau, received_at__lt=midnight)
    stages = Counter(rows.values_list("stage", flat=True))
    forwarded = rows.filter(stage="FORWARDED")

    assert stages["RECEIVED"] < rows.count() / 5, "what came last waits for the visitor"
    assert stages["ANSWERED"] >= 7
    assert {row.competent.name for row in forwarded} == {
        "区卫健局",
        "区水务局",
        "区住建局",
        "区城管局",
    }
    assert forwarded.filter(result_due__isnull=False).count() == 3
    assert all(row.clock is not None for row in forwarded)


def test_a_complaint_is_accepted_decided_found_wanting_reviewed_and_settled(played):
    row = followed(played)
    steps = [step.kind for step in steps_of(row)]
    letters = [
        (reply.kind, reply.outcome, reply.drafted_by.name, reply.signed_by.name)
        for reply in replies_for_sender(row)
    ]

    assert (row.channel, row.stage, row.clock.state) == ("WEB", "ANSWERED", "MET")
    assert steps == [
        "RECEIVED",
        "REGISTERED",
        "JOINED",
        "FORWARDED",
        "ACCEPTED",
        "ANSWERED",
        "RATED",
        "REVIEW_ASKED",
        "ANSWERED",
    ]
    assert letters == [
        ("ACCEPTANCE", "", "叶清和", "沈青禾"),
        ("OPINION", "NOT_SUPPORTED", "叶清和", "程望舒"),
        ("REVIEW", "SUPPORTED", "沈青禾", "顾平川"),
    ]
    rating = Rating.objects.get(petition=row)
    assert (rating.of_bureau, rating.of_unit) == ("NOT", "NOT")


def test_its_opinion_followed_the_public_answer_and_its_review_the_correction(played):
    incident = found(played, "medicine").incident
    answered, corrected = [
        release.published_at
        for release in Release.objects.filter(answer__incident=incident).order_by("version")
    ]
    _accepted, opinion, review = [
        reply.signed_at for reply in replies_for_sender(followed(played))
    ]

    assert answered < opinion < corrected < review


def test_its_incident_waits_for_it_no_longer_and_others_wait_as_they_should(played):
    joined = {
        ref: [row.label for row in references_of(found(played, ref).incident) if row.petition]
        for ref in ("medicine", "ramp", "resettlement")
    }

    assert joined == {
        "medicine": ["梧桐里卫生站一直没有胰岛素"],
        "ramp": ["请清理大厅无障碍坡道"],
        "resettlement": ["安置补助未发放"],
    }
    assert not unanswered_references(found(played, "medicine").incident).exists()
    assert unanswered_references(found(played, "ramp").incident).count() == 1
    assert unanswered_references(found(played, "resettlement").incident).count() == 1


def test_three_that_ask_the_same_were_answered_with_what_was_published(played):
    letters = [
        reply
        for reply in PetitionReply.objects.filter(kind="ANSWER", signed_at__isnull=False)
        if "信访事项查询页已经恢复" in reply.text
    ]

    assert len({reply.petition_id for reply in letters}) == 3
    assert len({reply.signed_at for reply in letters}) == 1
    assert not any("[F" in reply.text for reply in letters)


def test_who_sent_it_is_named_in_the_sealed_original_alone(played):
    [sent] = [act for act in played.scenario.acts if act.args.get("followed")]
    name, row = sent.args["name"], followed(played)
    shown = [row.title, row.text, *(str(step.data) for step in steps_of(row))]
    shown += [f"{reply.claim}{reply.facts}{reply.text}" for reply in replies_for_sender(row)]
    recorded = AuditRecord.objects.values_list("label", "data")

    assert opened(row).name == name
    assert not any(name in text for text in shown)
    assert name not in str(list(recorded))
    assert name not in bytes(row.original).decode("utf-8", "ignore")


def test_a_visitor_follows_it_with_the_code_that_the_demonstration_shows(played, moment):
    client = Client()
    door = client.get("/demo/").content.decode()
    code = grouped(FOLLOWED_CODE)
    address = f"/b/{played.cast.bureau.slug}/status/"

    assert code in door
    assert f'href="{address}"' in door
    page = client.post(address, {"code": code}, follow=True).content.decode()
    for words in ("您申请了复查", "您作了评价", "复查意见书", "信访处理意见书"):
        assert words in page
    assert "田秀禾" not in page


# Reports --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "first", "until"),
    [
        ((2026, 12, 1), (2026, 11, 1), (2026, 12, 1)),
        ((2026, 12, 2), (2026, 12, 1), (2026, 12, 2)),
        ((2026, 11, 29), (2026, 11, 1), (2026, 11, 29)),
        ((2027, 1, 1), (2026, 12, 1), (2027, 1, 1)),
    ],
)
def test_the_months_report_reaches_to_yesterday(today, first, until):
    span = month_until_today(datetime(*today, 16, 5, tzinfo=LOCAL))
    assert span.since == datetime(*first, tzinfo=LOCAL)
    assert span.until == datetime(*until, tzinfo=LOCAL)


def test_the_months_report_is_no_nil_report(played):
    now = played.start + timedelta(days=2, hours=16, minutes=5)
    span, monthly = month_until_today(now), ReportKind.MONTHLY
    made = Report.objects.filter(  # on the first of a month the report of the month is there
        bureau=played.cast.bureau, kind=monthly, until=span.until
    ).first()
    report = made or draft_period_report(
        bureau=played.cast.bureau, kind=monthly, span=span, officer=None, now=now
    )
    assert not report.nil
    assert "登记事件" in str(newest_version(report).lines)


def test_a_round_left_a_place_out_a_gap_has_an_owner_and_topics_mark_posts(played):
    bureau = played.cast.bureau.pk
    assert Patrol.objects.get(bureau_id=bureau, result=PatrolResult.PARTLY).unseen == 1
    assert CoverageNote.objects.get(bureau_id=bureau).owner is not None
    topics = WatchTopic.objects.filter(bureau_id=bureau)
    assert [topic.name for topic in topics if topic.matches.exists()] == ["停水", "预约取号"]
    links = SampleLink.objects.filter(bureau_id=bureau)
    assert sorted(links.values_list("known", flat=True)) == [False, False, True, True, True]
