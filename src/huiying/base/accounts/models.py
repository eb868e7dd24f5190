"""The models of accounts, gathered for Django; import them from their own modules."""

from huiying.base.accounts.core.models import Bureau, Officer, RunningNumber, Unit
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.profile.models import SavedFilter
from huiying.base.accounts.roles.models import Delegation, RoleGrant
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.base.accounts.sign_in.models import CacheEntry, PastPassword

__all__ = [
    "Bureau",
    "CacheEntry",
    "Delegation",
    "HandOverNote",
    "Officer",
    "PastPassword",
    "RoleGrant",
    "RunningNumber",
    "SavedFilter",
    "Shift",
    "Superior",
    "Unit",
]
