"""Whether what came in names the very officer who would register it or open its original.

In:   a petition, an officer.    Out:  True if his full name stands in the original.
Cost: one decryption; no query.

Words that accuse are found by rules, and rules miss some (``engine/reading``): a name is not
missed. Who is named does not decide what units read of it, and never learns who sent it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.sealed_texts import open_original


def names_officer(petition: Petition, officer: Officer) -> bool:
    """Tell whether title or text of the original hold the officer's name, white space aside."""
    name = "".join(officer.name.split())
    if not name or petition.data_key is None or petition.original is None:
        return False
    try:
        original = open_original(
            petition.bureau_id, petition.data_key, petition.original, petition.number
        )
    except CannotOpen:  # whoever opens it is refused for that reason
        return False
    return name in "".join(f"{original.title}\n{original.text}".split())


def refuse_named(petition: Petition, officer: Officer) -> None:
    """Refuse that whom the original names decides what others read of it.

    Raises:
        Refused: If it names him.
    """
    if names_officer(petition, officer):
        raise Refused(_("来件写到您本人，请由另一位工作人员核对登记。"))
