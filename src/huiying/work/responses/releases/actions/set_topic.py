"""归类: file an answer under a topic, so that readers find it among others like it.

The topic is no part of what was published and of no hash, and one person changes it at any
time. So it is a word of the rule book's list, which two persons set.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.counting import counted_posts, hold_posts
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Answer


@transaction.atomic
def set_answer_topic(*, answer: Answer, topic: str, officer: Officer, now: datetime) -> None:
    """File an answer under a topic; an empty one takes it off its shelf.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If the topic is not in the list of the rule book.
    """
    require(officer, Capability.DRAFT)
    if topic and topic not in book_of(answer.bureau_id, now).topics:
        raise Refused(
            _("主题名单中无“%(topic)s”。名单在“规则与时限”中修改。") % {"topic": topic}
        )
    hold_posts(answer.bureau_id)
    rows = IncidentEvent.objects.filter(incident_id=answer.incident_id)
    events = list(rows.values_list("event_id", flat=True))
    with (
        counted(answer.bureau_id, Incident, [answer.incident_id]),
        counted_posts(answer.bureau_id, events),
    ):
        Answer.objects.filter(pk=answer.pk).update(topic=topic)
    answer.topic = topic
    bump_public_edition(answer.bureau_id)
    record(answer, "answer.filed", officer, now, topic=topic)
