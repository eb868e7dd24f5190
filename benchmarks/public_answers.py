"""Fill a bureau with public answers by the thousand, and correct one of them.

In:   a stage with people, how many.    Out:  rows as the acts of publishing leave them.
Cost: about 2 ms an answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.installation import open_incidents

if TYPE_CHECKING:
    from benchmarks.installation import People
    from huiying.work.responses.core.models import Release

INCIDENTS = 50
BATCH = 500
MATTERS = ("路灯", "供水", "公交", "学区", "医保", "停车", "物业", "来访登记")
PARAGRAPH = "我们核对了当天的记录，情况与网上的说法有出入。现在已经恢复正常，今后每周检查一次。"


def fill_answers(
    who: People, count: int, now: datetime, incidents: list[Any] | None = None
) -> list[str]:
    """Publish so many answers over the last year; return their numbers, newest first.

    Args:
        incidents: That are answered, at least ``INCIDENTS``; None = new ones.
    """
    from django.db import transaction

    incidents = incidents or open_incidents(who, INCIDENTS, now)
    numbers: list[str] = []
    for start in range(0, count, BATCH):
        with transaction.atomic():
            places = range(start, min(count, start + BATCH))
            numbers += _batch(who, incidents, places, count, now)
    return numbers[::-1]


def _batch(who: People, incidents: list[Any], places: range, count: int, now: datetime) -> Any:
    from django.db.models import QuerySet

    from huiying.base.search.documents import Document, put_many
    from huiying.policy.core.hashing import hash_of_content
    from huiying.work.responses.core.edition import bump_public_edition
    from huiying.work.responses.core.models import Answer, Release
    from huiying.work.responses.releases.search import SEARCH_KIND, searchable_text

    answers = Answer.objects.bulk_create(
        Answer(
            bureau=who.bureau,
            number=f"2026-{place + 1:05d}",
            incident=incidents[place % INCIDENTS],
            speaker=who.unit,
            topic=MATTERS[place % len(MATTERS)],
        )
        for place in places
    )
    rows = []
    for place, answer in zip(places, answers, strict=True):
        content = _content(who, answer, place)
        rows.append(
            Release(
                bureau=who.bureau,
                answer=answer,
                version=1,
                published_at=now - timedelta(minutes=50 * (count - place)),
                published_by=who.duty,
                approved_by=who.section,
                approved_as="deputy",
                content=content,
                content_hash=hash_of_content(content),
            )
        )
    QuerySet(Release).bulk_create(rows)  # past the guard of the product's own manager
    for row in rows:
        _record(who, row)
    put_many(
        bureau_id=who.bureau.pk,
        documents=[
            Document(
                SEARCH_KIND,
                answer.number,
                searchable_text(row.content),
                public=True,
                at=row.published_at,
            )
            for answer, row in zip(answers, rows, strict=True)
        ],
    )
    bump_public_edition(who.bureau.pk)
    return [answer.number for answer in answers]


def _record(who: People, release: Release) -> None:
    """Write the record of a publication; without it the portal shows no word of a release."""
    from huiying.base.audit.actions.append import append

    append(
        bureau_id=who.bureau.pk,
        actor=who.duty.audit_actor(),
        verb="answer.published" if release.version == 1 else "answer.corrected",
        subject=release.audit_subject(),
        now=release.published_at,
        data={"version": release.version, "hash": release.content_hash},
    )


def _content(who: People, answer: Any, place: int) -> dict[str, Any]:
    matter = MATTERS[place % len(MATTERS)]
    findings = ("TRUE", "PARTLY_TRUE", "FALSE", "UNVERIFIABLE")
    return {
        "schema": 1,
        "bureau": who.bureau.slug,
        "answer": answer.number,
        "version": 1,
        "speaker": who.unit.name,
        "title": f"{matter}的第{place + 1}个问题是真的吗？",
        "claim": f"有人说{matter}从下周起要收费，第{place + 1}次听说了。",
        "finding": findings[place % len(findings)],
        "summary": f"不是这样：{matter}的办法没有变。",
        "body": "\n".join(f"{PARAGRAPH}[F{number}]" for number in (1, 2, 3)),
        "facts": [
            {
                "code": f"F{number}",
                "statement": f"{matter}在当天{number}点有记录。",
                "evidence": f"值班记录第{place}{number}号",
                "link": "",
            }
            for number in (1, 2, 3)
        ],
        "note": "",
    }


def correct(who: People, number: str) -> str:
    """Add a second version with a note, as the act of publishing leaves it; return the note."""
    from django.db import transaction

    from huiying.jobs import clock
    from huiying.policy.core.hashing import hash_of_content
    from huiying.work.responses.core.edition import bump_public_edition
    from huiying.work.responses.core.models import Release

    note = "更正：次数写错了。"
    last = Release.objects.get(answer__number=number, bureau=who.bureau)
    content = {**last.content, "version": 2, "note": note}
    with transaction.atomic():
        release = Release(
            bureau=who.bureau,
            answer=last.answer,
            version=2,
            published_at=clock.now(),
            published_by=who.duty,
            approved_by=who.section,
            approved_as="deputy",
            content=content,
            content_hash=hash_of_content(content),
            note=note,
        )
        release.save()
        _record(who, release)
        bump_public_edition(who.bureau.pk)
    return note
