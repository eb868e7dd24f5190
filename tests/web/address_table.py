"""The table of addresses: who may open each, and what the others get.

In:   nothing.    Out:  ``TABLE``, one row for each name in the URL table.
Cost: none.

People are letters: A administrator, D duty officer, O office, L leader, C deputy (程),
P spokesperson, S officer of the unit that was notified of the water (区水务局),
W officer of another unit (来访接待科), U auditor, J who handles accusations. ``-`` is nobody;
a ``stranger`` is not signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from huiying.base.rulebook.queries import versions_of
from tests.scenarios.sample_bureau import SampleBureau

ALL = "ADOLCPSWUJ"
SEES = "DOLCPSU"  # who may see the incident of the water
READS = "DOLCP"  # who may see posts
SEES_ANSWER = "DOLCPSU"
SEES_PLAN = "DOLCPWU"  # who may see the answer about the hall
OVERVIEW = "DOLCPU"  # who sees every matter of the bureau
DONE = frozenset({200, 302, 409})  # an act that was allowed: done, or asked again
PAGE = frozenset({200})
MOVED = frozenset({302})
GONE = frozenset({404})
STRANGE = frozenset({401})  # a machine without its token
ASKED = DONE | {400, 422}  # the empty form comes back with what is missing

Args = Callable[[SampleBureau], list[Any]]


def nothing(world: SampleBureau) -> list[Any]:
    """Return no arguments: the address is of the bureau, not of one row."""
    del world
    return []


@dataclass(frozen=True)
class Row:
    """One address: arguments, who may, which methods, and the answers."""

    who: str
    args: Args = nothing
    methods: str = "GET"
    get: frozenset[int] = PAGE
    post: frozenset[int] = DONE
    stranger: frozenset[int] = MOVED
    form: dict[str, Any] = field(default_factory=dict)
    role_first: bool = False  # 403 before the row is looked for: it says nothing about the row

    choice: bool = False  # the argument is a choice that every bureau has, not a row of one

    @property
    def about_a_row(self) -> bool:
        """Tell whether the address names a row of one bureau."""
        return self.args is not nothing and not self.choice


def act(who: str, args: Args = nothing, **more: Any) -> Row:
    """Return a row that asks on GET and acts on POST."""
    return Row(who, args, methods="GET POST", **more)


def press(who: str, args: Args = nothing, **more: Any) -> Row:
    """Return a row that acts on POST alone."""
    return Row(who, args, methods="POST", **more)


def public(args: Args = nothing, **more: Any) -> Row:
    """Return a page for everybody."""
    return Row(ALL, args, stranger=more.pop("get", PAGE), get=more.pop("got", PAGE), **more)


def event(world: SampleBureau) -> list[Any]:
    return [world.candidate.event_id]


def water(world: SampleBureau) -> list[Any]:
    return [world.incident.number]


def notice(world: SampleBureau) -> list[Any]:
    return [world.notice.number]


def docket(world: SampleBureau) -> list[Any]:
    return [world.docket.number]


def done_task(world: SampleBureau) -> list[Any]:
    return [world.done_task.number]


def instruction(world: SampleBureau) -> list[Any]:
    return [world.instruction.number]


def risk(world: SampleBureau) -> list[Any]:
    return [world.risk.number]


def sweep(world: SampleBureau) -> list[Any]:
    return [world.sweep.number]


def emergency(world: SampleBureau) -> list[Any]:
    """Return the emergency monitoring that runs."""
    return [world.monitoring.emergency.pk]


def petition(world: SampleBureau) -> list[Any]:
    return [world.petitions.claim.number]


def petition_erasure(world: SampleBureau) -> list[Any]:
    return [world.petitions.erasure.number]


def petition_code(world: SampleBureau) -> list[Any]:
    return [world.petitions.code.number]


def ended_petition(world: SampleBureau) -> list[Any]:
    return [world.petitions.erasure.petition.number]


def petition_reply(world: SampleBureau) -> list[Any]:
    return [world.petitions.draft.number]


def supervision(world: SampleBureau) -> list[Any]:
    return [world.supervision.number]


def team(world: SampleBureau) -> list[Any]:
    return [world.team.number]


def reference(world: SampleBureau) -> list[Any]:
    return [world.reference.number]


def graver(world: SampleBureau) -> list[Any]:
    return [world.answered.number]


def accusation(world: SampleBureau) -> list[Any]:
    return [world.accusation.number]


def accusation_file(world: SampleBureau) -> list[Any]:
    return [world.accusation.number, world.accusation.files.get().pk]


def diversion(world: SampleBureau) -> list[Any]:
    return [world.diversion.number]


def ending(world: SampleBureau) -> list[Any]:
    return [world.ending.number]


def meeting(world: SampleBureau) -> list[Any]:
    return [world.meeting.number]


def guest(world: SampleBureau) -> list[Any]:
    return [world.meeting.number, world.invitation.pk]


def proposal(world: SampleBureau) -> list[Any]:
    return [world.proposal.number]


def contact(world: SampleBureau) -> list[Any]:
    return [world.contact.number]


def share(world: SampleBureau) -> list[Any]:
    return [world.share.number]


def lead(world: SampleBureau) -> list[Any]:
    return [world.lead.number]


def extension(world: SampleBureau) -> list[Any]:
    return [world.extension.number]


def decision(world: SampleBureau) -> list[Any]:
    return [world.decision.number]


def drill(world: SampleBureau) -> list[Any]:
    return [world.drill.number]


def open_drill(world: SampleBureau) -> list[Any]:
    return [world.open_drill.number]


def contingency_plan(world: SampleBureau) -> list[Any]:
    return [world.plan.number]


def plan_on_water(world: SampleBureau) -> list[Any]:
    return [world.plan.number, world.incident.number]


def prepared_on_water(world: SampleBureau) -> list[Any]:
    """The prepared answer of the plan that was activated."""
    return [world.incident.number, f"{world.plan.number}.1"]


def waiver(world: SampleBureau) -> list[Any]:
    return [world.waiver.number]


def objection(world: SampleBureau) -> list[Any]:
    return [world.objection.pk]


def grading(world: SampleBureau) -> list[Any]:
    return [world.grading.signoff_id]


def raised(world: SampleBureau) -> list[Any]:
    return [world.rise.incident.number]


def grave_event(world: SampleBureau) -> list[Any]:
    return [world.set_aside.candidate.event_id]


def review(world: SampleBureau) -> list[Any]:
    return [world.review.number]


def lesson(world: SampleBureau) -> list[Any]:
    return [world.review.lessons.get().pk]


def breach(world: SampleBureau) -> list[Any]:
    return [world.breach.number]


def draft(world: SampleBureau) -> list[Any]:
    return [world.draft.pk]


def plan(world: SampleBureau) -> list[Any]:
    return [world.release.answer.number]


def article(world: SampleBureau) -> list[Any]:
    return [world.plan_line.postings.get().pk]


def plan_line(world: SampleBureau) -> list[Any]:
    return [world.plan_line.pk]


def conference(world: SampleBureau) -> list[Any]:
    return [world.met[0].number]


def owed(world: SampleBureau) -> list[Any]:
    return [world.met[0].number, world.met[0].questions.get().pk]


def enquiry(world: SampleBureau) -> list[Any]:
    return [world.met[1].number]


def expert(world: SampleBureau) -> list[Any]:
    return [world.met[2].pk]


def issued(world: SampleBureau) -> list[Any]:
    return [world.reports.issued.number]


def superior_order(world: SampleBureau) -> list[Any]:
    return [world.reports.superior.number]


def system(world: SampleBureau) -> list[Any]:
    return [world.reports.system.pk]


def report(world: SampleBureau) -> list[Any]:
    return [world.reports.sent.number]


def composition(world: SampleBureau) -> list[Any]:
    return [world.reports.composition.pk]


def delivery(world: SampleBureau) -> list[Any]:
    return [world.reports.sent.number, world.reports.delivery.pk]


def special(_world: SampleBureau) -> list[Any]:
    return ["SPECIAL"]


def late(world: SampleBureau) -> list[Any]:
    return [world.reports.late.signoff_id]


def recipient(world: SampleBureau) -> list[Any]:
    return [world.reports.rule.pk]


def schedule(world: SampleBureau) -> list[Any]:
    return [world.reports.schedule.pk]


def received(world: SampleBureau) -> list[Any]:
    return [world.reports.received.number]


def subordinate(world: SampleBureau) -> list[Any]:
    return [world.reports.subordinate.pk]


def signoff(world: SampleBureau) -> list[Any]:
    return [world.signoff_id]


def confirmation(world: SampleBureau) -> list[Any]:
    return [world.confirmation.number]


def opinion(world: SampleBureau) -> list[Any]:
    return [world.mechanism.number]


def unit(world: SampleBureau) -> list[Any]:
    return [world.cast.online.pk]


def filed(world: SampleBureau) -> list[Any]:
    return [world.filing.number]


def complete_packet(world: SampleBureau) -> list[Any]:
    """A complete packet that waits for a leader."""
    return [world.complete_packet.number]


def period_request(world: SampleBureau) -> list[Any]:
    return [world.period_request.number]


def purge(world: SampleBureau) -> list[Any]:
    return [world.purge.number]


def deletion(world: SampleBureau) -> list[Any]:
    return [world.deletion.number]


def kept_file(world: SampleBureau) -> list[Any]:
    return [world.material.file.number]


def agency(world: SampleBureau) -> list[Any]:
    return [world.cast.waterworks.pk]


def officer(world: SampleBureau) -> list[Any]:
    return [world.cast.lu.pk]


def channel(world: SampleBureau) -> list[Any]:
    return [world.channel.pk]


def read_token(world: SampleBureau) -> list[Any]:
    return [world.read_token.pk]


def a_webhook(world: SampleBureau) -> list[Any]:
    return [world.webhook.pk]


def a_register(_world: SampleBureau) -> list[Any]:
    return ["notices"]


def message(world: SampleBureau) -> list[Any]:
    return [world.message.pk]


def open_link(world: SampleBureau) -> list[Any]:
    return [world.open_link.pk]


def source(world: SampleBureau) -> list[Any]:
    return [world.source.pk]


def job(world: SampleBureau) -> list[Any]:
    return [world.job.pk]


def letter(world: SampleBureau) -> list[Any]:
    return [world.letter.number]


def scanned_opinion(world: SampleBureau) -> list[Any]:
    return [world.letter.contacts.get(file__isnull=False).pk]


def review_clock(world: SampleBureau) -> list[Any]:
    return [world.letter.petition.clock_id]


def receipt_clock(world: SampleBureau) -> list[Any]:
    return [world.notice.receipt_clock_id]


def rule_version(world: SampleBureau) -> list[Any]:
    return [versions_of(world.cast.bureau.pk)[0].pk]


def bureau(world: SampleBureau) -> list[Any]:
    return [world.cast.bureau.slug]


def answer(world: SampleBureau) -> list[Any]:
    return [world.cast.bureau.slug, world.release.answer.number]


def answer_version(world: SampleBureau) -> list[Any]:
    return [*answer(world), 1]


def shift(world: SampleBureau) -> list[Any]:
    return [world.shift.pk]


def community(world: SampleBureau) -> list[Any]:
    return [world.community.pk]


def patrol_plan(world: SampleBureau) -> list[Any]:
    return [world.patrol.plan_id]


def patrol_slot(world: SampleBureau) -> list[Any]:
    return [world.patrol.plan_id, int(world.patrol.slot_at.timestamp())]


def patrol_place(world: SampleBureau) -> list[Any]:
    return [world.patrol.plan.places.get().pk, int(world.patrol.slot_at.timestamp())]


def coverage_kind(_world: SampleBureau) -> list[Any]:
    return ["groups"]


def coverage_note(world: SampleBureau) -> list[Any]:
    return [world.monitoring.note.pk]


def shared_source(world: SampleBureau) -> list[Any]:
    return [world.monitoring.source.pk]


def topic(world: SampleBureau) -> list[Any]:
    return [world.monitoring.topic.pk]


def sample(world: SampleBureau) -> list[Any]:
    return [world.monitoring.sample.pk]


TRIAGE = "DO"
PEOPLE = "A"
SOURCES = "AO"
IMPORTS = "DO"

CONSOLE = {
    "desk": Row(ALL),
    "board": Row(ALL),
    "desk-matters": Row(ALL),
    "candidates": Row(ALL),  # a fragment of the desk: empty without TRIAGE
    "candidates-decided": Row(TRIAGE),
    "candidates-dismiss": act(TRIAGE, get=MOVED),  # with nothing picked: back to the desk
    "candidates-merge": act(TRIAGE, get=MOVED),
    "merge-questions": Row(TRIAGE),
    "merge-question": press(TRIAGE, lambda world: [world.merge_question.pk, "later"]),
    "merge-question-back": press(TRIAGE, lambda world: [world.merge_question.pk]),
    "candidate": Row(TRIAGE, event),
    "post-register": press(TRIAGE, lambda world: [world.post.pk]),
    "candidate-confirm": act(TRIAGE, event),
    "candidate-heard": press(TRIAGE, event),
    "candidate-watch": press(TRIAGE, event),
    "candidate-unwatch": press(TRIAGE, event),
    "candidate-dismiss": act(TRIAGE, event),
    "candidate-transfer": act(TRIAGE, event),
    "candidate-sign": press(TRIAGE, grave_event),
    "candidate-return": act(TRIAGE, grave_event),
    "candidate-merge": act(TRIAGE, event),
    "candidate-topic": press(TRIAGE, event),
    "candidate-answer": act("O", event),
    "candidate-restore": act(TRIAGE, event),
    "incidents": Row("DOLCPSWU"),
    "post-snapshot": press("DO", lambda world: [world.post.pk]),
    "copies": Row(READS, lambda world: [world.post.pk], role_first=True),
    "post-placement": act("DO", lambda world: [world.post.pk], role_first=True),
    "incident": Row(SEES, water),
    "regrade": act("DOLC", water),
    "rise-raise": press("DOLC", raised),
    "rise-keep": act("DOLC", raised),
    "severity": act("DOLC", water),
    "value": act("DOLC", water),
    "grading-request": Row("DOLCPWU", grading),
    "grading-sign": press("LC", grading),
    "grading-return": act("LC", grading),
    "objection": Row(SEES, objection),
    "objection-file": Row(SEES, objection),
    "objection-lodge": act("OS", water),  # the office is of the team
    "objection-uphold": act("DOLC", objection),
    "objection-withdraw": press("S", objection),
    "superior-call": act(
        "DO", lambda world: [world.incident.number, world.superior.pk], role_first=True
    ),
    "outside-level": act("DOLC", water),
    "situation": Row(SEES, water),
    "incident-volume": Row(SEES, water),
    "situation-revise": act("DO", lambda world: [world.incident.number, "MATTER"]),
    "notify": act("DO", water),
    "incident-merge": act("DO", water),
    "incident-split": act("DO", water),
    "incident-model": act("OP", water, role_first=True),
    "incident-move": act("DO", water),
    "notices": Row("DOSW"),
    "notice": Row("DOLCSU", notice),
    "notice-sign": press("S", notice),
    "notice-return": act("S", notice),
    "notice-report": act("S", notice),
    "notice-file": Row(SEES_PLAN, lambda world: [world.report_file.pk]),
    "notice-delivered": act("DO", notice),
    "notice-practice": act(PEOPLE),
    "notice-phone": act("DO", notice),
    "notice-remind": press("DO", notice),
    "notice-resend": press("DO", notice),
    "notice-reroute": act("DO", notice),
    "notice-settle": act("DO", notice),
    "messages": Row("DO"),
    "message-again": press("DO", message),
    "message-by-hand": act("DO", message),
    "open-links": Row("DO"),
    "link-revoke": act("DO", open_link),
    "guidance": Row(SEES, water),
    "guidance-write": act("DO", water),
    "guidance-sign": press("S", notice),
    "answered-outside": act("DO", water),
    "notice-answered": act("S", notice),
    "dockets": Row("DOLCPSWU"),
    "docket-ask": act("DO", water),
    "docket": Row("DOLCPSWU", docket),  # W: it also answers an incident of his unit
    "docket-answer": act("S", docket),
    "docket-evidence": act("S", docket),
    "docket-confirm": press("DOLC", docket),
    "docket-return": act("DOLC", docket),
    "docket-again": act("DOLC", docket),
    "docket-withdraw": act("DO", docket),
    "docket-serve": act("DO", docket),
    "docket-unserve": press("DO", lambda world: [world.docket.number, world.answered.number]),
    "docket-evidence-file": Row(
        "DOLCPSWU",
        lambda world: [world.docket.number, world.evidence.pk],
        get=MOVED,
        role_first=True,
    ),
    "docket-evidence-lost": act(
        "DOLC", lambda world: [world.docket.number, world.evidence.pk], role_first=True
    ),
    "docket-fact": press("OPS", lambda world: [world.docket.number, world.draft.pk]),
    "document-minutes": Row("DOLCPSU", meeting),
    "document-proposal": Row("DOLCPU", proposal),
    "document-approval": Row("DOLC", signoff),
    "document-call": Row("DOLCU", notice),
    "document-delivery": Row("DOLCU", notice),
    "document-answer": Row(SEES_PLAN, lambda world: [world.release.answer.number, 1]),
    "consultation-call": act("O", graver),
    "consultation-skip": act("O", graver),
    "consultation": Row("DOLCPSU", meeting),
    "consultation-invite": act("O", meeting),
    "consultation-cancel": act("O", meeting),
    "consultation-attend": press("O", guest, role_first=True),
    "consultation-opinion": act("OS", guest, role_first=True),
    "minutes-write": act("O", meeting),
    "minutes-send": press("O", meeting),
    "minutes-sign": press("LCP", meeting),
    "minutes-return": act("LCP", meeting),
    "proposal-write": act("O", graver, get=MOVED),  # there is one: it leads there
    "proposal": Row("DOLCPU", proposal),
    "proposal-edit": act("O", proposal),
    "proposal-submit": press("O", proposal),
    "proposal-urgent": act("O", proposal),
    "proposal-approve": press("LC", proposal),
    "proposal-return": act("LC", proposal),
    "proposal-assign": act("O", proposal),
    "tasks": Row("DOLCPSWU"),
    "task": Row("DOLCPWU", lambda world: [world.done_task.number]),
    "task-file": Row("DOLCPWU", lambda world: [world.material.pk]),
    "task-report": act("W", done_task),
    "task-material": act("W", done_task),
    "task-send-back": act("W", done_task),
    "task-return": act("O", done_task),
    "task-reassign": act("O", done_task),
    "task-instruct": act("LC", done_task),
    "task-recheck": act("DO", done_task),
    "task-close": act("O", done_task),
    "task-recall": act("LC", done_task),
    "team-form": act("OLC", water),
    "team-change": act("OLC", team),
    "team-dissolve": act("OLC", team),
    "accusations": Row("JAL"),
    "accusation": Row("J", accusation, role_first=True),
    "accusation-diversion": Row("J", diversion, role_first=True),
    "accusation-diversion-accept": press("J", diversion, role_first=True),
    "accusation-diversion-return": act("J", diversion, role_first=True),
    "accusation-open": act("J", accusation, role_first=True),
    "accusation-file": press("J", accusation_file, role_first=True),
    "accusation-letter": Row("J", accusation, get=DONE, role_first=True),
    "accusation-accused": act("J", accusation, role_first=True),
    "accusation-transfer": act("J", accusation, role_first=True),
    "accusation-supplement": act("J", accusation, role_first=True),
    "accusation-hand-back": act("J", accusation, role_first=True),
    "accusation-erase": act("J", accusation, role_first=True),
    "accusation-sign": press("JL", ending, role_first=True),
    "accusation-refuse": press("JL", ending, role_first=True),
    "references": Row("DOLCPU"),
    "reference-bind": act("DO", water),
    "reference-contact": act("DO", reference),
    "reference-unbind": act("DO", reference),
    "reference-forward": act("DO", letter),
    "reference-object": act("DO", letter),
    "reference-accept": act("DO", letter),
    "reference-review": act("DO", letter),
    "reference-opinion": Row("DO", scanned_opinion),
    "reference-withdrawal": Row("DO", letter),
    "withdrawal-sign": press("DO", letter),
    "withdrawal-return": act("DO", letter),
    "reference-reveal": act("O", reference),
    "promises": Row("DOLCPSWU"),
    "promise-make": act("DO", water),
    "promise-keep": act("DO", lambda world: [world.commitment.number]),
    "instruct": act("LC", water),
    "instruction-enter": act("O", water),
    "instruct-reference": act("LC", reference),
    "instruction-enter-reference": act("O", reference),
    "instruct-report": act("LC", report),
    "instruction-enter-report": act("O", report),
    "instruct-received": act("LC", received),
    "instruction-enter-received": act("O", received),
    "instruct-petition": act("LC", petition),
    "instruction-enter-petition": act("O", petition),
    "instruction": Row(OVERVIEW, instruction),
    "instruction-scan": Row(OVERVIEW, instruction),
    "instruction-confirm": press("LC", instruction),
    "instruction-disown": act("LC", instruction),
    "instruction-correct": act("LC", instruction),
    "instruction-correct-paper": act("O", instruction),
    "petitions": Row("DOLCSW"),
    "petition-enter": act("DO"),
    "petition-receipt": Row("DO", get=MOVED),
    "petitions-answer": act("DO", get=MOVED),
    "petition-tickets": act("DO", lambda _world: ["HOTLINE"], choice=True),
    "petition": Row("DOLCW", petition, role_first=True),
    "petition-file": Row("DOLC", lambda world: [world.petitions.file.pk], role_first=True),
    "petition-file-share": press("DO", lambda world: [world.petitions.file.pk]),
    "petition-supplement": act("DO", lambda world: [world.petitions.supplement.pk]),
    "petition-register": act("DO", lambda world: [world.petitions.new.number]),
    "petition-reveal": act("O", petition, role_first=True),
    "petition-divert": act("DO", petition),
    "petition-join": act("DO", petition),
    "petition-forward": act("DO", petition),
    "petition-acknowledge": press("OW", petition),
    "petition-remind": press("DO", petition),
    "petition-recuse": act("DOLCW", petition, role_first=True),
    "petition-recusal-end": act("LC", lambda world: [world.petitions.recusal.pk]),
    "petition-object": act("DO", petition),
    "petition-reassign": act("DO", petition),
    "petition-review": act("DO", petition),
    "petition-correct": act("DO", petition),
    "petition-purges": Row("DOLC"),
    "petition-purge-plan": act("O"),
    "petition-purge": Row("DOLC", purge),
    "petition-purge-sign": press("DOLC", purge),
    "petition-purge-return": act("DOLC", purge),
    "petition-purge-stop": press("O", purge),
    "petition-purge-resume": press("O", purge),
    "petition-purge-end": act("O", purge),
    "petition-erasures": Row("DOLC"),
    "petition-erasure": Row("DOLC", petition_erasure),
    "petition-erasure-record": act("DO", ended_petition),
    "petition-erasure-propose": act("DO", petition_erasure),
    "petition-erasure-approve": press("LC", petition_erasure),
    "petition-erasure-return": act("LC", petition_erasure),
    "petition-code": Row("DOLC", petition_code),
    "petition-code-ask": act("DO", petition),
    "petition-code-approve": press("DOLC", petition_code),
    "petition-code-return": act("DOLC", petition_code),
    "petition-code-issue": act("DO", petition_code),
    "petition-code-shown": Row("DO", petition_code, get=MOVED),
    "petition-draft": act(
        "DOW", lambda world: [world.petitions.claim.number, "OPINION"], role_first=True
    ),
    "petition-reply": Row("DOLCW", petition_reply, role_first=True),
    "petition-reply-sign": press("DO", petition_reply),
    "petition-reply-approve": press("LC", petition_reply),
    "petition-reply-approve-alike": press("LC", petition_reply),
    "petition-reply-return": act("LC", petition_reply),
    "petition-reply-deliver": act("DOW", petition_reply),
    "petition-reply-letter": Row("DOLCW", petition_reply, get=MOVED, role_first=True),
    "supervisions": Row("DOLCPSWU"),
    "supervision": Row(SEES, supervision),
    "supervision-file": Row(SEES, lambda world: [world.supervision_file.pk]),
    "supervise": act("O", instruction),
    "supervise-notice": act("O", notice),
    "supervise-task": act("O", done_task),
    "supervise-petition": act("O", petition),
    "supervision-feedback": act("S", supervision),
    "supervision-return": act("OLC", supervision),
    "supervision-reassign": act("O", supervision),
    "supervision-remind": press("O", supervision),
    "supervision-ask": act("OLC", supervision),
    "supervision-sign": press("OLC", supervision),
    "supervision-refuse": act("OLC", supervision),
    "risk-register": Row("DOLCPSWU"),
    "risk-add": act("OSW"),
    "risk-proposals": Row("OSW"),
    "risk-date-add": act("O"),
    "risk-dates-usual": press("O"),
    "risk-date-change": act("O", lambda world: [world.risk_date.pk]),
    "risk": Row("DOLCPWU", risk),
    "risk-review": act("OW", risk),
    "risk-change": act("OW", risk),
    "risk-put-off": act("OW", risk),
    "risk-appoint": act("OW", risk),
    "risk-settle": act("OW", risk),
    "risk-list-again": act("OW", risk),
    "risk-sign": press("OLC", risk),
    "risk-return": act("OLC", risk),
    "sweeps": Row("DOLCPSWU"),
    "sweep-open": press("O"),
    "sweep-part": Row("W", lambda world: [world.sweep_part.pk]),
    "sweep-part-review": press("W", lambda world: [world.sweep_part.pk, world.risk.number]),
    "sweep-part-confirm": press("W", lambda world: [world.sweep_part.pk]),
    "sweep": Row("DOLCPSWU", sweep),
    "sweep-compile": act("O", sweep),
    "sweep-sign": press("LC", sweep),
    "sweep-return": act("LC", sweep),
    "sweep-report": press("DO", sweep),
    "task-accept": press("W", lambda world: [world.task.number]),
    "incident-close": act("O", water),
    "incident-reopen": act(TRIAGE, lambda world: [world.closed.number]),
    "waiver-ask": act("O", lambda world: [world.answered.number, "CALM"]),
    "waiver": Row("DOLCPWU", waiver),
    "waiver-grant": press("LC", waiver),
    "waiver-return": act("LC", waiver),
    "archive": Row(OVERVIEW),
    "archive-fonds": act("O"),
    "archive-file": act("O", lambda world: [world.closed.number]),
    "archive-reports": Row(OVERVIEW),
    "archive-report-file": act("O", lambda world: [world.reports.filed.report.number]),
    "archive-period": Row("DOLCPWU", period_request),
    "archive-period-sign": press("LC", period_request),
    "archive-period-return": act("LC", period_request),
    "filing": Row("DOLCPWU", filed),
    "filing-period": act("O", filed),
    "dossier-make": press("O", filed),
    "dossier-take": press("O", lambda world: [world.dossier.number]),
    "packets": Row("OU"),
    "packet-period": act("U"),
    "packet-incident": act("O", water),
    "packet-notice": act("O", notice),
    "packet": Row("OLC", complete_packet),
    "packet-approve": press("LC", complete_packet),
    "packet-return": act("LC", complete_packet),
    "packet-take": press("O", lambda world: [world.packet.number]),
    "notice-delivery": Row("DOLCSU", notice),
    "post-deletions": Row(OVERVIEW),
    "post-deletion-plan": act("O"),
    "post-deletion": Row(OVERVIEW, deletion),
    "post-deletion-sign": press("DOLC", deletion),
    "post-deletion-return": act("DOLC", deletion),
    "post-deletion-stop": press("O", deletion),
    "post-deletion-resume": press("O", deletion),
    "post-deletion-end": act("O", deletion),
    "cases": Row("DOLCPSWU"),
    "risks": Row("DOLCPSWU"),
    "review": Row("DOLCPSWU", review),
    "review-start": act("O", lambda world: [world.closed.number]),
    "review-edit": act("O", review),
    "review-finish": press("O", review),
    "lesson-add": act("O", review),
    "lesson-drop": press("O", lesson),
    "lesson-settle": act("W", lesson),
    "figures": Row("OLCU"),
    "figures-leader": Row("OLCU"),
    "compliance": Row("OLCU"),
    "compliance-acts": Row("OLCU", lambda _world: ["4(1)", 0]),
    "compliance-deadlines": Row("OLCU", lambda _world: ["4(3)b", "late"]),
    "compliance-missing": Row("OLCU", lambda _world: ["5c", "patrols-missed"]),
    "compliance-incident": Row(SEES, water),
    "figure-rows": Row("OLCU", lambda world: ["clocks"], choice=True),
    "ledger": Row("OLCSWU"),
    "breach": Row("OLCWU", breach),
    "breach-record": act("LC", water),
    "breach-excuse": act("W", breach),
    "breach-decide": act("LC", breach),
    "breach-appeal": act("W", breach),
    "breach-refer": act("LC", breach),
    "reopening-decline": act(TRIAGE, lambda world: [world.reopening.pk]),
    "filter-keep": press("DOLCPSWU", lambda world: ["incidents"], choice=True),
    "filter-forget": press("DOLCPSWU", lambda world: ["incidents"], choice=True),
    "liaison": Row(OVERVIEW),
    "liaison-add": act("DO"),
    "liaison-desk": Row(OVERVIEW, contact),
    "liaison-edit": act("DO", contact),
    "liaison-talk": act("DO", contact),
    "follow-up-done": act(
        "DO", lambda world: [world.contact.number, world.follow_up.pk], role_first=True
    ),
    "shares": Row(OVERVIEW),
    "shares-export": Row(OVERVIEW),
    "share-start": act("DO", water),
    "share": Row(OVERVIEW, share),
    "share-revoke": act("DO", share),
    "lead-take": press("DO", lead),
    "lead-aside": act("DO", lead),
    "file": Row(SEES_PLAN, kept_file),
    "file-release": act("DOLC", kept_file),
    "file-erase": act("OLC", kept_file, role_first=True),
    "file-sign": act("DOLC", kept_file),
    "agency-tokens": Row("AO"),
    "agency-token-make": act("AO", agency),
    "agency-token-shown": Row("AO", agency),
    "agency-token-end": act("AO", agency),
    "trainings": Row(OVERVIEW),
    "training-add": act("DO"),
    "posts": Row(READS),
    "responses": Row("DOLCPSWU"),
    "draft-start": act("OPS", water, get=MOVED),  # there is a draft: it leads there
    "draft": Row(SEES_ANSWER, draft),
    "draft-edit": press("OPS", draft),
    "draft-changes": Row(SEES_ANSWER, draft),
    "draft-fact-add": act("OPS", draft),
    "draft-fact-change": act("OPS", lambda world: [world.draft.pk, world.fact.pk]),
    "draft-form": act("OPS", draft),
    "draft-reason": act("OPS", draft, get=GONE, post=GONE),  # of which words, it must be told
    "draft-supersede": act("OPS", lambda world: [world.draft.pk, world.replaced.pk]),
    "draft-autosave": press("OPS", draft, post=ASKED),
    "draft-lease": press("OPS", draft),
    "draft-reader": Row(SEES_ANSWER, draft),
    "draft-versions": Row(SEES_ANSWER, draft),
    "draft-restore": act("OPS", lambda world: [world.draft.pk, 1]),
    "draft-comment": press("OLCPS", draft, post=ASKED, role_first=True),
    "draft-comment-settle": press(
        "OLCPS", lambda world: [world.draft.pk, world.comment.pk], role_first=True
    ),
    "draft-fact-remove": press("OPS", lambda world: [world.draft.pk, world.fact.pk]),
    "draft-submit": press("OPS", draft),
    "draft-drop": act("OPS", draft),
    "draft-publish": act("P", draft),
    "responders": Row("DOLCPSWU"),
    "responder-ask": act("OP"),
    "responder-consent": press("W", lambda world: [world.invited.number], role_first=True),
    "responder-decline": press("W", lambda world: [world.invited.number], role_first=True),
    "responder-leave": act("OP", lambda world: [world.responder.number]),
    "accounts": Row("DOLCPSWU"),
    "account-add": act("OP"),
    "account-confirm": press("OP", lambda world: [world.account.pk]),
    "account-retire": press("OP", lambda world: [world.account.pk]),
    "reply-record": act("P"),
    "answer-groups": act("DO", lambda world: [world.release.answer.number]),
    "answer-file": act("OPW", lambda world: [world.release.answer.number]),
    "answer-correct": act("OPW", lambda world: [world.release.answer.number]),
    "plan": Row(SEES_PLAN, plan),
    "package": Row(SEES_PLAN, plan),
    "picture": Row(SEES_PLAN, plan),
    "plan-add": act("OP", plan),
    "plan-line": Row(SEES_PLAN, plan_line),
    "plan-file": Row(SEES_PLAN, lambda world: [*plan_line(world), world.carried.pk], get=MOVED),
    "article-start": act("OP", plan_line),
    "article-publish": act("P", article),
    "article-drop": act("OP", article),
    "plan-edit": act("OP", plan_line),
    "plan-carried": act("OP", plan_line),
    "plan-doubt": act("OP", plan_line),
    "plan-absent": act("OP", plan_line),
    "plan-drop": act("OP", plan_line),
    "reports": Row(OVERVIEW),
    "report-period": act("DO"),
    "report-schedule": act("AO"),
    "report-schedule-change": Row("ADOLCPU", schedule),
    "report-schedule-adopt": press("AO", schedule),
    "report-schedule-return": act("AO", schedule),
    "report-recipients": Row("ADOLCPU"),
    "report-recipient-add": act("AO"),
    "report-recipients-usual": press("AO"),
    "report-recipient-edit": act("AO", recipient),
    "late-record": Row("DOLC", late),
    "late-record-confirm": press("DOLC", late),
    "late-record-return": act("DOLC", late),
    "report-recipient-change": Row("ADOLCPU", recipient),
    "report-recipient-adopt": press("AO", recipient),
    "report-recipient-return": act("AO", recipient),
    "report-templates": Row("ADOLCPU"),
    "report-template": Row("ADOLCPU", special, choice=True),
    "report-template-change": press("AO", special, choice=True, post=ASKED),
    "received-reports": Row(OVERVIEW),
    "received-report-add": act("DO", post=ASKED),
    "received-report": Row(OVERVIEW, received),
    "received-report-receipt": Row(OVERVIEW, received),
    "report-subordinates": Row("ADOLCPU"),
    "report-subordinate-add": act("AO"),
    "report-subordinate-switch": press("AO", subordinate),
    "report-subordinate-token": act("AO", subordinate),
    "report-subordinate-token-shown": Row("AO", subordinate),
    "report-subordinate-token-end": act("AO", subordinate),
    "superior-systems": Row("ADOLCPU"),
    "superior-system-add": act("AO"),
    "superior-system-switch": press("AO", system),
    "superior-system-token": act("AO", system),
    "superior-system-token-shown": Row("AO", system),
    "superior-system-token-end": act("AO", system),
    "issued-supervisions": Row(OVERVIEW),
    "issued-start": act("OLC", received),
    "issued-answer-add": act("DO", post=ASKED),
    "issued-supervision": Row(OVERVIEW, issued),
    "issued-return": act("OLC", issued),
    "issued-close": act("OLC", issued),
    "issued-withdraw": act("OLC", issued),
    "issued-sign": press("LC", issued),
    "issued-refuse": act("LC", issued),
    "issued-again": press("O", issued),
    "issued-file": Row(OVERVIEW, lambda world: [*issued(world), 1]),
    "issued-answer-receipt": Row(OVERVIEW, lambda world: [*issued(world), 1]),
    "superior-supervisions": Row(OVERVIEW),
    "superior-supervision-add": act("DO", post=ASKED),
    "superior-supervision": Row(OVERVIEW, superior_order),
    "supervise-superior": act("O", superior_order),
    "superior-answer": act("OLC", superior_order),
    "superior-answer-sign": press("LC", superior_order),
    "superior-answer-refuse": act("LC", superior_order),
    "superior-answer-again": press("O", superior_order),
    "superior-answer-arrived": act("O", superior_order),
    "superior-answer-file": Row(OVERVIEW, lambda world: [*superior_order(world), 1]),
    "superior-supervision-receipt": Row(OVERVIEW, lambda world: [*superior_order(world), 1]),
    "report-start": act("DO", water),
    "report": Row(OVERVIEW, report),
    "report-edit": act("DO", report),
    "report-recompose": press("DO", report),
    "report-submit": press("DO", report),
    "report-approve": press("LC", report),
    "report-return": act("LC", report),
    "report-send": press("DO", report),
    "report-drop": act("DO", report),
    "report-withdraw": act("LC", report),
    "report-withdrawal-sign": press("OLC", report),
    "report-withdrawal-return": act("OLC", report),
    "report-replace": press("DO", report),
    "report-files": Row(OVERVIEW, report),
    "report-file-make": press(OVERVIEW, report, form={"format": "pdf"}),
    "report-file": Row(OVERVIEW, lambda world: [world.reports.sent.number, "docx"], get=MOVED),
    "report-composition": Row("DO", composition),
    "report-composition-again": press("DO", composition),
    "report-send-again": press("DO", delivery, role_first=True),
    "report-handover": act("DO", delivery, role_first=True),
    "report-receipt": act("DO", delivery, role_first=True),
    "report-told": act("DO", delivery, role_first=True),
    "press": Row(OVERVIEW),
    "press-apply": act("OP", water),
    "press-conference": Row(OVERVIEW, conference),
    "press-edit": act("OP", conference),
    "press-approve": press("LC", conference),
    "press-return": act("LC", conference),
    "press-cancel": act("OP", conference),
    "press-hold": act("OP", conference),
    "press-question": act("OP", conference),
    "press-later": act("OP", owed, role_first=True),
    "enquiries": Row(OVERVIEW),
    "enquiry-add": act("OP"),
    "enquiry": Row(OVERVIEW, enquiry),
    "enquiry-reply": act("OP", enquiry),
    "enquiry-refuse": act("OP", enquiry),
    "experts": Row(OVERVIEW),
    "expert-add": act("OP"),
    "expert-leave": press("OP", expert),
    "expert-explained": act("OP", expert),
    "approvals": Row("DOLC", get=MOVED),
    "approval": Row("DOLC", signoff),
    "approval-approve": press("LC", signoff),
    "approval-return": act("LC", signoff),
    "procedure-absent": act("OPS", draft),
    "procedure-ratify": act("LC", lambda world: [world.to_ratify.pk]),
    "mechanism-record": act("OPS", draft),
    "mechanism": Row(SEES_ANSWER, opinion),
    "mechanism-sign": press("DOLC", opinion),
    "mechanism-return": act("DOLC", opinion),
    "mechanism-scan": Row(SEES_ANSWER, opinion, get=MOVED),
    "disclosure": Row("DOLCPU"),
    "withhold": act("OPS", draft),
    "withhold-free": press("OWP", lambda world: [world.withheld.draft_id, world.withheld.pk]),
    "withhold-lift": act("OWP", lambda world: [world.withheld.pk]),
    "third-party-ask": act("OWP", lambda world: [world.withheld.pk]),
    "third-party-view": act("OWP", lambda world: [world.third_party.pk]),
    "withholding-review": act("LC", lambda world: [world.withheld.pk]),
    "seal-ask": act("LCP", lambda world: [world.release.answer.number, 1], role_first=True),
    "seal": act("LC", lambda world: [world.seal.signoff_id]),
    "seal-report": act("LCP", lambda world: [world.seal.signoff_id], role_first=True),
    "confirmation": Row(SEES_ANSWER, confirmation),
    "confirmation-answer": press("S", confirmation, post=ASKED),
    "confirmation-record": act("OPS", confirmation),
    "confirmation-countersign": act("DOLC", confirmation),
    "confirmation-scan": Row(SEES_ANSWER, confirmation, get=MOVED),
    "confirmation-ask": act("OPS", draft),
    "confirmation-waive": act("LC", lambda world: [world.draft.pk, world.confirmation.unit_id]),
    "sources": Row("ADOLCP"),
    "sources-find": act(SOURCES),
    "source-add": act(SOURCES, lambda _world: ["feed"]),
    "source-preview": press(SOURCES, lambda _world: ["feed"]),
    "source-edit": act(SOURCES, source),
    "source-pause": act(SOURCES, source),
    "source-resume": press(SOURCES, source),
    "source-token": press(SOURCES, source),
    "source-token-shown": Row(SOURCES, source),
    "imports": Row(IMPORTS),
    "import-upload": press(IMPORTS, post=ASKED),
    "post-enter": act("DO"),
    "communities": Row("ADOLCP"),
    "community-add": act(SOURCES),
    "community-confirm": press(SOURCES, community),
    "community-refuse": press(SOURCES, community),
    "community-retire": act(SOURCES, community),
    "decisions": Row(OVERVIEW),
    "decision-start": act("O", post=ASKED),
    "decision": Row(OVERVIEW, decision),
    "decision-edit": act("O", decision, post=ASKED),
    "decision-method": act("O", decision, post=ASKED),
    "decision-method-file": Row(
        OVERVIEW, lambda world: [world.decision_method.pk], get=frozenset({200, 302})
    ),
    "decision-method-strike": act("O", lambda world: [world.decision_method.pk], post=ASKED),
    "decision-point": act("O", lambda world: [world.decision_point.pk], post=ASKED),
    "decision-point-add": act("O", decision, post=ASKED),
    "decision-point-strike": act("O", lambda world: [world.decision_point.pk], post=ASKED),
    "decision-dissent": act("O", decision, post=ASKED),
    "decision-submit": press("O", decision),
    "decision-sign": press("LC", decision),
    "decision-return": act("LC", decision, post=ASKED),
    "decision-revise": act("O", decision, post=ASKED),
    "decision-announce": act("O", decision, post=ASKED),
    "decision-incident": act("O", decision, post=ASKED),
    "document-decision": Row(OVERVIEW, lambda world: [*decision(world), 1]),
    "contingency-plans": Row(OVERVIEW),
    "contingency-plan-start": act("O", post=ASKED),
    "contingency-plan": Row(OVERVIEW, contingency_plan),
    "contingency-plan-edit": act("O", contingency_plan, post=ASKED),
    "contingency-plan-measure": act("O", contingency_plan, post=ASKED),
    "contingency-plan-question": act("O", contingency_plan, post=ASKED),
    "contingency-plan-contact": act("O", contingency_plan, post=ASKED),
    "contingency-plan-item-drop": press("O", lambda world: [world.plan_item.pk]),
    "contingency-plan-submit": press("O", contingency_plan),
    "contingency-plan-approve": press("LC", contingency_plan),
    "contingency-plan-return": act("LC", contingency_plan, post=ASKED),
    "contingency-plan-revise": act("O", contingency_plan, post=ASKED),
    "drills": Row(OVERVIEW),
    "drill-plan": act("O", post=ASKED),
    "drill-choose": act("O", post=ASKED, get=frozenset({200, 302})),
    "drill": Row(OVERVIEW, drill),
    "drill-edit": act("O", open_drill, post=ASKED),
    "drill-allow": act("O", open_drill, post=ASKED),
    "drill-cancel": act("O", open_drill, post=ASKED),
    "document-drill": Row(OVERVIEW, drill),
    "incident-plan-choose": act("O", water, get=frozenset({200, 302}), post=ASKED),
    "incident-plan-activate": act("O", plan_on_water, get=frozenset({200, 302}), post=ASKED),
    "prepared-answer-insert": press("OP", prepared_on_water),
    "emergency-start": act("DO"),
    "emergency-end": press("DO", emergency),
    "status": Row(ALL),
    "status-mark": Row(ALL),
    "coverage": Row("ADOLCP"),
    "coverage-kind": Row("ADOLCP", coverage_kind, choice=True),
    "coverage-note": act(SOURCES, coverage_kind, choice=True),
    "coverage-note-sign": press("LC", coverage_note),
    "coverage-note-return": press("LC", coverage_note),
    "coverage-note-end": press(SOURCES, coverage_note),
    "coverage-assign": act(SOURCES, shared_source),
    "topics": Row(READS),
    "topic-add": act("DO"),
    "topic-review": press("DO", topic),
    "topic-end": act("DO", topic),
    "delays": Row(READS),
    "samples": Row("ADOLCP"),
    "sample-add": act("DO"),
    "sample": Row("ADOLCP", sample),
    "sample-close": press("DO", sample),
    "patrols": Row("ADOLCP"),
    "patrol-plan-add": act(SOURCES),
    "patrol-plan-change": act(SOURCES, patrol_plan),
    "patrol-plan-end": act(SOURCES, patrol_plan),
    "patrol-round": Row("ADOLCP", patrol_slot),
    "patrol-record": press("DO", patrol_slot),
    "patrol-finding": act("DO", patrol_place),
    "patrol-explain": act("DO", patrol_slot),
    "import": Row(IMPORTS, job),
    "import-start": press(IMPORTS, job, post=ASKED),
    "import-continue": press(IMPORTS, job),
    "import-pause": press(IMPORTS, job),
    "import-progress": Row(IMPORTS, job),
    "import-refusals": Row(IMPORTS, job),
    "import-repetitions": Row(IMPORTS, job),
    "import-retained": Row(IMPORTS, job),
    "people": Row(PEOPLE),
    "contact-details": act(PEOPLE),
    "unit-add": act(PEOPLE),
    "unit-import": act(PEOPLE),
    "officer-import": act(PEOPLE),
    "officer-links": Row(PEOPLE),
    "unit-edit": act(PEOPLE, unit),
    "officer-add": act(PEOPLE),
    "officer-edit": act(PEOPLE, officer),
    "officer-password": act(PEOPLE, officer),
    "officer-second-factor": act(PEOPLE, officer),
    "setting-change": act("AL", lambda world: [world.setting_change.signoff_id]),
    "reset-request": act("ALCO", lambda world: [world.sign_in_reset.signoff_id]),
    "officer-confirm": act("ALCO", officer),
    "role-requests": act("ALCO"),
    "role-request": act("ALCO", lambda world: [world.role_request.signoff_id]),
    "settings": act(ALL),
    "own-propose": act(ALL),
    "own-verify": act(ALL),
    "own-forget": press(ALL),
    "sign-ins": Row(ALL),
    "session": act(ALL),
    "session-end": press(ALL, lambda _world: [0], choice=True),
    "sessions-end-others": press(ALL),
    "incident-recuse": act(SEES, water),
    "recusal-end": act(
        "LC", lambda world: [world.answered.number, world.recusal.pk], role_first=True
    ),
    "group": Row(ALL),
    "superior-add": act(PEOPLE),
    "superior-edit": act(PEOPLE, lambda world: [world.superior.pk]),
    "why": Row(ALL),
    "delegation-add": act("AP", lambda world: [world.cast.speaker.pk], role_first=True),
    "delegation-confirm": act("ALC", lambda world: [world.unconfirmed.pk], role_first=True),
    "delegation-end": act("ADP", lambda world: [world.delegation.pk]),
    "roster": Row(ALL),
    "roster-add": act("AO"),
    "roster-import": act("AO"),
    "shift-replace": act("AO", shift),
    "shift-remove": act("AO", shift),
    "shift-hand-over": act(TRIAGE, shift),
    "note-read": press(TRIAGE, lambda world: [world.note.pk]),
    "channels": Row(PEOPLE),
    "channel-add": act(PEOPLE),
    "channel-account": act(PEOPLE, lambda world: [world.plan_line.account_id]),
    "channel-edit": act(PEOPLE, channel),
    "channel-confirm": act("AL", channel),
    "change-seen": act("DO", lambda world: [world.change.pk]),
    "channel-test": press(PEOPLE, channel),
    "integration": Row(PEOPLE),
    "integration-token-add": act(PEOPLE),
    "integration-token": Row(PEOPLE, read_token),
    "integration-token-sign": act("AL", read_token),
    "integration-token-refuse": act("AL", read_token),
    "integration-token-make": act(PEOPLE, read_token),
    "integration-token-end": act(PEOPLE, read_token),
    "webhook-add": act(PEOPLE),
    "webhook": Row(PEOPLE, a_webhook),
    "webhook-edit": act(PEOPLE, a_webhook),
    "webhook-confirm": act("AL", a_webhook),
    "webhook-secret": act(PEOPLE, a_webhook),
    "webhook-secret-shown": Row(PEOPLE, a_webhook),
    "webhook-secret-confirm": act("AL", a_webhook),
    "webhook-secret-drop": press(PEOPLE, a_webhook),
    "webhook-test": press(PEOPLE, a_webhook),
    "webhook-resend": press(PEOPLE, lambda world: [world.webhook.deliveries.all()[0].pk]),
    "backups": Row(PEOPLE),
    "retention": Row(PEOPLE),
    "backup-runs": Row(PEOPLE),
    "backup-now": press(PEOPLE),
    "clock": Row(SEES, receipt_clock),
    "clock-due": Row(SEES, receipt_clock, get=MOVED),  # to the form that it waits for
    "clock-pause": act("OLC", review_clock),
    "clock-resume": act("OLC", review_clock),
    "clock-acknowledge": press(SEES, receipt_clock),
    "clock-extend": act(SEES, receipt_clock),
    "extension": Row(SEES_PLAN, extension),
    "extension-grant": press("OLC", extension),
    "extension-return": act("OLC", extension),
    "rules": Row("ADOLCPU"),
    "rules-draft": Row("AO"),
    "rules-draft-drop": press("AO"),
    "rules-trial": act("AO"),
    "rules-edit": act("AO", lambda _world: ["deadlines/APPROVAL"], choice=True),
    "rules-versions": Row("ADOLCPU"),
    "rules-version": Row("ADOLCPU", rule_version),
    "rules-withdraw": act("AO", rule_version),
    "rules-calendar": Row("ADOLCPU"),
    "rules-calendar-edit": act("AO"),
    "rules-calendar-confirm": press("AO", choice=True),
    "rules-calendar-drop": press("AO", choice=True),
    "rules-calendar-enter": act("AO", lambda _world: [2028], choice=True),
    "rules-calendar-reopen": press("AO", lambda _world: [2028], choice=True),
    "rules-readiness": Row("ADOLCPU"),
    "rules-routing": Row("ADOLCPU"),
    "rules-routing-train": press("AO"),
    "rules-routing-use": press("AO", form={"number": "0"}),
    "register-incidents": Row(OVERVIEW),
    "register-notices": Row(OVERVIEW),
    "register-tasks": Row(OVERVIEW),
    "register-supervisions": Row(OVERVIEW),
    "register-responses": Row(OVERVIEW),
    "audit": Row("U"),
    "audit-check": Row("U", methods="GET POST", post=PAGE, form={"month": "2026-11"}),
    "search": Row("DOLCPSWU"),
    "keys": Row(ALL),
    "help": Row(ALL),
}

# The password is asked first, or there is no such factor; the administrator has one.
NONE_SET = MOVED | GONE
# Pages of one's own account: each sees his own, so no other bureau can be meant.
OWN = {
    "account_logout": act(ALL, form={"": ""}),
    "account_reauthenticate": act(ALL),
    "account_change_password": act(ALL),
    "mfa_index": Row(ALL),
    "mfa_reauthenticate": act(ALL, get=frozenset({200, 302})),
    "mfa_activate_totp": act(ALL, get=PAGE | MOVED),
    "mfa_deactivate_totp": act(ALL, get=NONE_SET | PAGE, post=NONE_SET),
    "mfa_view_recovery_codes": Row(ALL, get=NONE_SET | PAGE),
    "mfa_generate_recovery_codes": act(ALL, get=PAGE | MOVED),
    "mfa_download_recovery_codes": Row(ALL, get=NONE_SET | PAGE),
    "mfa_list_webauthn": Row(ALL, get=frozenset({200, 302})),
    "mfa_add_webauthn": act(ALL, get=PAGE | MOVED),
    "mfa_reauthenticate_webauthn": act(ALL, get=frozenset({200, 302})),
    "mfa_remove_webauthn": act(ALL, lambda _world: [1], get=NONE_SET, post=NONE_SET),
    "mfa_edit_webauthn": act(ALL, lambda _world: [1], get=NONE_SET, post=NONE_SET),
}

DOOR = {
    "account_login": act(ALL, get=MOVED, stranger=PAGE),
    "account_inactive": public(),
    "mfa_authenticate": act(ALL, get=MOVED),
    "invitation": public(  # its own tests open it; a stranger's guess opens nothing
        lambda _world: ["MQ", "guess"], get=frozenset({410}), got=frozenset({410})
    ),
    "account_set_password": public(get=GONE, got=GONE),
    "account_reset_password": public(get=GONE, got=GONE),
    "account_signup": public(get=GONE, got=GONE),
    "demo:roles": public(get=GONE, got=GONE),
    "demo:messages": public(get=GONE, got=GONE),
    "demo:pace": public(get=GONE, got=GONE),
    "demo:reset": public(get=GONE, got=GONE),
    "demo:end": public(get=GONE, got=GONE),
    "demo:enter": public(lambda world: [world.cast.lu.username], get=GONE, got=GONE),
    "theme": press(ALL, post=MOVED),
    "set_language": press(ALL, post=MOVED),
}

PORTAL = {
    "portal:index": public(get=frozenset({200, 302}), got=frozenset({200, 302})),
    "portal:home": public(bureau),
    "portal:answers": public(bureau),
    "portal:answer": public(answer),
    "portal:helped": public(answer, methods="GET POST"),
    "portal:reach": public(bureau),
    "portal:submit": public(bureau, methods="GET POST", post=ASKED),
    "portal:matches": public(bureau, methods="GET POST"),
    "portal:status": public(bureau, methods="GET POST", post=ASKED),
    "portal:leave": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:supplement": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:withdraw": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:rate": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:review": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:own": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:erase": public(bureau, methods="GET POST", get=MOVED, got=MOVED),
    "portal:version": public(answer_version),
    "portal:content": public(answer_version),
    "portal:changes": public(lambda world: [*answer(world), 2], get=GONE, got=GONE),
    "portal:feed": public(bureau),
    "portal:record": public(bureau),
    "portal:heads": public(bureau),
    "portal:packet_verifier": public(bureau),
    "portal:feed_json": public(bureau),
    "portal:sitemap": public(bureau),
    "portal:sitemaps": public(),
    "portal:open": public(bureau),
    "portal:regulation": public(bureau),
    "portal:figures_json": public(bureau),
    "portal:figures_csv": public(bureau),
    "portal:responders": public(bureau),
    "portal:responder": public(lambda world: [world.cast.bureau.slug, world.responder.number]),
    "portal:about": public(bureau),
    "portal:duties": public(bureau),
    "portal:limits": public(bureau),
    "portal:privacy": public(bureau),
    "portal:accessibility": public(bureau),
    "portal:healthz": public(),
    "portal:readyz": public(),
    "portal:metrics": public(get=GONE, got=GONE),
    "portal:robots": public(),
    "links:receipt": public(lambda world: [world.link]),
    "links:practice": public(lambda _world: ["guess"], get=GONE, got=GONE, post=GONE),
    "links:report": public(lambda world: [world.link], get=MOVED, got=MOVED, post=MOVED),
    "links:supervision": public(lambda world: [world.supervision_link]),
    "links:petition": public(lambda world: [world.petitions.link]),
    "links:channel-receipt": press(
        "-", channel, stranger=frozenset({403}), post=frozenset({403})
    ),
    "questions:answer": public(lambda world: [world.question]),
    "shares:share": public(lambda world: [world.share_link]),
    "shares:answer": public(lambda world: [world.share_link, world.asked.number]),
    "confirmations:answer": public(lambda world: [world.confirming]),
    "superiors:report": public(lambda world: [world.reports.token]),
}

# Machines sign by token; a session of an officer opens nothing more.
MACHINES = {
    "api:v1:openapi-json": public(),
    "api:v1:api-root": public(get=GONE, got=GONE),
    "api:v1:push-posts": press("-", post=STRANGE),
    "api:v1:push-report": press("-", post=STRANGE, stranger=STRANGE),
    "api:v1:push-supervision": press("-", post=STRANGE, stranger=STRANGE),
    "api:v1:agency-shares": public(get=STRANGE, got=STRANGE),
    "api:v1:agency-share": public(share, get=STRANGE, got=STRANGE, choice=True),
    "api:v1:incidents": public(get=STRANGE, got=STRANGE),
    "api:v1:incident": public(water, get=STRANGE, got=STRANGE, choice=True),
    "api:v1:releases": public(get=STRANGE, got=STRANGE),
    "api:v1:register": public(a_register, get=STRANGE, got=STRANGE, choice=True),
    "api:v1:petition-counts": public(get=STRANGE, got=STRANGE),
    "api:v1:agency-claims": public(get=STRANGE, got=STRANGE),
    "api:v1:agency-lead": press("-", share, post=STRANGE, stranger=STRANGE, choice=True),
    "api:v1:agency-answer": press("-", share, post=STRANGE, stranger=STRANGE, choice=True),
}

TABLE: dict[str, Row] = {
    **{f"console:{name}": row for name, row in CONSOLE.items()},
    **OWN,
    **DOOR,
    **PORTAL,
    **MACHINES,
}
