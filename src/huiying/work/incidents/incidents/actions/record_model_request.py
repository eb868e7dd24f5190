"""请语言模型拟概要: record that texts of an incident will be sent to a language model."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.work.incidents.core.models import Incident


@transaction.atomic
def record_model_request(
    *, incident: Incident, officer: Officer, model: dict[str, Any], now: datetime
) -> None:
    """Record an asking: host, model, how many texts and characters; no word of them."""
    record(incident, "incident.model_asked", officer, now, **model)
