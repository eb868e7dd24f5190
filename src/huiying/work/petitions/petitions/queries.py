"""Read petitions: by query code, of a bureau, of a unit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.accounts.roles.queries import may
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.query_codes import digest_of_code


def find_by_code(bureau: Bureau, typed: str) -> Petition | Accusation | None:
    """Return what a query code belongs to; None for every code that is none, alike.

    What was erased is not found.
    """
    digest = digest_of_code(bureau.pk, typed)
    return find_by_digest(bureau, digest) if digest else None


def find_by_digest(bureau: Bureau, digest: str) -> Petition | Accusation | None:
    """Return what a code of this digest belongs to, as ``find_by_code`` does.

    Args:
        digest: 64 hexadecimal characters (``digest_of_code``), never empty.
    """
    lookup = {"bureau": bureau, "code_digest": digest, "erased_at__isnull": True}
    petition = Petition.objects.select_related("clock", "competent").filter(**lookup).first()
    return petition or Accusation.objects.filter(**lookup).first()


def visible_petitions(officer: Officer, now: datetime) -> QuerySet[Petition]:
    """Return the petitions that an officer may see.

    Whoever may ``SEE_PETITIONS`` sees those of the bureau; anybody else those that were
    forwarded to his unit and whose working text was checked.
    """
    rows = Petition.objects.filter(bureau_id=officer.bureau_id).select_related(
        "clock", "competent"
    )
    if may(officer, Capability.SEE_PETITIONS):
        return rows
    of_unit = Q(competent_id__in=units_behind(officer, now), text_checked_at__isnull=False)
    return rows.filter(of_unit) if may(officer, Capability.REPORT_BACK) else rows.none()
