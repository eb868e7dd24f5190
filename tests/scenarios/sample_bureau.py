"""A small world in one bureau, built by the real acts: from a pushed post to a public answer.

In:   a cast, a moment.    Out:  one row of every kind, each by its public number.
Cost: about a second a bureau.

Four matters: the yellow water was notified and its answer waits for approval; the hall's
registration was answered in public; the lamps were closed; the broken ramp is a candidate that
nobody decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.profile.actions.save_filter import save_filter
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roster.actions.hand_over import DeskSituation, write_hand_over_note
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.base.audit.record import record
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.acknowledge import acknowledge
from huiying.base.clocks.actions.pause import pause_clock
from huiying.base.integration.actions.deliver_events import try_webhook
from huiying.base.integration.models import IntegrationToken, Webhook
from huiying.base.outbox.actions.alarm import CHANGES, tell_of_change
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.set_channel import add_channel, trial_of, try_channel
from huiying.base.outbox.linked_papers import LINK_LIFETIME
from huiying.base.outbox.models import BoardAlarm, Channel, Message, SignedLink
from huiying.base.personnel.actions.grant_reset import ask_reset
from huiying.base.personnel.actions.set_roles import set_roles
from huiying.base.personnel.models import ResetKind, RoleRequest, SettingChange, SignInReset
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.rulebook.actions.edit_draft import edit_rule
from huiying.base.rulebook.actions.set_calendar import DayKind, enter_year, set_days
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.models import SignoffRequest
from huiying.engine.stream.types import Suggestion
from huiying.jobs.stream.worker import forget_workers, worker_of
from huiying.policy.closing.breaches import BreachKind
from huiying.policy.closing.cases import CaseKind
from huiying.policy.closing.gate import Condition, Mentions
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.grading.severity import Severity
from huiying.policy.procedure.candidates import CandidateMove
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.offline import ContactOutcome, ReferenceKind
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.erasure import EraseGround
from huiying.policy.release.reviews import CheckList
from huiying.policy.release.sealing import SealGround
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.policy.time.patrols import EVERY_DAY
from huiying.policy.time.spans import Span
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import reason
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.extensions.actions.extend import ask_extension
from huiying.work.casework.extensions.models import Extension
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.liaison.models import FollowUp, Lead, LiaisonDesk, Share
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput, issue_guidance
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.record_outside_answer import (
    OutsideAnswerInput,
    record_outside_answer,
)
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import Notice, ProofKind, ReportFile
from huiying.work.casework.notices.unit_messages import PURPOSE
from huiying.work.casework.procedure.models import (
    Assignment,
    Consultation,
    Invitation,
    Proposal,
)
from huiying.work.casework.procedure.queries import consultations_of
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.petition_period import (
    ask_review_of_reference,
    start_registration_period,
)
from huiying.work.casework.references.models import Reference
from huiying.work.casework.supervision.models import Supervision, SupervisionFile
from huiying.work.casework.supervision.unit_messages import PURPOSE as SUPERVISING
from huiying.work.casework.tasks.actions.assign import assign_task
from huiying.work.casework.tasks.actions.form_team import TeamInput as WantedTeam
from huiying.work.casework.tasks.actions.form_team import form_team
from huiying.work.casework.tasks.models import Commitment, Material
from huiying.work.casework.verification.actions.apply_finding import (
    apply_finding,
    apply_finding_to_posts,
)
from huiying.work.casework.verification.actions.ask_verification import PURPOSE as QUESTION
from huiying.work.casework.verification.models import Docket, Evidence
from huiying.work.closing.archive.actions.file_matter import (
    PERIOD_KIND,
    change_period,
    file_matter,
)
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from huiying.work.closing.archive.models import Filing, PeriodRequest
from huiying.work.closing.breaches.actions.answer_breach import excuse_breach, record_breach
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.core.models import Waiver
from huiying.work.closing.core.planned_deletions import ask_signatures
from huiying.work.closing.dossiers.actions.request_dossier import request_dossier
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.actions.reopen import propose_reopening
from huiying.work.closing.gate.models import ReopenProposal
from huiying.work.closing.packets.actions.request_packet import About, request_packet
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.closing.petition_purges.queries import PurgePlan, purge_hash
from huiying.work.closing.retention.actions.plan import DELETION_KIND
from huiying.work.closing.retention.models import PostDeletion
from huiying.work.closing.reviews.actions import write_review
from huiying.work.closing.reviews.models import AfterReview
from huiying.work.closing.waivers.actions.waive import ask_waiver
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.communities.models import Community
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import start_import
from huiying.work.collection.imports.models import ImportJob
from huiying.work.collection.patrols.actions.plan import PlanDetails as WantedPatrol
from huiying.work.collection.patrols.actions.plan import begin_plan
from huiying.work.collection.patrols.actions.record import record_patrol
from huiying.work.collection.patrols.models import Patrol, PatrolResult
from huiying.work.collection.patrols.place_lines import PlaceDetails
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.actions.accept_push import accept_push
from huiying.work.collection.posts.counters import count_accepted
from huiying.work.collection.posts.ids import moment_of
from huiying.work.collection.posts.models import DeletedKey, DeletedPosts, Lane, Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.collection.sources.models import Source
from huiying.work.incidents.candidates.actions.set_aside import set_aside
from huiying.work.incidents.candidates.models import Candidate, SetAsideRequest
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.grading.actions.decide_severity import decide_severity
from huiying.work.incidents.grading.actions.decide_value import NoAnswer, decide_value
from huiying.work.incidents.grading.actions.object_to_grade import (
    ObjectionInput,
    object_to_grade,
)
from huiying.work.incidents.grading.actions.record_outside_level import (
    LevelDocument,
    record_outside_level,
)
from huiying.work.incidents.grading.models import GradeObjection, GradingRequest
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import open_rise
from huiying.work.incidents.incidents.actions.stop_source import stop_source
from huiying.work.incidents.incidents.models import SuperiorCall
from huiying.work.incidents.merge_questions.actions.record import record_questions
from huiying.work.incidents.merge_questions.models import MergeQuestion
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import SituationLine
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.core.models import Petition
from huiying.work.prevention.decisions.models import DecisionFile, MethodUse, RiskPoint
from huiying.work.prevention.drills.models import Drill
from huiying.work.prevention.plans.models import Plan, PlanItem
from huiying.work.prevention.risks.actions.change import change_risk
from huiying.work.prevention.risks.actions.keep_dates import DateInput, add_date
from huiying.work.prevention.risks.models import Risk, RiskDate
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.prevention.sweeps.models import Sweep, SweepPart
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.contact_details.actions.set_details import set_contact_details
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, Fact, Release, Withholding
from huiying.work.responses.disclosure.actions.ask_third_party import ask_third_party
from huiying.work.responses.disclosure.actions.erase import ask_erasure, release_evidence
from huiying.work.responses.disclosure.actions.review_withholding import review_withholding
from huiying.work.responses.disclosure.actions.seal import ask_seal
from huiying.work.responses.disclosure.actions.withhold import WithholdingInput, withhold
from huiying.work.responses.disclosure.models import Seal, ThirdPartyEnquiry
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.drafts.models import DraftComment
from huiying.work.responses.effect.actions.count_help import count_help
from huiying.work.responses.effect.actions.judge_groups import judge_groups
from huiying.work.responses.facts.actions.edit import add_fact
from huiying.work.responses.facts.contradictions import contradictions_of
from huiying.work.responses.facts.models import ReleasedFact
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.outlets.actions.manage_accounts import add_account, confirm_account
from huiying.work.responses.outlets.models import Carried, OfficialAccount, Outlet, PlanLine
from huiying.work.responses.press.models import Expert, MediaRequest, PressConference
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.releases.actions.ratify_procedure import begin_ratification
from huiying.work.responses.responders.actions.join_roster import (
    RosterInput,
    ask_responder,
    consent,
)
from huiying.work.responses.responders.actions.record_reply import record_reply
from huiying.work.responses.responders.models import Responder
from huiying.work.responses.reviews.actions.ask_confirmation import PURPOSE as CONFIRMING
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from huiying.work.responses.reviews.actions.decide import approve_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import PASSWORD, T0, Cast
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.dockets import make_verified_docket
from tests.scenarios.drafts import annotate_draft
from tests.scenarios.grading import confirm_with_second, regrade_with_second
from tests.scenarios.incidents import docket_of
from tests.scenarios.integration import add_test_webhook, ask_read_token
from tests.scenarios.liaison import make_liaison_rows
from tests.scenarios.monitoring import Monitoring, make_monitoring
from tests.scenarios.petitions import (
    ACCUSING_TEXT,
    PetitionRows,
    accuse,
    ask_to_hand_back,
    diverted,
    make_petition_rows,
    name_reception,
    submit,
)
from tests.scenarios.press import carry_on_wechat, make_press_rows
from tests.scenarios.prevention import make_prevention_rows
from tests.scenarios.reports import ReportRows, make_report_rows
from tests.scenarios.tasks import (
    deliver_opinion,
    make_contact,
    make_reference,
    make_task_report,
    promise_of,
    take_task,
    upload_picture,
)
from tests.work.casework.instructions.steps import enter
from tests.work.casework.supervision.steps import answer, supervise
from tests.work.prevention.steps import as_it_stands, confirm, heating, part_of

SAID = {
    "water": (
        "青石片区自来水发黄",
        "青石片区从早上起自来水发黄有铁锈味，家里做饭和洗衣服都不敢用水，{0}。",
    ),
    "hall": (
        "信访局来访登记要先撤帖",
        "去信访局接待大厅来访登记，窗口要求先把网上的帖子撤了才给登记，{0}。",
    ),
    "lamp": (
        "接访大厅门前路灯不亮",
        "接访大厅门前的路灯坏了一排，晚上来办事的人都摸黑走路，{0}。",
    ),
    "ramp": (
        "接访大厅轮椅坡道被占",
        "接访大厅门口的轮椅坡道又被电动车堵住了，坐轮椅的老人根本上不去，{0}。",
    ),
}
ENDINGS = (
    "请尽快给个说法",
    "已经两天了没有人管",
    "打热线也没有人接",
    "邻居们都遇到了",
    "希望有人来看一看",
    "到底什么时候能解决",
)


@dataclass
class SampleBureau:
    """One row of each kind in one bureau, and the cast that made them."""

    cast: Cast
    source: Source
    feed: Source
    token: str
    job: ImportJob
    channel: Channel
    change: BoardAlarm
    setting_change: SettingChange
    read_token: IntegrationToken
    webhook: Webhook
    post: Post
    candidate: Candidate
    merge_question: MergeQuestion
    incident: Incident
    notice: Notice
    link: str
    open_link: SignedLink
    message: Message
    draft: Draft
    comment: DraftComment
    replaced: ReleasedFact
    fact: Fact
    signoff_id: int
    answered: Incident
    answered_notice: Notice
    release: Release
    plan_line: PlanLine
    carried: Carried
    met: tuple[PressConference, MediaRequest, Expert]
    reports: ReportRows
    decision: DecisionFile
    decision_method: MethodUse
    decision_point: RiskPoint
    plan: Plan
    plan_item: PlanItem
    drill: Drill
    open_drill: Drill
    petitions: PetitionRows
    shift: Shift
    note: HandOverNote
    patrol: Patrol
    monitoring: Monitoring
    community: Community
    docket: Docket
    evidence: Evidence
    asked: Docket
    question: str
    contact: LiaisonDesk
    follow_up: FollowUp
    share: Share
    lead: Lead
    share_link: str
    confirmation: Confirmation
    mechanism: MechanismReview
    report_file: ReportFile
    confirming: str
    withheld: Withholding
    third_party: ThirdPartyEnquiry
    seal: Seal
    to_ratify: SignoffRequest
    delegation: Delegation
    unconfirmed: Delegation
    role_request: RoleRequest
    sign_in_reset: SignInReset
    recusal: Recusal
    meeting: Consultation
    invitation: Invitation
    proposal: Proposal
    task: Assignment
    done_task: Assignment
    team: ResponseTeam
    superior: Superior
    material: Material
    reference: Reference
    letter: Reference
    petition: Petition  # sent by the web, with a picture; an accusation was sent too
    accusation: Accusation
    diversion: Diversion  # of a petition: nobody has decided whether it accuses somebody
    ending: Accusation
    commitment: Commitment
    instruction: Instruction
    supervision: Supervision
    supervision_file: SupervisionFile
    supervision_link: str
    risk: Risk
    risk_date: RiskDate
    sweep: Sweep
    sweep_part: SweepPart
    extension: Extension
    waiver: Waiver
    set_aside: SetAsideRequest
    grading: GradingRequest
    rise: GradeRise
    objection: GradeObjection
    closed: Incident
    reopening: ReopenProposal
    responder: Responder
    invited: Responder
    account: OfficialAccount
    breach: Breach
    review: AfterReview
    filing: Filing
    period_request: PeriodRequest
    dossier: Dossier
    packet: Packet
    complete_packet: Packet
    deletion: PostDeletion
    purge: PetitionPurge


def make_sample_bureau(cast: Cast, now: datetime, folder: Path) -> SampleBureau:
    """Live through the three matters."""
    adopt_default(bureau=cast.bureau, now=now, actor=MACHINE)
    shift, note, patrol = _duty(cast, now)
    _draft_rules(cast, now)
    channel = _channel(cast, now)
    source, feed, token = _sources(cast, now)
    job = _import(cast, feed, folder, now)
    _posts(cast, source, now)
    water = _confirm(cast, "自来水", now)
    hall = _confirm(cast, "登记", now)
    decide_severity(
        incident=hall,
        level=Severity.NONE,
        event_kind=EventKind.NONE,
        reason="",
        officer=cast.lu,
        now=now,
    )
    decide_value(
        incident=water,
        value=ResponseValue.ANSWER,
        grounds=[DutyGround.INTEREST],
        reason="",
        officer=cast.lu,
        now=now,
    )
    record_outside_level(
        incident=water,
        ladder=OutsideLadder.WARNING,
        step="blue",
        document=LevelDocument("云应急〔2026〕3号", "区应急管理局", T0.date()),
        officer=cast.lu,
        now=now,
    )
    guidance = issue_guidance(
        incident=water,
        text=GuidanceInput("正在查明原因，请先不要饮用。"),
        officer=cast.lu,
        now=now,
    )
    notice = notify_unit(
        incident=water, unit=cast.waterworks, guidance="请排查。", officer=cast.lu, now=now
    )
    link = make_link(
        bureau_id=cast.bureau.pk,
        purpose=PURPOSE,
        about_ref=notice.number,
        unit=cast.waterworks,
        now=now,
        lifetime=LINK_LIFETIME,
    )
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="水务局值班室",
        at=now,
        officer=cast.lu,
        now=now,
    )
    record_outside_answer(
        incident=water,
        unit=cast.waterworks,
        answered=OutsideAnswerInput(at=now, place="公告栏", text=guidance.agreed_line),
        officer=cast.lu,
        now=now,
    )
    answered_notice = _handled(cast, hall, now)
    release = _published(cast, hall, now)
    draft, fact, signoff_id = _submitted(cast.water, cast.waterworks, water, now)
    ramp = _candidate(cast, "坡道")
    confirmation, confirming = _asked(cast, draft, now)
    docket, asked, question = _verified(cast, water, hall, now)
    contact, (share, lead, share_link) = make_liaison_rows(cast, water, now=now)
    proposal = _heavy(cast, hall, now)
    meeting = consultations_of(hall).get()
    lamp = _closed(cast, now)
    accept_push(source=source, items=[{"text": "公交站牌看不清。"}], key="first", now=now)
    _say_seen(notice, cast, now)
    return SampleBureau(
        cast=cast,
        source=source,
        feed=feed,
        token=token,
        job=job,
        channel=channel,
        change=_change(cast, channel, now),
        setting_change=_setting_change(cast, feed, now),
        webhook=_webhook(cast, now),
        read_token=ask_read_token(cast, ["incidents:read"], now),
        post=Post.objects.filter(bureau=cast.bureau).earliest("pk"),
        candidate=ramp,
        merge_question=_asked_about(ramp, water, now),
        incident=water,
        notice=notice,
        link=link,
        open_link=SignedLink.objects.filter(bureau=cast.bureau).earliest("pk"),
        message=Message.objects.filter(bureau=cast.bureau).earliest("pk"),
        draft=draft,
        comment=draft.comments.get(),
        replaced=contradictions_of(draft)[0].other,
        fact=fact,
        signoff_id=signoff_id,
        answered=hall,
        answered_notice=answered_notice,
        release=release,
        plan_line=(line := carry_on_wechat(cast, release, now=now)),
        carried=line.carried.get(),
        met=make_press_rows(cast, hall, now=now),
        shift=shift,
        note=note,
        patrol=patrol,
        monitoring=make_monitoring(cast, now),
        community=register_community(bureau=cast.bureau, name="临江苑", actor=MACHINE, now=now),
        docket=docket,
        evidence=Evidence.objects.filter(finding__docket=docket).first(),
        asked=asked,
        question=question,
        contact=contact,
        **_accused(cast, now),
        follow_up=FollowUp.objects.get(talk__desk=contact),
        share=share,
        lead=lead,
        share_link=share_link,
        confirmation=confirmation,
        confirming=confirming,
        withheld=release.withheld.get(),
        third_party=ask_third_party(
            withholding=release.withheld.get(),
            received_at=now,
            delivery="邮寄",
            officer=cast.window,
            now=now,
        ),
        to_ratify=_to_ratify(cast, release, now),
        seal=ask_seal(
            release=release,
            ground=SealGround.PERSONAL,
            reason="认得出当事人。",
            officer=cast.speaker,
            now=now,
        ),
        delegation=_absence(cast, now),
        unconfirmed=_absence_of_another(cast, now),
        role_request=_role_request(cast, now),
        sign_in_reset=ask_reset(
            officer=cast.lu,
            kind=ResetKind.SECOND_FACTOR,
            reason="手机丢失。",
            by=cast.admin,
            now=now,
        ),
        recusal=recuse(
            incident=hall,
            who=cast.auditor,
            reason="与当事人相识。",
            officer=cast.leader,
            now=now,
        ),
        meeting=meeting,
        invitation=meeting.invitations.filter(unit=cast.waterworks).get(),
        proposal=proposal,
        task=proposal.assignments.get(task="补登记"),
        team=_team(cast, water, now),
        superior=_superior(cast, water, now),
        mechanism=_mechanism(cast, draft, now),
        report_file=ReportFile.objects.get(report__notice=answered_notice),
        **_offline(cast, hall, proposal, now),
        **_supervised(cast, water, now),
        **_prevention(cast, now),
        extension=_extension(cast, proposal, now),
        waiver=_waiver(cast, hall, now),
        set_aside=_set_aside(ramp, cast.lu, now),
        grading=_grading(hall, cast.shen, now),
        rise=_rise(water, now),
        objection=_objection(cast, water, now),
        closed=lamp,
        reopening=_spoken_of_again(lamp, now),
        **_roster(cast, release, now),
        breach=_breach(cast, lamp, now),
        review=_review(cast, lamp, now),
        **_archive(cast, lamp, now),
        reports=make_report_rows(cast, water, now=now),
        petitions=make_petition_rows(cast, now),
        **make_prevention_rows(cast, proposal.incident, now),
    )


def _review(cast: Cast, incident: Incident, now: datetime) -> AfterReview:
    """The office reviewed the lamps; the reception section has a lesson to see to."""
    said = write_review.ReviewText(
        CaseKind.SERVICE, "路灯坏了一周没有人报修。", "当天修好。", "巡查漏了晚上。"
    )
    row = write_review.start_review(incident=incident, text=said, officer=cast.shen, now=now)
    write_review.add_lesson(
        review=row,
        text="巡查改在傍晚。",
        unit=cast.reception,
        due=(now + timedelta(days=9)).date(),
        officer=cast.shen,
        now=now,
    )
    write_review.finish_review(review=row, officer=cast.shen, now=now)
    return row


def _archive(cast: Cast, incident: Incident, now: datetime) -> dict[str, Any]:
    """The lamps are filed for ten years, then for thirty; the office wants ten again.

    A dossier and an evidence packet wait to be made, a plan of a deletion for signatures.
    """
    set_fonds(fonds="X018", officer=cast.shen, now=now)
    why = {"officer": cast.shen, "now": now}
    asked = file_matter(incident=incident, period="TEN_YEARS", reason="一般事项", **why)
    assert isinstance(asked, PeriodRequest)
    seen = PERIOD_KIND.content_hash(asked)
    first = PERIOD_KIND.approve(asked, shown_hash=seen, officer=cast.leader, now=now)
    filing = change_period(filing=first, period="THIRTY_YEARS", reason="涉及民生", **why)
    assert isinstance(filing, Filing)
    return {
        "filing": filing,
        "period_request": change_period(
            filing=filing, period="TEN_YEARS", reason="误选", **why
        ),
        "dossier": request_dossier(filing=filing, **why),
        "packet": request_packet(
            about=About(incident=incident),
            profile=Profile.OUTSIDE,
            recipient="市信访局督查处",
            **why,
        ),
        "complete_packet": request_packet(
            about=About(incident=incident),
            profile=Profile.COMPLETE,
            recipient="云川区人民法院",
            **why,
        ),
        "deletion": _deletion(cast, now),
        "purge": _purge(cast, now),
    }


def _purge(cast: Cast, now: datetime) -> PetitionPurge:
    """A plan that waits; no petition of this world is old."""
    row = PetitionPurge(
        bureau=cast.bureau,
        number="XO2026-0001",
        rule_version="1",
        total=1,
        plan=PurgePlan(
            total=1,
            limits={"QUESTION": (now - timedelta(days=730)).isoformat()},
            periods={"QUESTION": 24},
            kinds={"QUESTION": 1},
            months={"2024-01": 1},
        ).as_data(),
        requested_at=now,
        requested_by=cast.shen,
    )
    ask_signatures(row, "删除到期信访事项 1 件", purge_hash(row), cast.shen, now)
    return row


def _deletion(cast: Cast, now: datetime) -> PostDeletion:
    """A plan that waits; no post of this world is old."""
    row = PostDeletion(
        bureau=cast.bureau,
        number="O2026-0001",
        months=12,
        rule_version="1",
        before=now - timedelta(days=365),
        today=(now - timedelta(days=1)).date(),
        total=1,
        plan={"months": {"2025-01": 1}, "sources": {"论坛": 1}, "oldest": "", "newest": ""},
        requested_at=now,
        requested_by=cast.shen,
    )
    row.signoff = request_approval(
        bureau_id=cast.bureau.pk,
        kind=DELETION_KIND.name,
        about_ref=row.number,
        label="删除到期帖文",
        content_hash=DELETION_KIND.content_hash(row),
        officer=cast.shen,
        clock=None,
        now=now,
        needed=2,
    )
    row.save()
    with transaction.atomic():
        data = {"count": 1, "months": 12, "hash": DELETION_KIND.content_hash(row)}
        record(row, "posts.deletion_planned", cast.shen, now, **data)
    post = Post.objects.filter(bureau=cast.bureau).first()
    assert post is not None
    of_source = {"bureau": cast.bureau, "source": post.source}
    DeletedPosts.objects.create(
        hour=moment_of(post.pk), channel=post.channel, posts=1, **of_source
    )
    with transaction.atomic():
        count_accepted(cast.bureau.pk, post.source_id, [(post.pk, post.channel)])
    DeletedKey.objects.create(digest=b"0123456789abcdef", **of_source)
    return row


def _breach(cast: Cast, incident: Incident, now: datetime) -> Breach:
    """A leader records that the reception section reported what was not so."""
    row = record_breach(
        incident=incident,
        kind=BreachKind.FALSE,
        unit=cast.reception,
        step="反馈",
        grounds="现场照片是旧照片。",
        officer=cast.leader,
        now=now,
    )
    excuse_breach(breach=row, text="照片传错了，已补新的。", officer=cast.window, now=now)
    return row


def _extension(cast: Cast, proposal: Proposal, now: datetime) -> Extension:
    """The reception section asks for three days more for its task."""
    task = proposal.assignments.get(task="补登记")
    assert task.clock is not None
    return ask_extension(
        clock=task.clock,
        until=task.clock.due_at + timedelta(days=3),
        reason="还有两户联系不上。",
        officer=cast.window,
        now=now,
    )


def _waiver(cast: Cast, incident: Incident, now: datetime) -> Waiver:
    """The office asks a leader to waive the calm of the answered matter."""
    incident.refresh_from_db()
    return ask_waiver(
        incident=incident,
        condition=Condition.CALM,
        reason="资料不足，电话回访都满意。",
        officer=cast.shen,
        now=now,
    )


def _set_aside(other: Candidate, officer: Officer, now: datetime) -> SetAsideRequest:
    """The duty officer wants to dismiss what the machine proposed as 重大."""
    candidate = Candidate.objects.get(pk=other.pk)
    candidate.pk, candidate.event_id = None, other.event_id + 1
    candidate.title, candidate.proposed_grade = "疏散演练通知", Grade.MAJOR
    candidate.save()
    row = set_aside(
        candidate=candidate,
        move=CandidateMove.DISMISS,
        reason="是演练消息。",
        officer=officer,
        now=now,
    )
    assert row is not None
    return row


def _grading(incident: Incident, officer: Officer, now: datetime) -> GradingRequest:
    """The office asks a leader to sign that the answered matter needs no further answer."""
    row = decide_value(
        incident=incident,
        value=ResponseValue.OFFLINE,
        grounds=(),
        reason="只涉及一户的个人信息。",
        no_answer=NoAnswer("PRIVACY", (now + timedelta(days=30)).date()),
        officer=officer,
        now=now,
    )
    assert row is not None
    return row


def _rise(incident: Incident, now: datetime) -> GradeRise:
    """The system proposes 特别重大 for the matter of the water, which nobody decided yet."""
    row = open_rise(
        incident, Grade.CRITICAL, event_id=event_ids_of(incident)[0], reasons=[], now=now
    )
    assert row is not None
    return row


def _objection(cast: Cast, incident: Incident, now: datetime) -> GradeObjection:
    """The water agency holds that the grade of its matter is too low, with a picture."""
    higher = Grade.MAJOR if incident.grade < Grade.MAJOR else Grade.SIGNIFICANT
    return object_to_grade(
        incident=incident,
        stated=ObjectionInput(
            wanted=higher,
            content="三个小区停水。",
            file=upload_picture(cast, "现场照片").file,
        ),
        shown_grade=incident.grade,
        officer=cast.water,
        now=now,
    )


def _closed(cast: Cast, now: datetime) -> Incident:
    """The lamps were mended, answered and closed."""
    lamp = _confirm(cast, "路灯", now)
    _handled(cast, lamp, now)
    _published(cast, lamp, now)
    close_incident(incident=lamp, officer=cast.shen, now=now)
    lamp.refresh_from_db()
    return lamp


def _spoken_of_again(incident: Incident, now: datetime) -> ReopenProposal:
    row = propose_reopening(closing=incident.closings.get(), mentions=Mentions(20), now=now)
    assert row is not None
    return row


def _roster(
    cast: Cast, release: Release, now: datetime
) -> dict[str, Responder | OfficialAccount]:
    """苏见微 answers in public and posted one answer; 秦以安 was asked."""
    groups = Placement.objects.filter(bureau=cast.bureau).values_list("group_id", flat=True)
    judge_groups(
        answer=release.answer, looked_at=groups, repeating=[], officer=cast.lu, now=now
    )
    count_help(release=release, helped=True, now=now)
    set_contact_details(revision=0, officer=cast.admin, now=now, hotline="12345")
    account = add_account(
        outlet=Outlet.OTHER,
        platform="论坛",
        name=cast.bureau.name,
        address="https://forum.yunchuan.example/office",
        officer=cast.shen,
        now=now,
    )
    confirm_account(account=account, officer=cast.speaker, now=now)
    listed = responder_of(cast, cast.speaker, cast.office, now=now)
    record_reply(
        release=release,
        account=account,
        address="https://forum.yunchuan.example/t/1",
        posted_at=now,
        officer=cast.speaker,
        now=now,
    )
    line = RosterInput("小秦", cast.reception, "来访接待回应岗", "来访、登记")
    invited = ask_responder(who=cast.window, line=line, officer=cast.shen, now=now)
    return {"responder": listed, "invited": invited, "account": account}


def responder_of(cast: Cast, who: Officer, unit: Unit, *, now: datetime) -> Responder:
    """Put an officer on the public roster, by his own consent."""
    line = RosterInput("小苏", unit, "网上回应岗", "来访、登记")
    responder = ask_responder(who=who, line=line, officer=cast.shen, now=now)
    consent(responder=responder, revision=responder.revision, officer=who, now=now)
    return responder


def _absence(cast: Cast, now: datetime) -> Delegation:
    """苏见微 travels next month, and 陆知远 stands in."""
    return delegate(
        principal=cast.speaker,
        to=cast.lu,
        absence=DelegationTerms(
            Role.SPOKESPERSON, now + timedelta(days=30), now + timedelta(days=32), "出差"
        ),
        by=cast.speaker,
        now=now,
    )


def _absence_of_another(cast: Cast, now: datetime) -> Delegation:
    """The administrator arranged for 程望舒, who is away already; nobody has confirmed it."""
    return delegate(
        principal=cast.cheng,
        to=cast.shen,
        absence=DelegationTerms(
            Role.DEPUTY, now + timedelta(days=60), now + timedelta(days=62), "住院"
        ),
        by=cast.admin,
        now=now,
    )


def _role_request(cast: Cast, now: datetime) -> RoleRequest:
    """The administrator asked for 秦以安 to become spokesperson; nobody has signed."""
    row = set_roles(
        officer=cast.window,
        roles=frozenset({Role.SECTION_OFFICER, Role.SPOKESPERSON}),
        active=True,
        reason="轮值。",
        by=cast.admin,
        now=now,
    )
    assert row is not None
    return row


def _offline(
    cast: Cast, incident: Incident, proposal: Proposal, now: datetime
) -> dict[str, Any]:
    """A task that waits to be accepted, a ticket whose sender was not reached, a promise."""
    task = take_task(cast, proposal, by=cast.window, now=now)
    done = make_task_report(cast, task, by=cast.window, now=now)
    ticket = make_reference(cast, incident, identity="某人，电话见工单", now=now)
    make_contact(cast, ticket, now=now)
    _to_erase(cast, done, now)
    return {
        "done_task": done,
        "material": Material.objects.get(entry__assignment=done),
        "reference": ticket,
        "letter": _letter(cast, incident, now),
        "petition": _sent(cast, now),
        "commitment": promise_of(cast, incident, unit=cast.reception, now=now),
    }


def _supervised(cast: Cast, incident: Incident, now: datetime) -> dict[str, Any]:
    """A paper of the leader waits for him; the water agency has answered a 督办 of it."""
    incident.refresh_from_db()
    row = enter(cast, incident, now=now)
    item = supervise(cast, row, now=now)
    answer(cast, item, now=now)
    token = make_link(
        bureau_id=cast.bureau.pk,
        purpose=SUPERVISING,
        about_ref=item.number,
        unit=cast.waterworks,
        now=now,
        lifetime=LINK_LIFETIME,
    )
    return {
        "instruction": row,
        "supervision": item,
        "supervision_file": SupervisionFile.objects.get(entry__supervision=item),
        "supervision_link": token,
    }


def _prevention(cast: Cast, now: datetime) -> dict[str, Any]:
    """A risk of 来访接待科 that it asks to lower, and a sweep that the office confirmed."""
    risk = heating(cast, now=now)
    change_risk(
        risk=risk,
        wanted=as_it_stands(risk, probability=3),
        reason="检修已完成大半。",
        revision=risk.revision,
        officer=cast.window,
        now=now,
    )
    values = DateInput("冬季清雪除冰", "道路交通", 11, 10, 20)
    date = add_date(bureau=cast.bureau, values=values, officer=cast.shen, now=now)
    sweep = open_sweep(bureau=cast.bureau, officer=cast.shen, now=now)
    confirm(sweep, cast.office, cast.shen, now)
    return {
        "risk": risk,
        "risk_date": date,
        "sweep": sweep,
        "sweep_part": part_of(sweep, cast.reception),
    }


def _accused(cast: Cast, now: datetime) -> dict[str, Any]:
    """Two accusations against 来访接待科: one waits, of the other somebody says it is none."""
    row = name_reception(cast, accuse(cast, now=now, with_file=True), now=now)
    other = name_reception(cast, accuse(cast, now=now), now=now)
    supplement_accusation(accusation=row, text="另有转账记录。", now=now)
    second = add_officer(
        bureau=cast.bureau,
        username=f"second-ji@{cast.bureau.slug}",
        name="严守正",
        password=PASSWORD,
        roles=frozenset({Role.DISCIPLINE}),
        unit=None,
        bootstrap=True,
        actor=MACHINE,
        now=now,
    )
    sent = submit(cast, "窗口那位先给熟人办，还让人带东西去他家。", now=now).row
    return {
        "accusation": row,
        "ending": ask_to_hand_back(cast, other, now=now, by=second),
        "diversion": diverted(cast, sent, now=now),
    }


def _team(cast: Cast, incident: Incident, now: datetime) -> ResponseTeam:
    """The water agency heads a team for the water."""
    wanted = WantedTeam("供水处置组", cast.water, [cast.shen], "局长批示：当天恢复供水。")
    return form_team(incident=incident, wanted=wanted, officer=cast.leader, now=now)


def _situation(cast: Cast, incident: Incident, now: datetime) -> None:
    """The desk says in one line what it is about."""
    revise_situation(
        incident=incident,
        line=SituationLine.MATTER,
        text="青石家园自来水发黄，正在查明原因。",
        shown_version=0,
        officer=cast.lu,
        now=now,
    )


def _superior(cast: Cast, incident: Incident, now: datetime) -> Superior:
    """The district office wants to hear of grave matters, and heard of one."""
    _situation(cast, incident, now)
    facts = SuperiorFacts("区委办公室", "GOVERNMENT", "重大舆情初报、续报、终报", "公文交换")
    actor = cast.admin.audit_actor()
    superior = add_superior(bureau=cast.bureau, facts=facts, actor=actor, now=now)
    SuperiorCall.objects.create(
        bureau=cast.bureau,
        incident=incident,
        superior=superior,
        at=now,
        answered_by="总值班室",
        recorded_by=cast.lu,
        recorded_at=now,
    )
    return superior


def _mechanism(cast: Cast, draft: Draft, now: datetime) -> MechanismReview:
    """The district office agreed to the words that wait; nobody has confirmed the record."""
    office = Superior.objects.get(bureau=cast.bureau)
    signoff = request_approval(
        bureau_id=cast.bureau.pk,
        kind="mechanism",
        about_ref="J2026-0001",
        label="机制审核",
        content_hash="0" * 64,
        officer=cast.shen,
        clock=None,
        now=now,
    )
    return MechanismReview.objects.create(
        bureau=cast.bureau,
        number=signoff.about_ref,
        draft=draft,
        content_hash=hash_of_content(content_of(draft)),
        office=office,
        office_name=office.name,
        at=now,
        opinion=Opinion.AGREED,
        document="云委办〔2026〕12号",
        no_file_reason="急件先电话审核。",
        recorded_by=cast.shen,
        recorded_at=now,
        signoff=signoff,
    )


def _letter(cast: Cast, incident: Incident, now: datetime) -> Reference:
    """A letter about the same, answered once; a review was asked for, with a hearing."""
    letter = bind_reference(
        incident=incident,
        origin=ReferenceKind.PETITION,
        outside_number="信访 2026-11-0042",
        label="登记窗口排队",
        officer=cast.lu,
        now=now,
    )
    today = now.astimezone(LOCAL).date()
    start_registration_period(reference=letter, received=today, officer=cast.lu, now=now)
    deliver_opinion(cast, letter, now=now)
    clock = ask_review_of_reference(
        reference=letter, asked=today, superior="云川区人民政府", officer=cast.lu, now=now
    )
    pause_clock(
        clock=clock,
        ground="HEARING",
        reason="定于下周听证",
        asked="双方到会并提交证据",
        until=today + timedelta(days=14),
        officer=cast.shen,
        now=now,
    )
    make_contact(cast, letter, ContactOutcome.WITHDRAWN, now=now)
    return letter


def _sent(cast: Cast, now: datetime) -> Petition:
    """A claim and an accusation, each with a picture; the accusation was added to."""
    sent = submit(cast, ACCUSING_TEXT, kind=None, now=now, files=[upload_picture(cast).file])
    accusation = Accusation.objects.get(pk=sent.row.pk)
    supplement_accusation(accusation=accusation, text="上周三又收了一次。", now=now)
    receipt = submit(cast, now=now, files=[upload_picture(cast).file])
    return Petition.objects.get(pk=receipt.row.pk)


def _to_erase(cast: Cast, task: Assignment, now: datetime) -> None:
    """The picture of a task need prove nothing any more; its destruction waits."""
    file = Material.objects.get(entry__assignment=task).file
    release_evidence(file=file, reason="另有签收单。", officer=cast.lu, now=now)
    ground = EraseGround.MINIMUM
    ask_erasure(file=file, ground=ground, reason="拍到路人。", officer=cast.shen, now=now)


def _heavy(cast: Cast, incident: Incident, now: datetime) -> Proposal:
    """The answered matter turned out graver: consulted about, approved, assigned."""
    incident.refresh_from_db()
    grave = Grade.SIGNIFICANT
    regrade_with_second(
        incident=incident, grade=grave, reason="又有人反映", officer=cast.lu, now=now
    )
    make_signed_minutes(cast, incident, now=now)
    proposal = make_approved_proposal(cast, incident, now=now)
    assign_task(
        proposal=proposal,
        unit=cast.reception,
        task="补登记",
        due=now + timedelta(days=2),
        officer=cast.shen,
        now=now,
    )
    return proposal


def _duty(cast: Cast, now: datetime) -> tuple[Shift, HandOverNote, Patrol]:
    """陆知远 keeps the desk for three hours more, 程望舒 leads; a note waits for the next.

    A moment ago he looked round and found nothing.
    """
    save_filter(officer=cast.lu, page="incidents", name="重大的", query="grade=3")
    wanted = PlannedShift(
        Span(now - timedelta(hours=5), now + timedelta(hours=3)), cast.lu, cast.cheng, "白班"
    )
    [shift] = add_shifts(
        bureau=cast.bureau, wanted=[wanted], actor=cast.admin.audit_actor(), now=now
    )
    note = write_hand_over_note(
        shift=shift,
        text="等区水务局反馈。",
        situation=DeskSituation(0, 2, 1),
        officer=cast.lu,
        now=now,
    )
    return shift, note, _patrol(cast, now)


def _patrol(cast: Cast, now: datetime) -> Patrol:
    at = now.astimezone(LOCAL).replace(second=0, microsecond=0)
    wanted = WantedPatrol(
        "本地论坛", [PlaceDetails("民生求助版")], [at.time()], sorted(EVERY_DAY), 30
    )
    plan = begin_plan(wanted=wanted, officer=cast.shen, now=at - timedelta(hours=1))
    return record_patrol(
        plan=plan, at=at, result=PatrolResult.NOTHING, note="", officer=cast.lu, now=now
    )


def _asked_about(candidate: Candidate, incident: Incident, now: datetime) -> MergeQuestion:
    """The stream is not sure whether a candidate is part of an incident."""
    event = incident.events.get().event_id
    why = reason("engine.similar_words", lead="水黄", score=0.2)
    near = Suggestion(event, candidate.event_id, 0.2, lambda: (why,))
    record_questions(bureau_id=candidate.bureau_id, suggestions=[near], now=now)
    return MergeQuestion.objects.get(bureau=candidate.bureau)


def _say_seen(notice: Notice, cast: Cast, now: datetime) -> None:
    notice.refresh_from_db()
    clock = notice.receipt_clock
    assert clock is not None
    acknowledge(clock=clock, officer=cast.water, holds=timedelta(minutes=15), now=now)


def _draft_rules(cast: Cast, now: datetime) -> None:
    path = "deadlines/APPROVAL"
    row = to_data(default_book())["deadlines"]["APPROVAL"] | {"amount": 2}
    edit_rule(path=path, row=row, shown_revision=0, officer=cast.shen, now=now)
    enter_year(year=2027, notice="放假通知", shown_revision=0, officer=cast.shen, now=now)
    set_days(
        first=date(2027, 2, 5),
        last=date(2027, 2, 11),
        kind=DayKind.OFF,
        note="放假通知",
        shown_revision=1,
        officer=cast.shen,
        now=now,
    )


def _verified(
    cast: Cast, incident: Incident, other: Incident, now: datetime
) -> tuple[Docket, Docket, str]:
    """A rumour that was checked and answers two incidents; a claim that is still asked."""
    docket = make_verified_docket(cast, incident, now=now)
    apply_finding(docket=docket, incident=other, officer=cast.lu, now=now)
    posts = Post.objects.filter(bureau=cast.bureau).values_list("pk", flat=True)
    apply_finding_to_posts(docket=docket, incident=incident, post_ids=posts)
    open_one = docket_of(cast, incident, claim="停水三天没有人通知", now=now)
    link = make_link(
        bureau_id=cast.bureau.pk,
        purpose=QUESTION,
        about_ref=open_one.number,
        unit=cast.waterworks,
        now=now,
        lifetime=LINK_LIFETIME,
    )
    return docket, open_one, link


def _asked(cast: Cast, draft: Draft, now: datetime) -> tuple[Confirmation, str]:
    """The water agency is asked about the words that wait for approval."""
    row = ask_confirmation(
        draft=draft,
        unit=cast.waterworks,
        revision=draft.revision,
        officer=cast.shen,
        now=now,
    )
    link = make_link(
        bureau_id=cast.bureau.pk,
        purpose=CONFIRMING,
        about_ref=row.number,
        unit=cast.waterworks,
        now=now,
        lifetime=LINK_LIFETIME,
    )
    return row, link


def _webhook(cast: Cast, now: datetime) -> Webhook:
    webhook = add_test_webhook(cast, "https://data.yunchuan.example/in", now, confirmed=False)
    try_webhook(webhook=webhook, officer=cast.admin, now=now)
    return webhook


def _channel(cast: Cast, now: datetime) -> Channel:
    channel = add_channel(
        bureau=cast.bureau,
        unit=cast.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target=f"duty@{cast.bureau.slug}.example",
        actor=cast.admin.audit_actor(),
        now=now,
    )
    try_channel(channel=channel, actor=cast.admin.audit_actor(), now=now)
    return channel


def _change(cast: Cast, channel: Channel, now: datetime) -> BoardAlarm:
    why = reason("alarms.channel_off", name="值班手机", by=cast.admin.name)
    tell_of_change(reason=why, about=trial_of(channel), by=cast.admin, now=now)
    return BoardAlarm.objects.filter(bureau=cast.bureau, key__startswith=CHANGES).get()


def _setting_change(cast: Cast, feed: Source, now: datetime) -> SettingChange:
    """Ask to stop a source for good."""
    why = "该网站已关停，不再更新"
    asked = stop_source(source=feed, reason=why, until=None, officer=cast.shen, now=now)
    assert asked is not None
    return asked


def _sources(cast: Cast, now: datetime) -> tuple[Source, Source, str]:
    actor = cast.admin.audit_actor()
    source = add_source(
        bureau=cast.bureau, name="论坛推送", kind="PUSH", channel="论坛", actor=actor, now=now
    )
    feed = add_source(
        bureau=cast.bureau,
        name="身边事",
        kind="FEED",
        channel="公众号",
        address="https://feeds.yunchuan.example/all.xml",
        actor=actor,
        now=now,
    )
    return source, feed, rotate_token(source=source, actor=actor, now=now)


def _import(cast: Cast, source: Source, folder: Path, now: datetime) -> ImportJob:
    path = folder / f"{cast.bureau.slug}.csv"
    path.write_text("标题,正文\n公交改线,夜班公交改线后不方便。\n", encoding="utf-8")
    return start_import(
        bureau=cast.bureau,
        source=source,
        path=path,
        mapping=Mapping(title="标题", text="正文"),
        history=False,
        actor=cast.lu.audit_actor(),
        now=now,
        by=cast.lu,
    )


def _posts(cast: Cast, source: Source, now: datetime) -> None:
    items = [
        RawItem(
            title=f"{cast.bureau.district}{title}",
            text=text.format(ending),
            external_key=f"{name}-{number}",
            url=f"https://forum.yunchuan.example/{name}/{number}",
            author=f"某人{name}{number}",
            published_at=(now - timedelta(minutes=90 - number)).isoformat(),
        )
        for name, (title, text) in SAID.items()
        for number, ending in enumerate(ENDINGS)
    ]
    accept_posts(
        source=source,
        items=items,
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now - timedelta(minutes=30),
    )
    forget_workers()  # nothing warm of another test
    while worker_of(cast.bureau.pk).turn(now=now):
        pass
    forget_workers()


def _candidate(cast: Cast, words: str) -> Candidate:
    return Candidate.objects.filter(bureau=cast.bureau, title__contains=words).latest("size")


def _confirm(cast: Cast, words: str, now: datetime) -> Incident:
    return confirm_with_second(
        candidate=_candidate(cast, words),
        grade=Grade.ORDINARY,
        reason="只涉及本区，尚无人受伤。",
        officer=cast.lu,
        now=now,
    )


def _filled(writer: Officer, speaker: Unit, incident: Incident, now: datetime) -> Draft:
    draft = start_draft(incident=incident, officer=writer, now=now, speaker=speaker)
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(
            title=f"关于{incident.title}的回应",
            claim="网上说这件事没有人管。",
            finding="PARTLY_TRUE",
            summary="情况部分属实，已经处理。",
            body="经核实，情况部分属实。[F1]\n我们已经处理，并向受影响的群众道歉。[F1]",
        ),
        officer=writer,
        now=now,
    )
    add_fact(
        draft=draft,
        revision=draft.revision,
        statement="已到现场核实并处理。",
        evidence="现场记录",
        subject="现场",
        attribute="核实的事件",
        value=incident.number,
        officer=writer,
        now=now,
    )
    annotate_draft(draft, writer, now)
    return draft


def _submitted(
    writer: Officer, speaker: Unit, incident: Incident, now: datetime
) -> tuple[Draft, Fact, int]:
    draft = _filled(writer, speaker, incident, now)
    submit_draft(draft=draft, revision=draft.revision, officer=writer, now=now)
    draft.refresh_from_db()
    return draft, draft.facts.get(), draft.signoff_id


def _handled(cast: Cast, incident: Incident, now: datetime) -> Notice:
    notice = notify_unit(
        incident=incident, unit=cast.reception, guidance="请核实。", officer=cast.shen, now=now
    )
    sign_notice(notice=notice, officer=cast.window, now=now)
    report_back(
        notice=notice,
        finding=Finding.PARTLY_TRUE,
        facts="一个窗口误解了规定。",
        handled="已纠正并补登记。",
        evidence="窗口记录",
        pieces=[upload_picture(cast, "补登记回执")],
        officer=cast.window,
        now=now,
    )
    return notice


def _to_ratify(cast: Cast, release: Release, now: datetime) -> SignoffRequest:
    """The answered matter became graver; its answer had gone out without the procedure."""
    draft = Draft.objects.get(answer_id=release.answer_id)
    draft.procedure_absent = "等不及机制。"
    begin_ratification(draft, None, cast.speaker, now)
    return SignoffRequest.objects.get(bureau=cast.bureau, kind="procedure")


def _kept_back(cast: Cast, draft: Draft, now: datetime) -> None:
    kept = WithholdingInput("经核实", Ground.PRIVACY, "认得出一户人家。")
    withhold(
        draft=draft, revision=draft.revision, withholding=kept, officer=cast.window, now=now
    )


def _published(cast: Cast, incident: Incident, now: datetime) -> Release:
    incident.refresh_from_db()
    draft = _filled(cast.window, cast.reception, incident, now)
    _kept_back(cast, draft, now)
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    for reviewer in (cast.lu, cast.leader, cast.cheng):
        draft.refresh_from_db()
        approve_draft(
            draft=draft,
            shown_hash=hash_of_content(content_of(draft)),
            officer=reviewer,
            now=now,
            ticked=list(CheckList),
        )
    draft.refresh_from_db()
    release = publish(draft=draft, officer=cast.speaker, now=now)
    review_withholding(
        withholding=release.withheld.get(),
        keep=True,
        reason="调查还没有结束。",
        officer=cast.leader,
        now=now,
    )
    return release
