"""The response value of an incident and the levels set by other bodies, on its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.clocks.models import ClockState
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.release.disclosure import LAW
from huiying.policy.release.no_answer import NO_ANSWER_GROUNDS
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.grading.models import OutsideLevel
from huiying.work.incidents.grading.queries import value_decisions_of

NUMERALS = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ"}


@dataclass(frozen=True, slots=True)
class ValuePanel:
    """The response value: what is due in public, and who decided it."""

    label: str
    decided: bool
    note: str
    acts: list[ActButton]


def value_panel(reading: IncidentReading) -> ValuePanel:
    """Return what is due in public, who decided it, and on which grounds."""
    incident, decisions = reading.incident, reading.rows("values", value_decisions_of)
    last = next(
        (row for row in reversed(decisions) if row.value == incident.response_value), None
    )
    acts = []
    if reading.may(Capability.GRADE) and not reading.is_settled:
        label = _("改定回应价值…") if last else _("研判回应价值…")
        acts.append(act_button(label, "console:value", incident.number))
    if last is None:
        note = _("尚未研判；以公开为常态，按应当回应计时。")
        return ValuePanel(_(ResponseValue.ANSWER.label), decided=False, note=note, acts=acts)
    grounds = [_(DutyGround(name).label) for name in last.grounds]
    note = _("%(who)s %(at)s 研判") % {
        "who": last.by.name,
        "at": timezone.localtime(last.at).strftime("%m-%d %H:%M"),
    }
    if last.second is not None:
        note += _(" · %(who)s签署") % {"who": last.second.name}
    if rule := NO_ANSWER_GROUNDS.get(last.no_answer):
        note += _(" · 法定情形：%(ground)s") % {
            "ground": f"{_(LAW)}{_(rule.article)} {_(rule.label)}"
        }
    if grounds:
        note += _(" · 应当回应：%(grounds)s") % {"grounds": _("；").join(grounds)}
    if last.reason:
        note += _(" · 理由：%(reason)s") % {"reason": last.reason}
    if last.review_clock is not None and last.review_clock.state == ClockState.RUNNING:
        day = timezone.localtime(last.review_clock.due_at).date().isoformat()
        note += _(" · %(day)s 前复审") % {"day": day}
    return ValuePanel(_(ResponseValue(last.value).label), decided=True, note=note, acts=acts)


@dataclass(frozen=True, slots=True)
class LevelField:
    """A level set by another body.

    Attributes:
        mark: The colour of a warning, the numeral of a level of response; "" = none in force.
        note: The document that it rests on, also when it was lifted by one.
    """

    mark: str = ""
    word: str = ""
    note: str = ""


def level_field(levels: list[OutsideLevel], ladder: OutsideLadder) -> LevelField:
    """Return the newest level of a ladder."""
    row = next((row for row in reversed(levels) if row.ladder == ladder), None)
    if row is None:
        return LevelField()
    mark = NUMERALS.get(row.step, row.step)
    word = _(OutsideLadder(row.ladder).steps[row.step]) if row.step else ""
    return LevelField(mark, word, _source(row))


def _source(row: OutsideLevel) -> str:
    words = {"issuer": row.issuer, "document": row.document, "on": row.issued_on.isoformat()}
    if not row.step:
        return _("已解除：%(issuer)s %(document)s（%(on)s）") % words
    return _("%(issuer)s %(document)s（%(on)s）") % words
