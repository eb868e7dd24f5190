"""The withheld passages and sealed versions of a draft, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.sealing import SealGround
from huiying.web.console.disclosure.grounds import ground_words, seal_words
from huiying.web.console.disclosure.third_parties import (
    EnquiryRow,
    LiftedRow,
    concerns_third_party,
    enquiry_rows,
    lifted_rows,
    third_party_acts,
)
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.responses.core.models import Draft, DraftState, Withholding
from huiying.work.responses.disclosure.models import Seal
from huiying.work.responses.disclosure.queries import seals_of
from huiying.work.responses.drafts.rewriting import may_rewrite
from huiying.work.responses.releases.queries import releases_of

OPEN = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.APPROVED)


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """A passage that is kept back; ``free_url`` makes it public, "" = not to be done."""

    passage: str
    ground: str
    reason: str
    harm: str
    free_url: str
    enquiries: list[EnquiryRow]
    acts: list[ActButton]


@dataclass(frozen=True, slots=True)
class SealRow:
    """A sealing that was asked for.

    Attributes:
        report_url: Where the report of a state secret is recorded; "" = not owed.
        url: Where it is decided; "" = not his to do.
    """

    version: int
    ground: str
    sealed_at: datetime | None
    report_url: str
    waits: bool
    url: str


@dataclass(frozen=True, slots=True)
class DisclosurePanel:
    """What of an answer is kept back, and which versions are sealed."""

    withheld: list[WithheldRow]
    lifted: list[LiftedRow]
    acts: list[ActButton]
    seals: list[SealRow]
    seal_acts: list[ActButton]
    revision: int


def disclosure_panel(draft: Draft, officer: Officer) -> DisclosurePanel:
    """Return what is kept back, the acts, and the sealings of the answer."""
    writes = draft.state in OPEN and may(officer, Capability.DRAFT)
    writes = writes and may_rewrite(draft, officer)
    url = reverse("console:withhold", args=[draft.pk])
    return DisclosurePanel(
        withheld=[_row(row, draft, writes=writes) for row in draft.withheld.all()],
        lifted=lifted_rows(draft),
        acts=[act_button(_("标记不予公开…"), url)] if writes else [],
        seals=[seal_row(row, officer) for row in seals_of(draft.answer)],
        seal_acts=_seal_acts(draft, officer),
        revision=draft.revision,
    )


def _row(row: Withholding, draft: Draft, *, writes: bool) -> WithheldRow:
    open_now = writes and row.release_id is None
    third_party = concerns_third_party(row)
    return WithheldRow(
        passage=row.passage,
        ground=ground_words(Ground(row.ground)),
        reason=row.reason,
        harm=row.harm,
        free_url=reverse("console:withhold-free", args=[draft.pk, row.pk])
        if open_now and not third_party
        else "",
        enquiries=enquiry_rows(row, writes=open_now) if third_party else [],
        acts=third_party_acts(row) if open_now and third_party else [],
    )


def seal_row(row: Seal, officer: Officer) -> SealRow:
    """Return one sealing that was asked for."""
    waits = row.sealed_at is None and row.signoff.decision == Decision.PENDING
    return SealRow(
        version=row.release.version,
        ground=seal_words(SealGround(row.ground)),
        sealed_at=row.sealed_at,
        report_url=_report_url(row, officer),
        waits=waits,
        url=reverse("console:seal", args=[row.signoff_id])
        if waits and may(officer, Capability.APPROVE)
        else "",
    )


def _report_url(row: Seal, officer: Officer) -> str:
    """Return where the report that a state secret needs is recorded, while it is owed."""
    clock = row.report_clock
    owed = clock is not None and clock.stopped_at is None
    may_report = may(officer, Capability.PUBLISH) or may(officer, Capability.APPROVE)
    return reverse("console:seal-report", args=[row.signoff_id]) if owed and may_report else ""


def _seal_acts(draft: Draft, officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.PUBLISH) and not may(officer, Capability.APPROVE):
        return []
    return [
        act_button(
            _("封存第 %(number)s 版…") % {"number": release.version},
            "console:seal-ask",
            draft.answer.number,
            release.version,
        )
        for release in releases_of(draft.answer)
        if "sealed" not in release.content
    ]
