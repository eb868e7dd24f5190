"""Verification requests as rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.findings import ClaimKind, Finding
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import file_facts
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
)
from huiying.work.casework.verification.queries import current_finding, finding_in_force
from huiying.work.incidents.core.models import Incident

SOON = timedelta(days=3)  # so long before its end a finding is shown as ending


def docket_row(
    docket: Docket, officer: Officer, now: datetime, *, against: Collection[int] = ()
) -> dict[str, Any]:
    """Return a docket as one line.

    Args:
        against: Keys of dockets whose findings contradict another one's.
    """
    answer = current_finding(docket)
    return {
        "number": docket.number,
        "url": reverse("console:docket", args=[docket.number]),
        "claim": docket.claim,
        "kind": _(ClaimKind(docket.kind).label),
        "unit": docket.unit.name,
        "state": docket.state,
        "state_word": docket.get_state_display(),
        "requested_at": docket.requested_at,
        "clock": clock_facts(docket.clock, now),
        "finding": answer.finding if answer else "",
        "facts": answer.facts if answer else "",
        "by": answer.by_label if answer else "",
        "marks": _marks(docket, answer, now, against=docket.pk in against),
        "usable": finding_in_force(docket, now) is not None,
        "waits_for": waits_for(docket, officer),
    }


def waits_for(docket: Docket, officer: Officer) -> str:
    """Return what this officer may do next: ``answer``, ``confirm`` or nothing."""
    own = docket.unit_id == officer.unit_id
    if docket.state == DocketState.ASKED and own and may(officer, Capability.REPORT_BACK):
        return "answer"
    if docket.state == DocketState.FOUND and may(officer, Capability.CONFIRM_FINDING):
        answer = current_finding(docket)
        return "confirm" if answer is not None and answer.by_id != officer.pk else ""
    return ""


def _marks(
    docket: Docket, answer: FindingRecord | None, now: datetime, *, against: bool
) -> list[dict[str, str]]:
    """Return what must be known before a finding is used: words with a level."""
    if answer is None or docket.state == DocketState.WITHDRAWN:
        return []
    marks = []
    if against:
        marks.append({"word": _("与另一结论矛盾"), "level": "bad"})
    if answer.expires_at < now:
        marks.append({"word": _("已过有效期"), "level": "bad"})
    elif answer.expires_at < now + SOON:
        marks.append({"word": _("即将到期"), "level": "warn"})
    if not all(piece.intact for piece in answer.evidence.all()):
        marks.append({"word": _("证据与哈希不符"), "level": "bad"})
    return marks


def finding_card(answer: FindingRecord, docket: Docket, officer: Officer) -> dict[str, Any]:
    """Return one answer with its evidence, who found it and who confirmed it.

    Each file is read and held to its hash: the page of one docket is the place for that.
    """
    may_lose = may(officer, Capability.CONFIRM_FINDING)
    return {
        "finding": answer.finding,
        "facts": answer.facts,
        "at": answer.at,
        "by": answer.by_label,
        "state": answer.state,
        "state_word": answer.get_state_display(),
        "decided_at": answer.decided_at,
        "decided_by": answer.decided_by.name if answer.decided_by else "",
        "reason": answer.reason,
        "expires": timezone.localtime(answer.expires_at).date().isoformat(),
        "hash": answer.content_hash,
        "evidence": [_piece(piece, docket, may_lose) for piece in answer.evidence.all()],
    }


def _piece(piece: Evidence, docket: Docket, may_lose: bool) -> dict[str, Any]:  # noqa: FBT001
    lost_url = reverse("console:docket-evidence-lost", args=[docket.number, piece.pk])
    url = reverse("console:docket-evidence-file", args=[docket.number, piece.pk])
    return {
        "file": file_facts(piece.file, url) if piece.file is not None else None,
        "words": piece.words,
        "link": piece.link if piece.gone_at is None else "",
        "snapshot": piece.snapshot,
        "digest": piece.digest,
        "intact": piece.intact,
        "gone_at": piece.gone_at,
        "gone_note": piece.gone_note,
        "stands": piece.stands,
        "acts": [act_button(_("登记失去…"), lost_url)]
        if may_lose and piece.gone_at is None
        else [],
    }


def docket_acts(docket: Docket, officer: Officer) -> list[ActButton]:
    """Return what this officer may do with the docket, the next step first."""
    number, state = docket.number, docket.state

    def asks(label: str, name: str, *, main: bool = False) -> ActButton:
        return act_button(label, f"console:{name}", number, main=main)

    found, waiting = [], waits_for(docket, officer)
    if waiting == "answer":
        found.append(asks(_("答复核实结论…"), "docket-answer", main=True))
    if waiting == "confirm":
        url = reverse("console:docket-confirm", args=[number])
        found.append(
            act_button(_("复核通过"), url, method="post", main=True, version=docket.revision)
        )
        found.append(asks(_("退回重核…"), "docket-return"))
    own = docket.unit_id == officer.unit_id and may(officer, Capability.REPORT_BACK)
    if state == DocketState.FOUND and own:
        found.append(asks(_("补充证据…"), "docket-evidence"))
    if state == DocketState.CONFIRMED and may(officer, Capability.CONFIRM_FINDING):
        found.append(asks(_("重新核实…"), "docket-again"))
    unsettled = state in (DocketState.ASKED, DocketState.FOUND)
    if unsettled and may(officer, Capability.VERIFY):
        found.append(asks(_("撤销…"), "docket-withdraw"))
    return found


def next_step(docket: Docket, now: datetime, incident: Incident) -> dict[str, str] | None:
    """Say what follows from a finding in force: what is true is solved, not denied (Art. 7)."""
    answer = finding_in_force(docket, now)
    if answer is None:
        return None
    url = reverse("console:incident", args=[incident.number])
    if Finding(answer.finding).must_be_solved:
        return {
            "what": _("属实的部分先解决，不是否认：通报责任单位处置，再如实回应。"),
            "safe": _("制度第七条“网上问题，网下解决”。"),
            "url": f"{url}#notices",
            "url_label": _("去通报处置"),
        }
    if answer.finding == Finding.FALSE:
        return {
            "what": _("不属实：用事实和证据澄清，不指责提出疑问的人。"),
            "safe": "",
            "url": f"{url}#answers",
            "url_label": _("去起草回应"),
        }
    return {
        "what": _("无法核实：回应中只说已知的，并写明还不知道什么。"),
        "safe": "",
        "url": f"{url}#answers",
        "url_label": _("去起草回应"),
    }
