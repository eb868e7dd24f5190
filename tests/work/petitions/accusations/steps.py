"""Steps that the tests of accusations share: further people, a transfer, stand-ins."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.policy.petitions.accusations import DisciplineBody, TransferWay
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.actions.transfer import Transfer, transfer_accusation
from huiying.work.petitions.accusations.models import Accusation
from tests.factories import PASSWORD, T0, Cast

DAY = timedelta(days=1)


def second_handler(cast: Cast, unit=None, key: str = "second") -> Officer:
    """Return another officer who handles accusations."""
    return add_officer(
        bureau=cast.bureau,
        username=f"{key}@{cast.bureau.slug}",
        name="严守正",
        password=PASSWORD,
        roles=frozenset({Role.DISCIPLINE}),
        unit=unit,
        bootstrap=True,
        actor=MACHINE,
        now=T0,
    )


def lend_leadership(cast: Cast, to: Officer, *, now=T0) -> None:
    """The leader is away for a week and somebody stands in."""
    terms = DelegationTerms(Role.LEADER, now - DAY, now + 7 * DAY, "出差")
    delegate(principal=cast.leader, to=to, absence=terms, by=cast.leader, now=now - DAY)


def transfer(cast: Cast, row: Accusation, *, now=T0, **changes) -> None:
    """Hand an accusation over to the district's discipline inspection."""
    made = Transfer(
        **{
            "body": DisciplineBody.DISTRICT,
            "name": "云川区纪委监委",
            "document_number": "云信密〔2026〕1号",
            "way": TransferWay.COURIER,
            "on": now.astimezone(LOCAL).date(),
            **changes,
        }
    )
    transfer_accusation(accusation=row, transfer=made, officer=cast.ji, now=now)


def verbs_of(row: Accusation) -> list[str]:
    """Return what the restricted chain says was done, oldest first."""
    rows = AuditRecord.objects.filter(bureau_ref=-row.bureau_id, ref=row.number)
    return list(rows.order_by("seq").values_list("verb", flat=True))
