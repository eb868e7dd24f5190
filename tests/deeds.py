"""What people do in the tests, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.models import Officer, Unit
from huiying.base.audit.actions.append import MACHINE
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.jobs.stream import forget_workers, worker_of
from huiying.policy.calendar import LOCAL
from huiying.policy.closing import Condition
from huiying.policy.findings import ClaimKind, Finding
from huiying.policy.grading import Grade
from huiying.policy.release_gates import CheckList
from huiying.work.casework.actions.answer_docket import Found, Proof, answer_docket
from huiying.work.casework.actions.ask_verification import ask_verification
from huiying.work.casework.actions.confirm_finding import confirm_finding
from huiying.work.casework.actions.consult import (
    Meeting,
    call_consultation,
    give_opinion,
    note_attendance,
)
from huiying.work.casework.actions.decide_proposal import decide_proposal
from huiying.work.casework.actions.notify import notify_unit
from huiying.work.casework.actions.receive import sign_notice
from huiying.work.casework.actions.report_back import report_back
from huiying.work.casework.actions.sign_minutes import (
    Conclusions,
    send_to_sign,
    sign_minutes,
    write_minutes,
)
from huiying.work.casework.actions.write_proposal import start_proposal, submit_proposal
from huiying.work.casework.models import (
    Consultation,
    Docket,
    FindingRecord,
    Notice,
    Proposal,
)
from huiying.work.casework.procedure import hash_of, minutes_content, proposal_content
from huiying.work.closing.actions.close import close_incident
from huiying.work.closing.actions.waive import ask_waiver, decide_waiver
from huiying.work.closing.gates import waiver_content
from huiying.work.closing.models import Waiver
from huiying.work.collection.actions.accept import accept_posts
from huiying.work.collection.actions.add_source import add_source
from huiying.work.collection.items import RawItem
from huiying.work.collection.models import Lane, Source
from huiying.work.incidents.actions.confirm_candidate import confirm_candidate
from huiying.work.incidents.models import Candidate, Incident
from huiying.work.responses.actions.decide_draft import approve_draft
from huiying.work.responses.actions.edit_draft import Words, edit_draft
from huiying.work.responses.actions.edit_facts import add_fact
from huiying.work.responses.actions.publish import publish
from huiying.work.responses.actions.start_draft import start_draft
from huiying.work.responses.actions.submit_draft import submit_draft
from huiying.work.responses.content import content_of
from huiying.work.responses.content import hash_of as answer_hash
from huiying.work.responses.models import Release
from tests.factories import T0, Cast
from tests.kept_deeds import kept_for

WATER = [
    "青石家园自来水发黄有铁锈味,整个小区都这样,不敢喝,谁来管管",
    "青石家园的自来水今早又发黄了,全小区停不下来,老人孩子没水用",
    "求问青石家园自来水发黄什么时候能好,整个小区居民都在买水",
    "青石家园自来水发黄第三天,整个小区几百户没有干净水",
]
QUEUE = [
    "来访登记排队太久,三号窗口只有一个人,等了两个小时",
    "三号窗口来访登记又排长队,从早上等到中午也没登记上",
    "来访登记三号窗口排队,等两个小时没人叫号,能不能多开窗口",
    "三号窗口的来访登记排队问题什么时候解决,今天又等了半天",
]


def source_of(cast: Cast, name: str = "云川论坛", channel: str = "论坛") -> Source:
    """Return a push source of the bureau."""
    found = Source.objects.filter(bureau=cast.bureau, name=name).first()
    return found or add_source(
        bureau=cast.bureau, name=name, kind="PUSH", channel=channel, actor=MACHINE, now=T0
    )


def notice_clock(
    cast: Cast,
    code: str = "NOTICE_MAJOR",
    *,
    grade: int = 3,
    ref: str = "2026-0001",
    holder: Holder | None = None,
    name: str = "通报",
) -> Clock:
    """Start a clock of notice at T0, in the hands of the duty officer if of nobody else."""
    return start_clock(
        bureau_id=cast.bureau.pk,
        kind="notice",
        name=name,
        rule=book_of(cast.bureau.pk, T0).deadline(code),
        rule_version="1",
        starts_at=T0,
        calendar=calendar_of(cast.bureau.pk),
        subject=ClockSubject("incident", ref, "云川佳园停水", grade),
        holder=holder or Holder("值班员"),
        now=T0,
    )


def post(
    cast: Cast,
    *texts: str,
    now: datetime = T0,
    channel: str = "论坛",
    history: bool = False,
    lane: Lane = Lane.LIVE,
    authors: bool = True,
) -> list[int]:
    """Let posts come in from a source; returns their ids."""
    items = [
        RawItem(text=text, author=f"网友{index}{channel}" if authors else "同一人")
        for index, text in enumerate(texts)
    ]
    results = accept_posts(
        source=source_of(cast, f"来源{channel}", channel),
        items=items,
        lane=lane,
        history=history,
        actor=MACHINE,
        now=now,
    )
    return [result.post_id for result in results if result.post_id is not None]


def turn(cast: Cast, *, now: datetime = T0) -> int:
    """Let the stream place everything that waits."""
    total = 0
    while placed := worker_of(cast.bureau.pk).turn(now=now):
        total += placed
    return total


@kept_for({}, {"texts": WATER})
def candidate_of(cast: Cast, texts: list[str] = QUEUE, *, now: datetime = T0) -> Candidate:
    """Let a matter come in until it stands on the desk."""
    keys = post(cast, *texts, now=now)
    turn(cast, now=now + timedelta(seconds=1))
    return Candidate.objects.select_related("notice_clock").get(
        bureau=cast.bureau, event_id=keys[0]
    )


@kept_for({}, {"texts": WATER}, {"grade": Grade.MAJOR}, {"texts": WATER, "grade": Grade.MAJOR})
def incident_of(
    cast: Cast,
    texts: list[str] = QUEUE,
    *,
    grade: Grade = Grade.ORDINARY,
    now: datetime = T0,
) -> Incident:
    """Let a matter come in and be confirmed by the duty officer."""
    return confirm_candidate(
        candidate=candidate_of(cast, texts, now=now),
        grade=grade,
        reason="按制度定级",
        officer=cast.lu,
        now=now + timedelta(minutes=2),
    )


def restart() -> None:
    """Forget everything a process holds in memory, as after a crash."""
    forget_workers()


CLAIM = "有人往水厂倒东西，所以水才发黄"
PROOF = Proof("检修工单", "https://shuiwu.example/notice/1", "凌晨更换望湖路主管阀门。")


def docket_of(
    cast: Cast,
    incident: Incident,
    *,
    claim: str = CLAIM,
    unit: Unit | None = None,
    kind: ClaimKind = ClaimKind.RUMOUR,
    now: datetime = T0,
) -> Docket:
    """Let the duty officer ask whether a claim is true; the water agency if nobody else."""
    return ask_verification(
        incident=incident,
        claim=claim,
        kind=kind,
        unit=unit or cast.waterworks,
        officer=cast.lu,
        now=now,
    )


def answered(
    docket: Docket,
    officer: Officer,
    finding: Finding = Finding.FALSE,
    *,
    now: datetime = T0,
    days: int = 30,
    evidence: tuple[Proof, ...] = (PROOF,),
) -> FindingRecord:
    """Let the unit say what it found."""
    found = Found(
        finding,
        "经查没有此事。",
        evidence,
        (now.astimezone(LOCAL) + timedelta(days=days)).date(),
    )
    return answer_docket(docket=docket, found=found, officer=officer, now=now)


def verified(
    cast: Cast,
    incident: Incident,
    finding: Finding = Finding.FALSE,
    *,
    claim: str = CLAIM,
    unit: Unit | None = None,
    by: Officer | None = None,
    now: datetime = T0,
    days: int = 30,
) -> Docket:
    """Let a claim be asked, answered by the water agency, and confirmed by the office."""
    docket = docket_of(cast, incident, claim=claim, unit=unit, now=now)
    answered(docket, by or cast.water, finding, now=now, days=days)
    confirm_finding(docket=docket, officer=cast.shen, now=now)
    return docket


SAID = Conclusions("供水事故引起的不满", "还在扩散", "有人借机造谣", "先送水，再说明原因")


def meeting_of(cast: Cast, incident: Incident, *, now: datetime = T0) -> Consultation:
    """Let the office call leader, deputy, spokesperson and the water agency together."""
    meeting = Meeting(
        now, "三楼会议室", [cast.leader, cast.cheng, cast.speaker], [cast.waterworks]
    )
    return call_consultation(incident=incident, meeting=meeting, officer=cast.shen, now=now)


def gathered(
    cast: Cast, incident: Incident, *, absent: tuple[str, ...] = (), now: datetime = T0
) -> Consultation:
    """Let them come (but ``absent``), one dissent, and the office write the minutes."""
    row = meeting_of(cast, incident, now=now)
    gone = {getattr(cast, name).pk for name in absent}
    for guest in row.invitations.all():
        if (guest.officer_id or guest.unit_id) not in gone:
            note_attendance(invitation=guest, present=True, officer=cast.shen, now=now)
    agency = row.invitations.get(unit=cast.waterworks)
    give_opinion(
        invitation=agency,
        text="原因没有查清前不宜公布。",
        dissent=True,
        officer=cast.water,
        now=now,
    )
    row.refresh_from_db()
    write_minutes(consultation=row, said=SAID, officer=cast.shen, now=now)
    return row


def signs(row: Consultation, *officers: Officer, now: datetime = T0) -> None:
    """Let officers sign the minutes as they stand."""
    for officer in officers:
        seen = hash_of(minutes_content(row))
        sign_minutes(consultation=row, seen_hash=seen, officer=officer, now=now)


def consulted(cast: Cast, incident: Incident, *, now: datetime = T0) -> Consultation:
    """Let a consultation be held and its minutes be signed by leader and deputy."""
    row = gathered(cast, incident, now=now)
    send_to_sign(consultation=row, officer=cast.shen, now=now)
    signs(row, cast.leader, cast.cheng, now=now)
    return row


def proposed(cast: Cast, incident: Incident, *, now: datetime = T0) -> Proposal:
    """Let the office write a proposal."""
    return start_proposal(
        incident=incident,
        measures="两小时内送水到小区门口。",
        risks="高层送不到。",
        officer=cast.shen,
        now=now,
    )


def decides(
    proposal: Proposal,
    officer: Officer,
    *,
    approve: bool = True,
    reason: str = "",
    now: datetime = T0,
) -> None:
    """Let a leader decide what he sees."""
    decide_proposal(
        proposal=proposal,
        approve=approve,
        reason=reason,
        seen_hash=hash_of(proposal_content(proposal)),
        officer=officer,
        now=now,
    )


def approved_proposal(cast: Cast, incident: Incident, *, now: datetime = T0) -> Proposal:
    """Let a proposal be written, submitted and approved by the leader."""
    proposal = proposed(cast, incident, now=now)
    submit_proposal(proposal=proposal, officer=cast.shen, now=now)
    decides(proposal, cast.leader, now=now)
    return proposal


def solved(
    cast: Cast,
    incident: Incident,
    *,
    handled: str = "三号窗口加派一人，排队不超过二十分钟。",
    evidence: str = "排班表、窗口记录",
    now: datetime = T0,
) -> Notice:
    """Let the reception section be notified, sign, and report what it did offline."""
    notice = notify_unit(
        incident=incident, unit=cast.reception, guidance="请核实。", officer=cast.shen, now=now
    )
    sign_notice(notice=notice, officer=cast.window, now=now)
    report_back(
        notice=notice,
        finding=Finding.TRUE,
        facts="窗口人手不够。",
        handled=handled,
        evidence=evidence,
        officer=cast.window,
        now=now,
    )
    incident.refresh_from_db()
    return notice


def told_in_public(cast: Cast, incident: Incident, *, now: datetime = T0) -> Release:
    """Let the section draft, the deputy approve, and the spokesperson publish an answer."""
    draft = start_draft(incident=incident, officer=cast.window, now=now, speaker=cast.reception)
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=Words(
            title="关于来访登记排队的回应",
            claim="网上说三号窗口排队太久。",
            finding="TRUE",
            summary="情况属实，已加派人手。[F1]",
            body="经核实，情况属实。[F1]\n我们已加派人手，向等候的群众道歉。[F1]",
        ),
        officer=cast.window,
        now=now,
    )
    add_fact(
        draft=draft,
        revision=draft.revision,
        statement="三号窗口已加派一人。",
        evidence="排班表",
        officer=cast.window,
        now=now,
    )
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    draft.refresh_from_db()
    assert draft.signoff is not None
    reviewers = [cast.lu, cast.leader][: draft.signoff.needed - 1]
    for reviewer in (*reviewers, cast.cheng):
        approve_draft(
            draft=draft,
            seen_hash=answer_hash(content_of(draft)),
            ticked=list(CheckList),
            officer=reviewer,
            now=now,
        )
    draft.refresh_from_db()
    release = publish(draft=draft, officer=cast.speaker, now=now)
    incident.refresh_from_db()
    return release


def waived(
    cast: Cast,
    incident: Incident,
    condition: Condition,
    *,
    by: Officer | None = None,
    now: datetime = T0,
) -> Waiver:
    """Let the office ask for a waiver, and the leader sign it."""
    row = ask_waiver(
        incident=incident,
        condition=condition,
        reason="资料不足，电话回访十户都已满意。",
        officer=cast.shen,
        now=now,
    )
    seen = hash_of(waiver_content(row))
    decide_waiver(
        waiver=row,
        approve=True,
        reason="",
        seen_hash=seen,
        officer=by or cast.leader,
        now=now,
    )
    row.refresh_from_db()
    return row


@kept_for({})
def closed(cast: Cast, texts: list[str] = QUEUE, *, now: datetime = T0) -> Incident:
    """Let an ordinary matter come in, be solved, answered in public, and closed."""
    incident = incident_of(cast, texts, now=now)
    solved(cast, incident, now=now + timedelta(minutes=5))
    told_in_public(cast, incident, now=now + timedelta(minutes=6))
    close_incident(incident=incident, officer=cast.shen, now=now + timedelta(minutes=7))
    incident.refresh_from_db()
    return incident
