"""What the lines of a situation (现况) are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.work.incidents.situation.models import SituationLine


def situation_line_word(line: str) -> str:
    """Return the name of a line of a situation; "" of none."""
    words = {
        SituationLine.MATTER: pgettext("situation", "事由"),
        SituationLine.SCOPE: _("涉及人数"),
        SituationLine.PROGRESS: _("办理进展"),
    }
    return words[SituationLine(line)] if line else ""
