"""Deeds of the work offline, as tests need them: a picture, a report, a contact, a promise.

In:   a cast, a task or an incident, a moment.    Out:  the rows that the real acts make.
Cost: a few milliseconds each.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.procedure.models import Assignment, Proposal
from huiying.work.casework.promises.actions.promise import make_promise
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.confirm_withdrawal import decide_withdrawal
from huiying.work.casework.references.actions.record_contact import ContactInput, record_contact
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.references.withdrawals import withdrawal_hash, withdrawal_of
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.casework.tasks.actions.report_task import report_task
from huiying.work.casework.tasks.models import Commitment
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast


def png_chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def make_png(*extra: bytes) -> bytes:
    """Return a picture of one grey point, with more chunks before its pixels if asked."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + pixels + png_chunk(b"IEND", b"")


PLACE_CHUNK = png_chunk(b"tEXt", b"Comment\x00GPS 30.1 120.2, taken by a phone of somebody")
PICTURE = make_png(PLACE_CHUNK)


def upload_picture(
    cast: Cast, words: str = "三处送水点照片", data: bytes = PICTURE
) -> FileInput:
    """Hand in a picture."""
    return FileInput(words, write_file(cast.bureau.pk, check_incoming(data)))


def task_of(
    cast: Cast,
    proposal: Proposal,
    *,
    unit: Unit | None = None,
    material: str = "",
    now: datetime = T0,
) -> Assignment:
    """Let the office assign a task to the water agency, to be done in a day."""
    return assign_task(
        proposal=proposal,
        unit=unit or cast.waterworks,
        task="两小时内送水到小区门口",
        material=material,
        due=now + timedelta(days=1),
        officer=cast.shen,
        now=now,
    )


def take_task(
    cast: Cast, proposal: Proposal, *, by: Officer | None = None, now: datetime = T0
) -> Assignment:
    """Let the water agency, or somebody else, take a task on."""
    who = by or cast.water
    task = task_of(cast, proposal, unit=who.unit, now=now)
    accept_task(assignment=task, officer=who, now=now)
    return task


def make_task_report(
    cast: Cast, task: Assignment, *, by: Officer | None = None, now: datetime = T0
) -> Assignment:
    """Let the water agency, or somebody else, report on a task, with a picture."""
    report_task(
        task=task,
        text="三处送水点都已设好。",
        pieces=[upload_picture(cast)],
        officer=by or cast.water,
        now=now,
    )
    return task


def make_reference(
    cast: Cast, incident: Incident, *, identity: str = "", now: datetime = T0
) -> Reference:
    """Let the duty officer bind an incident to a hotline ticket."""
    return bind_reference(
        incident=incident,
        origin=ReferenceKind.HOTLINE,
        outside_number="12345-1124-031",
        label="反映家中自来水发黄",
        identity=identity,
        officer=cast.lu,
        now=now,
    )


def make_contact(
    cast: Cast,
    reference: Reference,
    outcome: ContactOutcome = ContactOutcome.NOT_REACHED,
    *,
    now: datetime = T0,
    by: Officer | None = None,
) -> None:
    """Let the duty officer call the person concerned; once more tomorrow if need be."""
    record_contact(
        reference=reference,
        attempt=ContactInput(
            ContactMethod.PHONE,
            outcome,
            now,
            note="无人接听"
            if outcome == ContactOutcome.NOT_REACHED
            else "已说明原因和恢复时间",
            next_at=now + timedelta(days=1) if outcome.needs_next else None,
        ),
        officer=by or cast.lu,
        now=now,
    )


def opinion_input(cast: Cast, at: datetime = T0, **changes: Any) -> ContactInput:
    """Return the delivery of an opinion of the competent organ, with its paper."""
    opinion = ContactInput(
        ContactMethod.LETTER,
        ContactOutcome.OPINION,
        at,
        note="挂号信 XA0000",
        document="云信意〔2026〕7号",
        organ=cast.waterworks.name,
        issued_on=at.astimezone(LOCAL).date(),
        file=write_file(cast.bureau.pk, check_incoming(PICTURE)),
    )
    return replace(opinion, **changes)


def record_opinion(cast: Cast, reference: Reference, *, now: datetime = T0) -> Contact:
    """Let the duty officer record that the written opinion (处理意见书) was delivered."""
    return record_contact(
        reference=reference, attempt=opinion_input(cast, now), officer=cast.lu, now=now
    )


def confirm_ending(reference: Reference, officer: Officer, *, now: datetime = T0) -> None:
    """Let a second person confirm what ends a petition."""
    row = withdrawal_of(reference)
    assert row is not None
    decide_withdrawal(
        row,
        approve=True,
        reason="",
        shown_hash=withdrawal_hash(row),
        officer=officer,
        now=now,
    )
    reference.refresh_from_db()


def deliver_opinion(cast: Cast, reference: Reference, *, now: datetime = T0) -> None:
    """Let the written opinion reach the petitioner, and the office confirm it."""
    row = record_opinion(cast, reference, now=now)
    if row.signoff is not None:
        confirm_ending(reference, cast.shen, now=now)


def promise_of(
    cast: Cast,
    incident: Incident,
    *,
    unit: Unit | None = None,
    days: int = 3,
    now: datetime = T0,
) -> Commitment:
    """Let the duty officer put on record what was promised in public."""
    return make_promise(
        incident=incident,
        text="高层水箱三天内全部上门清洗。",
        place="公开回应第 1 版",
        unit=unit or cast.waterworks,
        due=(now.astimezone(LOCAL) + timedelta(days=days)).date(),
        officer=cast.lu,
        now=now,
    )
