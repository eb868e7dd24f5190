"""归类: file an answer under a topic, so that readers find it among others like it.

In:   an answer, a topic of at most 20 characters.    Out:  the answer, filed; no word changed.
Cost: three writes.

The topic is no part of what was published and of no hash; it may be changed at any time.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.search.door import looks_personal
from huiying.work.responses.content import fit
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.editions import moved
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import Answer

TOPIC_CHARS = 20


@transaction.atomic
def file_answer(*, answer: Answer, topic: str, officer: Officer, now: datetime) -> None:
    """File an answer under a topic; an empty one takes it off its shelf.

    Raises:
        PermissionDenied: If the officer may not draft.
        CannotAnswer: If the topic is too long or names a person.
    """
    require(officer, Capability.DRAFT)
    topic = " ".join(fit(topic).split())
    if len(topic) > TOPIC_CHARS:
        raise CannotAnswer(_("主题最多 20 字。"))
    if looks_personal(topic):
        raise CannotAnswer(_("主题写事情，不写人。"))
    Answer.objects.filter(pk=answer.pk).update(topic=topic)
    answer.topic = topic
    moved(answer.bureau_id)
    append(
        bureau_id=answer.bureau_id,
        actor=actor_of(officer),
        verb="answer.filed",
        subject=Subject(
            "answer",
            answer.number,
            answer.incident.title,
            f"incident:{incident_now(answer.incident).number}",
        ),
        now=now,
        data={"topic": topic},
    )
