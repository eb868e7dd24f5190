"""Whether an answer rests on findings in force, and what contradicts it.

In:   a draft, the moment.    Out:  checks, for the incident of the draft and each of its facts.
Cost: four queries; a draft of an incident without dockets has none of these checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.policy.procedure.findings import Finding
from huiying.work.casework.verification.models import Docket, DocketState
from huiying.work.casework.verification.queries import (
    contradicting_requests,
    finding_in_force,
    verification_requests_of,
)
from huiying.work.responses.checks.check import Check
from huiying.work.responses.core.models import Draft

OPEN = (DocketState.ASKED, DocketState.FOUND)


def finding_checks(draft: Draft, now: datetime) -> list[Check]:
    """Return what blocks or should be looked at, from the findings of the incident."""
    dockets = list(verification_requests_of(draft.answer.incident.current))
    known = {docket.pk: docket for docket in dockets}
    return [
        *_contradictions(dockets, now),
        *_facts(draft, known, now),
        *_open(dockets),
        *_denial(draft, dockets, now),
    ]


def blocking_findings(draft: Draft, now: datetime) -> list[str]:
    """Return the sentences of what blocks a submission or a publication."""
    return [check.text for check in finding_checks(draft, now) if check.state == "blocked"]


def _contradictions(dockets: list[Docket], now: datetime) -> Iterator[Check]:
    for group in contradicting_requests(dockets, now):
        numbers = _("、").join(docket.number for docket in group)
        sentence = _("核实结论互相矛盾：%(numbers)s。") % {"numbers": numbers}
        yield Check("blocked", sentence, _("请重新核实其中一份，得出一致的结论。"), "findings")


def _facts(draft: Draft, known: dict[int, Docket], now: datetime) -> Iterator[Check]:
    for fact in draft.facts.select_related("docket"):
        if fact.docket is None:
            continue
        docket = known.get(fact.docket.pk, fact.docket)
        if finding_in_force(docket, now) is None:
            sentence = _("事实 %(code)s 引用的核实结论（%(number)s）已失效。") % {
                "code": f"F{fact.order}",
                "number": docket.number,
            }
            hint = _("请重新核实，或删除该事实。")
            yield Check("blocked", sentence, hint, f"fact-F{fact.order}")


def _open(dockets: list[Docket]) -> Iterator[Check]:
    waiting = [docket.number for docket in dockets if docket.state in OPEN]
    if waiting:
        sentence = _("尚有说法未核实完毕：%(numbers)s。") % {"numbers": _("、").join(waiting)}
        yield Check("warned", sentence, _("未经核实的不得写成定论。"), "findings")
    elif dockets:
        yield Check("passed", _("提出核实的说法均有结论"))


def _denial(draft: Draft, dockets: list[Docket], now: datetime) -> Iterator[Check]:
    if draft.finding != Finding.FALSE:
        return
    answers = [(docket, finding_in_force(docket, now)) for docket in dockets]
    true = [
        docket.number
        for docket, answer in answers
        if answer is not None and Finding(answer.finding).must_be_solved
    ]
    if true:
        sentence = _("回应写“不属实”，但有说法经核实属实或部分属实：%(numbers)s。") % {
            "numbers": _("、").join(true)
        }
        yield Check("warned", sentence, _("属实的先解决，再如实回应。"), "id_finding")
