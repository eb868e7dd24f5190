"""Create a candidate for an event, or update what is proposed for it.

In:   facts of the events that the newest posts touched.
Out:  candidates with reasons; a first proposal of 重大 starts its clock and raises the alarm.
Cost: a handful of writes per event that changed.

Reads first, then writes, a few events a transaction; a look that a crash cut off is looked
again (design §6: the 30 minutes start when 重大 is first before the bureau).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.actions.append import Act, append_many
from huiying.base.audit.subjects import MACHINE
from huiying.base.db.bulk import insert_rows, update_rows
from huiying.base.db.locks import lock_row
from huiying.base.rulebook.queries import book_of
from huiying.engine.masking.tagger import is_installed
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.promotion import raises_alarm, reaches_desk
from huiying.policy.grading.proposal import GradeProposal
from huiying.policy.rulebook.book import RuleBook
from huiying.reasons.reason import Reason, all_to_data, reason, to_data
from huiying.work.collection.communities.own_places import mask_for
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.assessment.event_facts import EventFacts, FactsReader
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.candidates.alarm import alarm_duty_desk
from huiying.work.incidents.candidates.clocks import start_candidate_clocks
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.candidates.rises import rises_by
from huiying.work.incidents.candidates.routing import router_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import OfficerDecision, Placement

LEAST_POSTS = 3
MAX_REASONS = 6  # reasons that a candidate shows
READ_BATCH = 96  # events that are read together
WRITE_BATCH = 32  # events a transaction: nobody waits long for the one writer
INCIDENT_STATES = (CandidateState.CONFIRMED, CandidateState.MERGED)
SILENT_STATES = (CandidateState.DISMISSED, CandidateState.TRANSFERRED, CandidateState.ABSORBED)


def propose_candidates(
    reader: FactsReader,
    *,
    event_ids: Iterable[int],
    now: datetime,
    reasons: Mapping[int, Sequence[Reason]],
    requested: bool = False,
) -> None:
    """Look at events and keep their candidates up to date.

    Args:
        event_ids: Events worth the look: at least three posts, grave words in a new post, or a
            post that an officer entered.
        reasons: Event id → why its posts were put together.
        requested: An officer wants them on the desk, whatever the rules propose.
    """
    bureau_id = reader.bureau_id
    every, volume = sorted(set(event_ids)), Volume(bureau_id)
    for ids in _batches(every, READ_BATCH):
        # Reading is the longer part, and who reads keeps nobody from writing.
        before, facts = _last_decision(bureau_id), _facts(reader, ids, volume)
        for some in _batches(ids, WRITE_BATCH):
            with transaction.atomic():
                lock_row(Bureau, bureau_id, referable=True)  # no other process joins events
                if _last_decision(bureau_id) != before:  # an officer moved posts meanwhile
                    facts |= _facts(reader, some, volume)
                there = _existing_events(bureau_id, some)
                read = {event_id: facts[event_id] for event_id in facts if event_id in there}
                _store(bureau_id, read, now=now, reasons=reasons, requested=requested)


def _batches(ids: list[int], size: int) -> Iterator[list[int]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def _existing_events(bureau_id: int, ids: list[int]) -> set[int]:
    """Leave out events that another process joined with others while these were read."""
    rows = Placement.objects.filter(bureau_id=bureau_id, event_id__in=ids)
    return set(rows.values_list("event_id", flat=True).distinct())


def _last_decision(bureau_id: int) -> int | None:
    found: int | None = OfficerDecision.objects.filter(bureau_id=bureau_id).aggregate(
        last=Max("seq")
    )["last"]
    return found


def _facts(reader: FactsReader, event_ids: list[int], volume: Volume) -> dict[int, EventFacts]:
    rows = Candidate.objects.filter(bureau_id=reader.bureau_id, event_id__in=event_ids)
    return reader.read(event_ids, dict(rows.values_list("event_id", "facts")), volume)


def _store(
    bureau_id: int,
    facts: dict[int, EventFacts],
    *,
    now: datetime,
    reasons: Mapping[int, Sequence[Reason]],
    requested: bool,
) -> None:
    rows = {
        row.event_id: row
        for row in Candidate.objects.filter(
            bureau_id=bureau_id, event_id__in=list(facts)
        ).select_related("incident")
    }
    book = book_of(bureau_id, now)
    new: list[tuple[Candidate, EventFacts]] = []
    loud: list[Candidate] = []
    for event_id, event in facts.items():
        proposal, why = event.proposal(book), all_to_data(reasons.get(event_id, ()))
        row = rows.get(event_id)
        if row is not None:
            _fill(row, event, proposal, book)
            row.why = [row.why[0], *why][:MAX_REASONS] if row.why and why else row.why
        elif not (requested or _is_worth_a_look(event, proposal)):
            continue  # a voice alone: kept, searchable, and looked at again when others join
        elif (reached := _reached(event, proposal, book, requested=requested)) is not None:
            row = _candidate(bureau_id, event, proposal, book, now, [to_data(reached), *why])
            new.append((row, event))
        else:
            continue
        if _needs_alarm(row, event, proposal):
            loud.append(row)
    _mask_titles(new)
    start_candidate_clocks(loud, now=now)
    _refresh(list(rows.values()))
    rises_by([row for row in rows.values() if row.state in INCIDENT_STATES], now)
    update_rows([row for row in loud if row.event_id in rows], ("major_since", "notice_clock"))
    acts = _store_new(bureau_id, new) if new else []
    alarm_duty_desk(loud, now=now)
    acts += [_act("candidate.alarmed", row, grade=row.proposed_grade) for row in loud]
    if acts:
        append_many(bureau_id=bureau_id, actor=MACHINE, acts=acts, now=now)


def _is_worth_a_look(event: EventFacts, proposal: GradeProposal) -> bool:
    return event.size >= LEAST_POSTS or event.by_hand or _is_grave(event, proposal)


def _is_grave(event: EventFacts, proposal: GradeProposal) -> bool:
    """Tell whether one post alone must be seen: people came to harm, or 重大 is proposed."""
    return raises_alarm(proposal) or any(event.notes.numbers.values())


def _reached(
    event: EventFacts, proposal: GradeProposal, book: RuleBook, *, requested: bool
) -> Reason | None:
    """Return why an event comes to the desk; None if it does not."""
    why = reaches_desk(
        event.size,
        event.voices or None,
        proposal,
        event.notes.kind(),
        rules=book.promotion,
        by_hand=event.by_hand,
    )
    return why or (reason("policy.desk_by_officer") if requested else None)


def _candidate(
    bureau_id: int,
    event: EventFacts,
    proposal: GradeProposal,
    book: RuleBook,
    now: datetime,
    why: list[dict[str, Any]],
) -> Candidate:
    """Return the new candidate of an event that is worth a look, not stored yet."""
    row = Candidate(bureau_id=bureau_id, event_id=event.event_id, raised_at=now)
    row.title = event.notes.title[:200]
    _fill(row, event, proposal, book)
    row.why = why[:MAX_REASONS]
    return row


def _mask_titles(new: Sequence[tuple[Candidate, EventFacts]]) -> None:
    """Mask the names in new titles before they are recorded, shown or sent with an alarm."""
    if not new or not is_installed():
        return
    titles = mask_for(new[0][0].bureau_id, [row.title for row, _event in new])
    for (row, event), title in zip(new, titles, strict=True):
        row.title = event.notes.title = title.text[:200]
        row.facts = event.notes.to_data()


def _store_new(bureau_id: int, new: list[tuple[Candidate, EventFacts]]) -> list[Act]:
    """Route and store new candidates, all together; return what is to be recorded."""
    router = router_of(bureau_id)
    for row, event in new:
        row.proposed_unit, row.routing = router.route(event.event_id, event.opening)
    rows = [row for row, _event in new]
    insert_rows(rows)
    return [
        _act(
            "candidate.raised",
            row,
            size=row.size,
            grade=row.proposed_grade,
            rules=row.rule_version,
        )
        for row in rows
    ]


def _refresh(rows: list[Candidate]) -> None:
    """Store what is known now of candidates, and of the incidents they became."""
    update_rows(rows, _FACT_FIELDS)
    for row in rows:
        if row.incident is not None and row.state in INCIDENT_STATES:
            refresh_incident(row.incident)


_FACT_FIELDS = (
    "why",
    "facts",
    "size",
    "groups",
    "voices",
    "channels",
    "discovered_at",
    "first_published_at",
    "last_post_at",
    "proposal",
    "proposed_grade",
    "is_topic",
    "topic_why",
    "rule_version",
)


def _fill(row: Candidate, event: EventFacts, proposal: GradeProposal, book: RuleBook) -> None:
    row.facts = event.notes.to_data()
    row.size, row.groups, row.voices = event.size, event.groups, event.voices
    row.channels = event.channels()
    row.discovered_at = event.discovered_at
    row.first_published_at = event.first_published_at
    row.last_post_at = event.last_post_at
    row.proposal = proposal_data(proposal, event)
    row.proposed_grade = int(proposal.grade)
    topic = event.notes.topic()
    row.topic_why = to_data(topic.reason) if topic.reason else {}
    if row.topic_by_id is None:  # what an officer said stays
        row.is_topic = topic.is_topic
    row.rule_version = str(book.version)


def proposal_data(proposal: GradeProposal, event: EventFacts) -> dict[str, Any]:
    """Return a proposal as JSON: cards, reasons, and the phrases behind the content card."""
    return {
        "rule": proposal.rule_code,
        "reasons": all_to_data(proposal.reasons),
        "possible": int(proposal.possible) if proposal.possible else None,
        "cards": [
            {
                "dimension": card.dimension,
                "score": card.score,
                "reasons": all_to_data(card.reasons),
            }
            for card in proposal.cards
        ],
        "phrases": event.notes.phrases,
    }


def _needs_alarm(row: Candidate, event: EventFacts, proposal: GradeProposal) -> bool:
    """Tell whether 重大 is proposed for the first time, and nobody is at it or put it off.

    An officer who calls it a topic, against the posts, does not silence it: that takes two.
    """
    topic = row.is_topic and event.notes.topic().is_topic
    loud = raises_alarm(proposal, topic=topic)
    if not loud or row.major_since or row.state in SILENT_STATES:
        return False
    incident: Incident | None = row.incident
    return incident is None or incident.grade < Grade.MAJOR


def _act(verb: str, row: Candidate, **data: Any) -> Act:
    return Act(verb, row.audit_subject(), data)
