"""The written scenario holds what the demonstration promises, and names nobody real."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest
from django.utils.translation import override

from huiying.base.accounts.core.models import UnitKind
from huiying.base.accounts.roles.capabilities import Capability, Role, capabilities_of
from huiying.engine.reading.content import read_content
from huiying.jobs.demo import scenario_types
from huiying.jobs.demo.acts.perform import ACTS
from huiying.jobs.demo.acts.public import PUBLIC_ACTS
from huiying.jobs.demo.scenario import load_scenario, load_suggestions
from huiying.jobs.demo.scenario_types import FOLLOWED_CODE, ActStep, PostStep, Scenario
from huiying.jobs.demo.suggestions import suggestions
from huiying.policy.grading.grades import Grade
from huiying.policy.petitions.codes import grouped, read_code
from huiying.policy.procedure.findings import Finding
from huiying.work.collection.sources.models import SourceKind
from huiying.work.responses.checks.content import FIRST_SENTENCE_CHARS, OPENINGS, personal_in
from huiying.work.responses.core.text import first_sentence

ACT_ARGS: dict[str, set[str]] = {
    "register_risk": {
        "title",
        "description",
        "topic",
        "probability",
        "impact",
        "signs",
        "measures",
        "residual_probability",
        "residual_impact",
    },
    "lower_risk": {"title", "probability", "reason"},
    "sign_risk": {"title"},
    "open_sweep": set(),
    "confirm_sweep": {"note"},
    "compile_sweep": {"summary"},
    "sign_sweep": set(),
    "start_drill": set(),
    "end_drill": set(),
    "confirm_candidate": {"grade", "reason"},
    "acknowledge": {"unit"},
    "draft_rule": {"rule", "change"},
    "dismiss_candidate": {"reason"},
    "watch_candidate": {"reason"},
    "merge_candidate": {"into", "reason"},
    "patrol": {"slot", "result"},
    "add_topic": {"name", "expression", "purpose", "unit"},
    "note_gap": {"kind", "owner", "note"},
    "assign_source": {"source", "kind"},
    "add_sample": {"known", "links"},
    "regrade": {"grade", "reason"},
    "raise_grade": {"guidance"},
    "keep_grade": {"reason"},
    "sign_severity": {"level", "kind", "reason"},
    "decide_value": {"value", "grounds"},
    "notify_unit": {"unit", "guidance"},
    "renotify": {"unit", "guidance"},
    "reroute_notice": {"unit", "to", "guidance"},
    "record_phone_delivery": {"unit", "who_answered"},
    "sign_notice": {"unit"},
    "return_notice": {"unit", "reason"},
    "report_back": {"unit", "finding", "facts", "handled", "evidence"},
    "revise_situation": set(),
    "issue_guidance": {"line"},
    "sign_guidance": {"unit"},
    "record_answer": {"unit", "place", "text"},
    "start_draft": {"title", "question", "summary", "body", "facts", "finding"},
    "edit_draft": {"body"},
    "submit_draft": set(),
    "ask_confirmation": {"unit"},
    "answer_confirmation": {"unit", "post"},
    "withhold": {"passage", "ground", "reason"},
    "review_draft": set(),
    "approve_draft": set(),
    "send_back_draft": {"reason"},
    "publish_draft": set(),
    "correct_release": {"body", "note", "approver"},
    "hand_over": {"text"},
    "take_over": set(),
    "ask_verification": {"claim", "kind", "unit"},
    "answer_docket": {"evidence", "finding", "found", "unit"},
    "ask_extension": {"unit", "hours", "reason"},
    "grant_extension": {"unit"},
    "confirm_finding": {"unit"},
    "call_consultation": {"officers", "place", "units"},
    "give_opinion": {"text"},
    "write_minutes": {"nature", "proposal", "risks", "trend"},
    "sign_minutes": set(),
    "submit_proposal": {"measures"},
    "approve_proposal": set(),
    "form_team": {"name", "head", "members", "decision"},
    "assign_task": {"task", "unit"},
    "accept_task": {"unit"},
    "report_task": {"unit", "text", "file", "words"},
    "give_instruction": {"unit", "hours", "text"},
    "enter_instruction": {"leader", "unit", "hours", "scan", "text"},
    "open_supervision": {"unit", "demand"},
    "give_feedback": {"unit", "text", "file", "words"},
    "return_feedback": {"reason"},
    "ask_closing": {"text"},
    "sign_closing": set(),
    "return_task": {"unit", "reason"},
    "recheck_task": {"unit", "text"},
    "close_task": {"unit"},
    "bind_reference": {"origin", "outside", "label"},
    "record_contact": {"outside", "way", "outcome", "note"},
    "confirm_ending": {"outside"},
    "make_promise": {"unit", "days", "text", "place"},
    "keep_promise": {"text", "file", "words"},
    "add_contact": {"unit", "office", "phone"},
    "record_talk": {"unit", "manner", "summary"},
    "share_facts": {"unit", "purpose"},
    "hand_in_lead": {"unit", "post", "text"},
    "take_lead": {"unit"},
    "add_account": {"outlet", "name"},
    "confirm_account": {"account"},
    "ask_responder": {"officer", "name", "unit", "role", "covers"},
    "consent_responder": set(),
    "record_reply": {"platform", "address"},
    "file_answer": {"topic"},
    "judge_groups": {"words", "but"},
    "record_training": {"topic", "given_by", "attended", "people", "learned"},
    "ask_waiver": {"condition", "reason"},
    "grant_waiver": {"condition"},
    "close_incident": set(),
    "write_plan": {"plan", "trigger", "grade", "unit", "statement", "review_days", "items"},
    "approve_plan": {"plan"},
    "activate_plan": {"plan", "into"},
    "assess_decision": {
        "title",
        "unit",
        "plan",
        "planned_days",
        "methods",
        "points",
        "dissent",
    },
    "sign_decision": {"title"},
    "announce_decision": {"title", "where"},
    "file_matter": {"period"},
    "write_review": {"kind", "happened", "well", "badly", "lessons"},
    "excuse_breach": {"unit", "step", "text"},
    "plan_outlet": {"account"},
    "write_report": {"kind", "lines"},
    "sign_report": {"kind"},
    "send_report": {"kind", "office"},
    "receive_report": {"kind", "name", "office"},
    "name_accused": {"unit", "reason"},
    "transfer_accusation": {"to", "number"},
    "submit_petition": {"kind", "title", "text"},
    "register_petitions": {"as"},
    "join_petition": {"title", "into"},
    "forward_petition": {"title", "unit"},
    "draft_letter": {"title", "kind", "unit"},
    "draft_review": {"title", "kind", "claim", "facts", "text", "basis", "ways"},
    "sign_letter": {"title"},
    "approve_letter": {"title"},
    "answer_petitions": {"titles", "basis"},
    "sign_answers": {"title"},
    "rate_answer": {"of_bureau", "of_unit", "reason"},
    "request_review": set(),
    "note_carried": {"account"},
    "apply_press": {"title", "place", "host", "speakers", "media", "content", "hours"},
    "approve_press": set(),
    "hold_press": {"said"},
    "log_question": {"medium", "question"},
    "media_asked": {"kind", "medium", "question"},
    "media_answered": {"reply", "speaker"},
    "expert_explained": {
        "name",
        "field",
        "institution",
        "consent",
        "topic",
        "outlet",
        "summary",
    },
}
OF_OWN_UNIT = {
    "sign_notice",
    "return_notice",
    "report_back",
    "answer_docket",
    "answer_confirmation",
    "excuse_breach",
    "report_task",
    "give_feedback",
    "ask_extension",
    "draft_letter",
}
NEEDS: dict[str, Capability] = {
    "register_risk": Capability.COMB_RISKS,
    "lower_risk": Capability.COMB_RISKS,
    "sign_risk": Capability.APPROVE,
    "open_sweep": Capability.SUPERVISE,
    "confirm_sweep": Capability.COMB_RISKS,
    "compile_sweep": Capability.SUPERVISE,
    "sign_sweep": Capability.APPROVE,
    "start_drill": Capability.CONSULT,
    "end_drill": Capability.CONSULT,
    "confirm_candidate": Capability.GRADE,
    "acknowledge": Capability.SIGN,
    "draft_rule": Capability.MANAGE_RULES,
    "dismiss_candidate": Capability.TRIAGE,
    "watch_candidate": Capability.TRIAGE,
    "merge_candidate": Capability.ARRANGE,
    "regrade": Capability.GRADE,
    "raise_grade": Capability.GRADE,
    "keep_grade": Capability.GRADE,
    "write_report": Capability.REPORT,
    "sign_report": Capability.APPROVE,
    "send_report": Capability.REPORT,
    "receive_report": Capability.REPORT,
    "name_accused": Capability.HANDLE_ACCUSATIONS,
    "transfer_accusation": Capability.HANDLE_ACCUSATIONS,
    "register_petitions": Capability.HANDLE_PETITIONS,
    "join_petition": Capability.HANDLE_PETITIONS,
    "forward_petition": Capability.HANDLE_PETITIONS,
    "draft_letter": Capability.REPORT_BACK,
    "draft_review": Capability.HANDLE_PETITIONS,
    "sign_letter": Capability.HANDLE_PETITIONS,
    "approve_letter": Capability.APPROVE,
    "answer_petitions": Capability.HANDLE_PETITIONS,
    "sign_answers": Capability.HANDLE_PETITIONS,
    "sign_severity": Capability.GRADE,
    "decide_value": Capability.GRADE,
    "notify_unit": Capability.NOTIFY,
    "renotify": Capability.NOTIFY,
    "reroute_notice": Capability.NOTIFY,
    "record_phone_delivery": Capability.RECORD_DELIVERY,
    "sign_notice": Capability.SIGN,
    "return_notice": Capability.SIGN,
    "report_back": Capability.REPORT_BACK,
    "revise_situation": Capability.NOTIFY,
    "issue_guidance": Capability.NOTIFY,
    "sign_guidance": Capability.SIGN,
    "record_answer": Capability.NOTIFY,
    "start_draft": Capability.DRAFT,
    "edit_draft": Capability.DRAFT,
    "submit_draft": Capability.DRAFT,
    "ask_confirmation": Capability.DRAFT,
    "answer_confirmation": Capability.REPORT_BACK,
    "withhold": Capability.DRAFT,
    "review_draft": Capability.REVIEW,
    "approve_draft": Capability.APPROVE,
    "send_back_draft": Capability.APPROVE,
    "publish_draft": Capability.PUBLISH,
    "correct_release": Capability.PUBLISH,
    "hand_over": Capability.TRIAGE,
    "take_over": Capability.TRIAGE,
    "patrol": Capability.ENTER_POSTS,
    "add_topic": Capability.TRIAGE,
    "note_gap": Capability.MANAGE_SOURCES,
    "assign_source": Capability.MANAGE_SOURCES,
    "add_sample": Capability.ENTER_POSTS,
    "ask_verification": Capability.VERIFY,
    "answer_docket": Capability.REPORT_BACK,
    "ask_extension": Capability.REPORT_BACK,
    "grant_extension": Capability.VERIFY,
    "confirm_finding": Capability.CONFIRM_FINDING,
    "call_consultation": Capability.CONSULT,
    "give_opinion": Capability.SEE_INCIDENTS,
    "write_minutes": Capability.CONSULT,
    "sign_minutes": Capability.SEE_INCIDENTS,
    "submit_proposal": Capability.CONSULT,
    "approve_proposal": Capability.APPROVE,
    "form_team": Capability.FORM_TEAM,
    "assign_task": Capability.CONSULT,
    "write_plan": Capability.CONSULT,
    "approve_plan": Capability.APPROVE,
    "activate_plan": Capability.CONSULT,
    "assess_decision": Capability.CONSULT,
    "sign_decision": Capability.APPROVE,
    "announce_decision": Capability.CONSULT,
    "accept_task": Capability.SIGN,
    "report_task": Capability.REPORT_BACK,
    "give_instruction": Capability.INSTRUCT,
    "enter_instruction": Capability.SUPERVISE,
    "open_supervision": Capability.SUPERVISE,
    "give_feedback": Capability.REPORT_BACK,
    "return_feedback": Capability.SUPERVISE,
    "ask_closing": Capability.SUPERVISE,
    "sign_closing": Capability.INSTRUCT,
    "return_task": Capability.CONSULT,
    "recheck_task": Capability.VERIFY,
    "close_task": Capability.CONSULT,
    "bind_reference": Capability.CONTACT,
    "record_contact": Capability.CONTACT,
    "confirm_ending": Capability.CONTACT,
    "make_promise": Capability.CONTACT,
    "keep_promise": Capability.CONTACT,
    "add_contact": Capability.LIAISE,
    "record_talk": Capability.LIAISE,
    "share_facts": Capability.LIAISE,
    "hand_in_lead": Capability.REPORT_BACK,
    "take_lead": Capability.LIAISE,
    "add_account": Capability.MANAGE_RESPONDERS,
    "confirm_account": Capability.MANAGE_RESPONDERS,
    "ask_responder": Capability.MANAGE_RESPONDERS,
    "consent_responder": Capability.SEE_DESK,
    "record_reply": Capability.SEE_INCIDENTS,
    "file_answer": Capability.DRAFT,
    "judge_groups": Capability.VERIFY,
    "record_training": Capability.LIAISE,
    "ask_waiver": Capability.CLOSE,
    "grant_waiver": Capability.APPROVE,
    "close_incident": Capability.CLOSE,
    "file_matter": Capability.ARCHIVE,
    "request_packet": Capability.ARCHIVE,
    "write_review": Capability.CLOSE,
    "excuse_breach": Capability.REPORT_BACK,
    "plan_outlet": Capability.OUTREACH,
    "note_carried": Capability.OUTREACH,
    "apply_press": Capability.OUTREACH,
    "approve_press": Capability.APPROVE,
    "hold_press": Capability.OUTREACH,
    "log_question": Capability.OUTREACH,
    "media_asked": Capability.OUTREACH,
    "media_answered": Capability.OUTREACH,
    "expert_explained": Capability.OUTREACH,
}


@cache
def scenario() -> Scenario:
    return load_scenario()


def everyday() -> list[PostStep]:
    return [post for post in scenario().posts if post.incident is None]


def acts_on(ref: str) -> list[ActStep]:
    return [act for act in scenario().acts if act.incident_ref == ref]


def day(number: int, hour: int, minute: int = 0) -> timedelta:
    return timedelta(days=number - 1, hours=hour, minutes=minute)


def test_two_loads_give_the_same_scenario():
    assert load_scenario() == load_scenario()


def test_there_are_enough_posts_and_matters():
    assert len(scenario().posts) >= 1500
    assert len(everyday()) >= 800
    assert len(scenario().cases) >= 8
    assert {case.truth for case in scenario().cases} >= {"TRUE", "PARTLY_TRUE", "FALSE"}
    assert {case.grade for case in scenario().cases} == {"ORDINARY", "SIGNIFICANT", "MAJOR"}


def test_each_answered_matter_is_mostly_written_by_hand():
    for case in scenario().cases:
        own = [p for p in scenario().posts if p.incident == case.ref and p.copy_of is None]
        least = 8 if case.ending in {"MERGED", "DISMISSED", "WAITING"} else 12
        assert least <= len(own) <= 80, case.ref


def test_steps_are_sorted_and_end_with_the_third_day():
    assert all(left.offset <= right.offset for left, right in pairwise(scenario().steps))
    assert scenario().steps[0].offset >= timedelta(0)
    assert scenario().steps[-1].offset <= scenario().ends == day(3, 18)
    assert scenario().live_from == day(3, 9, 30)


def test_no_post_is_published_after_it_is_collected_and_some_times_are_unknown():
    known = [p for p in scenario().posts if p.published_offset is not None]

    assert all(post.published_offset <= post.offset for post in known)
    assert 0 < len(scenario().posts) - len(known) < 100


def test_keys_and_addresses_are_unique_and_fictional():
    posts = scenario().posts
    addresses = [post.url for post in posts if post.url]

    assert len({post.key for post in posts}) == len(posts)
    assert len(set(addresses)) == len(addresses)
    assert all(re.match(r"https://[a-z.]+\.example/p/\d+$", address) for address in addresses)
    assert all(
        not source.host or source.host.endswith(".example") for source in scenario().sources
    )


def test_every_reference_of_a_post_resolves():
    sources = {source.key: source for source in scenario().sources}
    refs = {case.ref for case in scenario().cases}
    keys = {post.key for post in scenario().posts}
    for post in scenario().posts:
        communities = sources[post.source].communities
        assert post.community in communities if communities else not post.community, post.key
        assert post.incident is None or post.incident in refs
        assert post.copy_of is None or post.copy_of in keys


def test_every_kind_of_source_delivers_posts():
    used = {post.source for post in scenario().posts}

    assert used == {source.key for source in scenario().sources}
    assert {source.kind for source in scenario().sources} == set(SourceKind.values)
    assert {source.tier for source in scenario().sources} == {0, 1, 2, 3}


def test_the_cast_covers_every_role_and_kind_of_unit():
    roles = {role for officer in scenario().officers for role in officer.roles}
    units = {unit.key for unit in scenario().units}

    assert roles == set(Role.values) - {Role.SECURITY}, "of three administrators alone"
    assert {unit.kind for unit in scenario().units} == set(UnitKind.values)
    assert {officer.unit for officer in scenario().officers} <= units | {""}
    assert len({officer.name for officer in scenario().officers}) == len(scenario().officers)
    assert all(2 <= len(unit.duties.rstrip("。").split("。")) <= 3 for unit in scenario().units)


@pytest.mark.parametrize("verb", sorted(scenario_types.VERBS))
def test_every_verb_is_used_or_left_to_the_visitor_with_its_arguments(verb):
    acts = [act for act in scenario().acts if act.verb == verb]

    assert acts
    assert all(ACT_ARGS[verb] <= set(act.args) for act in acts)


def test_every_reference_of_a_deed_resolves():
    units = {unit.key for unit in scenario().units}
    officers = {officer.key: officer for officer in scenario().officers}
    no_matter = {"accusation", "decisions", "petitions", "prevention"}
    refs = {case.ref for case in scenario().cases} | no_matter
    for act in scenario().acts:
        assert act.incident_ref in refs
        assert act.args.get("into", act.incident_ref) in refs
        assert act.args.get("unit", "office") in units
        assert act.args.get("approver", "gu") in officers
        assert act.args.get("grade", "MAJOR") in Grade.__members__
        assert act.args.get("finding", "TRUE") in Finding.__members__


def test_every_officer_may_do_what_the_scenario_lets_him_do():
    officers = {officer.key: officer for officer in scenario().officers}
    for act in scenario().acts:
        if act.actor == scenario_types.PUBLIC:
            continue
        officer = officers[act.actor]
        held = capabilities_of(frozenset(Role(role) for role in officer.roles))
        assert NEEDS[act.verb] in held, (act.incident_ref, act.verb, act.actor)
        if act.verb in OF_OWN_UNIT:
            assert officer.unit == act.args["unit"], act


def test_who_sent_a_petition_does_by_the_public_pages_what_no_officer_does():
    by_public = {act.verb for act in scenario().acts if act.actor == scenario_types.PUBLIC}

    assert by_public == set(PUBLIC_ACTS) == set(ACT_ARGS) - set(NEEDS)
    assert not set(PUBLIC_ACTS) & set(ACTS)


def test_the_code_that_a_visitor_is_shown_is_a_query_code_of_one_petition():
    followed = [act for act in scenario().acts if act.args.get("followed")]

    assert read_code(grouped(FOLLOWED_CODE)) == FOLLOWED_CODE
    assert len(followed) == 1


def test_only_deeds_of_the_live_part_are_optional_and_there_all_are():
    for act in scenario().acts:
        assert act.optional == (act.offset > scenario().live_from), act


def test_a_deed_comes_after_the_posts_that_cause_it():
    for case in scenario().cases:
        first = min(p.offset for p in scenario().posts if p.incident == case.ref)
        assert all(act.offset > first for act in acts_on(case.ref)), case.ref


def test_no_officer_approves_his_own_draft():
    author = ""
    for act in sorted(scenario().acts, key=lambda act: (act.incident_ref, act.offset)):
        if act.verb in {"start_draft", "edit_draft"}:
            author = act.actor
        if act.verb in {"review_draft", "approve_draft"}:
            assert act.actor != author
        if act.verb == "correct_release":
            assert act.actor != act.args["approver"]


def test_every_fact_of_a_draft_has_evidence():
    facts_as_text = {"report_back", "draft_letter", "draft_review"}
    for act in scenario().acts:
        for fact in act.args.get("facts", []) if act.verb not in facts_as_text else []:
            assert fact["statement"], act
            assert fact["evidence"], act


def test_every_draft_answers_at_once_and_holds_no_personal_data():
    for act in scenario().acts:
        if act.verb not in {"start_draft", "edit_draft", "correct_release"}:
            continue
        texts = [str(act.args.get(part, "")) for part in ("title", "question", "body", "note")]
        texts += [
            fact["statement"] + "\n" + fact["evidence"] for fact in act.args.get("facts", [])
        ]
        summary = act.args.get("summary", "")
        assert not summary.startswith(OPENINGS), summary
        assert len(first_sentence(summary)) <= FIRST_SENTENCE_CHARS
        assert [kind for text in [*texts, summary] for kind in personal_in(text)] == [], act


def test_a_rumour_was_denied_and_turned_out_true():
    findings = [act.args["finding"] for act in acts_on("medicine") if "finding" in act.args]

    assert findings[0] == "FALSE"
    assert findings[-1] == "TRUE"


def test_two_answers_are_corrected_and_one_candidate_is_dismissed_with_a_reason():
    corrected = {act.incident_ref for act in scenario().acts if act.verb == "correct_release"}
    dismissed = [act for act in scenario().acts if act.verb == "dismiss_candidate"]

    assert corrected == {"medicine", "window"}
    assert [act.incident_ref for act in dismissed] == ["filming"]
    assert len(dismissed[0].args["reason"]) > 10


def test_three_candidates_wait_and_one_notice_is_late_when_the_visitor_enters():
    before = [act for act in scenario().acts if act.offset <= scenario().live_from]
    decided = {act.incident_ref for act in before}
    signed = {(a.incident_ref, a.args["unit"]) for a in before if a.verb == "sign_notice"}

    for ref in ("booking", "rating", "allowance"):
        assert ref not in decided
        assert any(
            p.incident == ref and p.offset < scenario().live_from for p in scenario().posts
        )
    assert ("resettlement", "housing") not in signed
    sent = next(act for act in acts_on("resettlement") if act.verb == "notify_unit")
    assert scenario().live_from - sent.offset > timedelta(hours=12)


def test_a_grave_alarm_is_due_within_the_first_live_minute():
    """At 30 times the speed a minute is half an hour."""
    grave = [
        post
        for post in scenario().posts
        if post.incident == "crack"
        and (read_content(post.title, post.text).trapped or 0) >= 10
        and post.copy_of is None
    ]

    assert scenario().live_from < grave[0].offset < scenario().live_from + timedelta(minutes=15)
    assert not [
        p for p in scenario().posts if p.incident == "crack" and p.offset < day(3, 9, 30)
    ]


def test_something_arrives_every_few_seconds_in_the_live_part():
    moments = [p.offset for p in scenario().posts if p.offset >= scenario().live_from]
    gaps = sorted(right - left for left, right in pairwise(moments))

    assert len(moments) >= 350
    assert gaps[-1] <= timedelta(minutes=10)  # 20 seconds at 30 times the speed


def test_the_side_panel_has_eight_to_twelve_lines_for_officers_of_the_cast():
    officers = {officer.key: officer for officer in scenario().officers}
    lines = load_suggestions()

    assert 8 <= len(lines) <= 12
    assert all(line.role in officers[line.officer].roles for line in lines)
    assert scenario().what_to_try == lines
    with override("en"):
        assert [line.what for line in suggestions()] == [line.do_en for line in lines]
    with override("zh-hans"):
        assert [line.what for line in suggestions()] == [line.do for line in lines]
