"""Propose the unit of an event: by confirmed notices, else by the duties of the units.

In:   a bureau, the first posts of its events.
Out:  the unit to preselect, if one is sure enough; and three to show, each with its words.
Cost: two queries for all events together; about 0.3 ms of computing an event.

One event in ``BLIND_ONE_IN`` is asked blind once a model is in use: the officer chooses before
the proposal is shown. Otherwise a model would be measured by people who follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.learning.routing import routing_model
from huiying.engine.routing.duties import UnitDuties, propose_units
from huiying.engine.routing.model import RoutingModel
from huiying.engine.routing.terms import Message, read_message

BLIND_ONE_IN: Final = 20
MAX_PROPOSALS: Final = 3
POST_CHARS: Final = 400
MESSAGE_CHARS: Final = 2_500  # of the first posts; routing reads fewer

Opening = Sequence[tuple[str, str]]  # title and text of the first posts


@dataclass(frozen=True, slots=True)
class Router:
    """What a bureau routes by, read once for several events."""

    units: dict[int, Unit]
    model: RoutingModel | None

    def route(
        self, event_id: int, opening: Opening
    ) -> tuple[Unit | None, list[dict[str, Any]]]:
        """Return the unit to preselect and the rows that the screens show."""
        rows = [] if self.model is None else _by_model(self.model, self.units, opening)
        rows = rows or _by_duties(self.units, opening)
        blind = (
            bool(rows) and rows[0].get("probability") is not None and is_blind_choice(event_id)
        )
        for row in rows:
            row["blind"] = blind
        best = self.units[rows[0]["id"]] if rows and rows[0]["sure"] and not blind else None
        return best, rows


def router_of(bureau_id: int) -> Router:
    """Return what a bureau routes by now."""
    units = {unit.pk: unit for unit in units_of(bureau_id) if not unit.is_office}
    return Router(units, routing_model(bureau_id))


def is_blind_choice(event_id: int) -> bool:
    """Tell whether the officer is to choose before the proposal is shown; always the same."""
    return crc32(b"blind %d" % event_id) % BLIND_ONE_IN == 0


def routing_message(opening: Opening) -> Message:
    """Return the first posts of an event as one message."""
    titles = [title for title, _text in opening if title]
    return read_message(titles[0] if titles else "", _text_of(opening))


def _text_of(opening: Opening) -> str:
    return "\n".join(f"{title} {text[:POST_CHARS]}" for title, text in opening)[:MESSAGE_CHARS]


def _by_model(
    model: RoutingModel, units: dict[int, Unit], opening: Opening
) -> list[dict[str, Any]]:
    """Return proposals of the model, of units that still exist."""
    # A unit that was closed is passed over; nobody grows more likely for it.
    open_units = {str(key) for key in units}
    guesses = model.guess(routing_message(opening), shown=MAX_PROPOSALS, among=open_units)
    return [
        {
            "unit": units[int(guess.label)].name,
            "id": int(guess.label),
            "probability": guess.probability and round(guess.probability, 3),
            "words": list(guess.words),
            "sure": at == 0 and (guess.probability or 0.0) >= model.sure_at,
        }
        for at, guess in enumerate(guesses)
    ]


def _by_duties(units: dict[int, Unit], opening: Opening) -> list[dict[str, Any]]:
    found = propose_units(
        _text_of(opening),
        [UnitDuties(key, unit.name, unit.duties) for key, unit in units.items()],
    )
    return [
        {
            "unit": units[item.key].name,
            "id": item.key,
            "score": round(item.score, 3),
            "words": list(item.words),
            "sure": item.sure,
        }
        for item in found[:MAX_PROPOSALS]
    ]
