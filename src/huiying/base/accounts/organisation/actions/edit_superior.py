"""上级机关: whom the bureau reports to, what, and by which way (Art. 3, 10).

It names an office and its telephone, never a person. Nothing is reported by this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.models import Superior, SuperiorKind
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused


@dataclass(frozen=True, slots=True)
class SuperiorFacts:
    """What is kept about a superior body."""

    name: str
    kind: str  # SuperiorKind
    matters: str  # what is reported to it
    way: str  # by which channel
    office: str = ""
    phone: str = ""

    def columns(self) -> dict[str, str]:
        """Return the columns; raises Refused if a name, a matter or a way is missing."""
        values = {
            "name": self.name.strip(),
            "matters": self.matters.strip(),
            "way": self.way.strip(),
        }
        if not all(values.values()):
            raise Refused(_("请填写上级机关名称、报送内容和报送渠道。"))
        more = {"office": self.office.strip(), "phone": self.phone.strip()}
        return {**values, **more, "kind": SuperiorKind(self.kind)}


@transaction.atomic
def add_superior(
    *, bureau: Bureau, facts: SuperiorFacts, actor: Actor, now: datetime
) -> Superior:
    """Enter a superior body. Raises Refused if it is incomplete or there already."""
    columns = facts.columns()
    try:
        with transaction.atomic():
            row = Superior.objects.create(bureau=bureau, **columns)
    except IntegrityError as error:
        raise Refused(_("本局已有“%(name)s”。") % {"name": columns["name"]}) from error
    record(row, "superior.added", actor, now)
    return row


@transaction.atomic
def edit_superior(
    *,
    superior: Superior,
    facts: SuperiorFacts,
    active: bool,
    shown_revision: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Change it or put it out of use. Raises Refused, also if somebody was faster.

    What an officer asks for goes through ``change_superior``, which asks for a second person.
    """
    rows = Superior.objects.filter(pk=superior.pk, revision=shown_revision)
    before = shown_as(superior)
    columns = facts.columns()
    try:
        with transaction.atomic():
            done = rows.update(**columns, active=active, revision=F("revision") + 1)
    except IntegrityError as error:
        raise Refused(_("本局已有“%(name)s”。") % {"name": columns["name"]}) from error
    superior.refresh_from_db()
    if done != 1:
        raise Refused(_("上级机关已被他人更新，本次修改未保存。请核对最新内容后重新提交。"))
    after = shown_as(superior)
    record(superior, "superior.changed", actor, now, before=before, after=after)


def shown_as(row: Superior) -> dict[str, str | bool]:
    """Return how the record names what it is; of the telephone the last four digits alone."""
    names = ("name", "kind", "matters", "way", "office")
    shown: dict[str, str | bool] = {name: str(getattr(row, name)) for name in names}
    return {**shown, "phone": row.phone[-4:], "active": row.active}
