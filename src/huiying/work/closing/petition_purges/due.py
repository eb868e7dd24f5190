"""Which petitions are to be erased: settled long enough ago, and needed by nothing open.

In:   a bureau, the moment before which those of each kind are old.    Out:  a query.
Cost: one query; for each old petition some look-ups in an index.

One stays when

- it is open, or was settled later than the moment of its kind,
- an application for its erasure waits: that is decided by itself,
- it is bound to an incident that is not closed,
- an open petition repeats its matter,
- a unit is to answer under 督办 because of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.policy.petitions.erasure import OPEN_STATES
from huiying.policy.petitions.kinds import OPEN_STAGES
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.references.models import Reference
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.models import PetitionErasure

OVER = (Stage.CLOSED, Stage.DISMISSED)

Limits = Mapping[str, datetime]
"""Kind of a petition → the moment before which it must have been settled."""


def due_petitions(bureau_id: int, limits: Limits) -> QuerySet[Petition]:
    """Return the petitions that may go, in no order; of a kind without a limit none."""
    old = Q(pk__in=())
    for kind, before in limits.items():
        old |= Q(kind=kind, settled_at__lt=before)
    open_states = [str(one) for one in OPEN_STATES]
    asked = PetitionErasure.objects.filter(petition=OuterRef("pk"), state__in=open_states)
    bound = Reference.objects.filter(petition=OuterRef("pk"), unbound_at__isnull=True)
    repeats = Petition.objects.filter(repeat_of=OuterRef("pk"), stage__in=OPEN_STAGES)
    items = Supervision.objects.filter(petition=OuterRef("pk"))
    supervised = items.exclude(state=SupervisionState.CLOSED)
    rows = Petition.objects.filter(old, bureau_id=bureau_id, erased_at__isnull=True)
    return rows.exclude(stage__in=OPEN_STAGES).filter(
        ~Exists(asked),
        ~Exists(bound.exclude(incident__stage__in=OVER)),
        ~Exists(repeats),
        ~Exists(supervised),
    )
