"""An officer who is asked to answer in public under a work name."""

from __future__ import annotations

from huiying.work.responses.responders.actions.join_roster import (
    RosterInput,
    ask_responder,
    consent,
)


def ask(cast, who, now, officer=None, **changes):
    line = {
        "work_name": " 小  秦 ",
        "unit": cast.reception,
        "role": "来访接待回应岗",
        "covers": "来访、登记",
    }
    return ask_responder(
        who=who, line=RosterInput(**line | changes), officer=officer or cast.shen, now=now
    )


def listed(cast, who, now):
    """Let an officer stand on the roster by his own consent."""
    row = ask(cast, who, now)
    consent(responder=row, revision=row.revision, officer=who, now=now)
    return row
