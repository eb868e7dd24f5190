"""Which units and agencies a draft mentions; they are asked before publication.

In:   a draft, or the texts of one.    Out:  units of the bureau's list, in order of mention.
Cost: one query for the names; the longest name is looked for first.

Article 8: what is to be published and concerns another agency is confirmed with it first.
"""

from __future__ import annotations

from collections.abc import Iterable

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.queries import units_of
from huiying.engine.text.clean import normalize, strip_invisible
from huiying.work.responses.core.models import Draft


def agencies_named(draft: Draft) -> list[Unit]:
    """Return the units that the words or facts of a draft name, other than the speaker.

    Sections of the bureau itself are among them: ``Unit.kind`` tells who is an outside agency.
    """
    texts = [draft.title, draft.claim, draft.summary, draft.body, draft.correction_note]
    for fact in draft.facts.all():
        texts.extend((fact.statement, fact.evidence))
    units = [unit for unit in units_of(draft.bureau_id) if unit.pk != draft.answer.speaker_id]
    return named_in(texts, units, known=[draft.answer.speaker.name])


def named_in(
    texts: Iterable[str], units: Iterable[Unit], known: Iterable[str] = ()
) -> list[Unit]:
    """Return the units whose names stand in the texts, in order of their first mention.

    A name inside a longer one that is found (水务局 in 区水务局) is not a second mention.

    Args:
        known: Names that are taken out first, as the speaker's own.
    """
    text = _normalized("\n".join(texts))
    for name in known:
        text = text.replace(_normalized(name), "\n") if _normalized(name) else text
    found: list[tuple[int, Unit]] = []
    for unit in sorted(units, key=lambda unit: -len(unit.name)):
        name = _normalized(unit.name)
        place = text.find(name) if name else -1
        if place >= 0:
            found.append((place, unit))
            text = text.replace(name, "\n" * len(name))
    return [unit for _place, unit in sorted(found, key=lambda pair: pair[0])]


def _normalized(text: str) -> str:
    """Return a text as names are compared: NFKC, without spaces and invisible characters."""
    return "".join(normalize(strip_invisible(text)).split())
