"""The events that a webhook is told of, and the acts of the record that they are.

In:   a verb of the record.    Out:  the type of an event.
Cost: none.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.TextChoices):
    """What happened. A name that was published is never changed."""

    CONFIRMED = "incident.confirmed", _("事件已登记")
    GRADED = "incident.graded", _("事件等级已变更")
    CLOSED = "incident.closed", _("事件已办结")
    REOPENED = "incident.reopened", _("事件重新办理")
    SENT = "notice.sent", _("通报已发出")
    DELIVERED = "notice.delivered", _("通报已送达")
    ACKNOWLEDGED = "notice.acknowledged", _("通报已签收")
    PUBLISHED = "release.published", _("回应已发布")
    CORRECTED = "release.corrected", _("回应已更正")
    SEALED = "release.sealed", _("回应已封存")


TEST = "webhook.test"
"""The type of a trial; it is about nothing and cannot be chosen."""

EVENT_OF_VERB = {
    "incident.opened": EventType.CONFIRMED,
    "incident.graded": EventType.GRADED,
    "incident.closed": EventType.CLOSED,
    "incident.reopened": EventType.REOPENED,
    "notice.sent": EventType.SENT,
    "notice.delivered": EventType.DELIVERED,
    "notice.signed": EventType.ACKNOWLEDGED,
    "answer.published": EventType.PUBLISHED,
    "answer.corrected": EventType.CORRECTED,
    "release.sealed": EventType.SEALED,
}
