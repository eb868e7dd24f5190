"""归类: file an answer under a topic, so that readers find it among others like it.

The topic is no part of what was published and of no hash; it may be changed at any time.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Answer
from huiying.work.responses.core.text import strip_unsafe

TOPIC_CHARS = 20


@transaction.atomic
def set_answer_topic(*, answer: Answer, topic: str, officer: Officer, now: datetime) -> None:
    """File an answer under a topic; an empty one takes it off its shelf.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If the topic is too long or names a person.
    """
    require(officer, Capability.DRAFT)
    topic = " ".join(strip_unsafe(topic).split())
    if len(topic) > TOPIC_CHARS:
        raise Refused(_("主题最多 20 字。"))
    if personal_search_refusal(topic):
        raise Refused(_("主题写事情，不写人。"))
    Answer.objects.filter(pk=answer.pk).update(topic=topic)
    answer.topic = topic
    bump_public_edition(answer.bureau_id)
    record(answer, "answer.filed", officer, now, topic=topic)
