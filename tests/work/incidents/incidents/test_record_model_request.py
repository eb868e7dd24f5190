"""Who asks a language model is on record, with no word of what was sent."""

from __future__ import annotations

from huiying.base.audit.queries import timeline
from huiying.work.incidents.incidents.actions.record_model_request import record_model_request
from tests.scenarios.incidents import incident_of


def test_a_request_is_recorded_with_who_sent_how_much_where(yunchuan, now):
    incident = incident_of(yunchuan)
    model = {"host": "127.0.0.1:8080", "model": "small", "texts": 4, "characters": 120}

    record_model_request(incident=incident, officer=yunchuan.shen, model=model, now=now)

    record = timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic).first()
    assert (record.verb, record.data) == ("incident.model_asked", model)
    assert record.actor == f"officer:{yunchuan.shen.pk}"
    assert record.at == now
