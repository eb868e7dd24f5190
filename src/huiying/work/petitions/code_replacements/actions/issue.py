"""Give out the new query code that two persons signed; the old one leads nowhere from then on.

In:   a signed request.    Out:  the code, to be printed once; it is stored nowhere.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused
from huiying.policy.petitions.codes import CodeState, grouped
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.code_replacements.actions.decide import replacement_hash
from huiying.work.petitions.code_replacements.concern import refuse_concerned
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.query_codes import code_proof, digest_of_code, new_code
from huiying.work.petitions.core.steps import add_step


@transaction.atomic
def issue_code(*, replacement: CodeReplacement, officer: Officer, now: datetime) -> str:
    """Return the new code in groups; whoever is inside by the old one is outside.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If it is not signed, was given out, has lapsed, the petition was erased, or he
            works for the unit that handles it.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    petition, signoff = replacement.petition, replacement.signoff
    refuse_concerned(petition, officer, now)
    signoff.refresh_from_db()
    signed = signoff.content_hash == replacement_hash(replacement)
    if not signed or replacement.state(now) != CodeState.APPROVED:
        raise Refused(_("补发申请未经另一人签署、已经补发或已过七日，不能出具查询码。"))
    changes = {"issued_at": now, "issued_by": officer, "closed_at": now}
    if not claim_row(replacement, None, changes, closed_at__isnull=True):
        raise Refused(_("查询码已经出具，不能重复出具。"))
    claim_petition(petition, None)
    code = new_code()
    petition.code_digest = digest_of_code(petition.bureau_id, code)
    petition.code_proof = code_proof(petition.bureau_id, petition.code_digest, petition.number)
    petition.save(update_fields=["code_digest", "code_proof"])
    add_step(petition, StepKind.CODE_REPLACED, now, officer)
    record(replacement, "petition_code.issued", officer, now)
    return grouped(code)
