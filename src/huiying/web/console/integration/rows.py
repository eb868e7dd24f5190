"""Rows of the page of integration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.integration.models import IntegrationToken
from huiying.base.integration.queries import tokens_of
from huiying.base.integration.scopes import Scope
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token; state: ``works``, ``waits`` for a signature, ``granted`` not made, ``ended``."""

    token: IntegrationToken
    scopes: str
    networks: str
    state: str
    acts: list[ActButton]


def scope_words(scopes: Iterable[str]) -> str:
    """Return what a token reads, in words."""
    return _("；").join(str(Scope(scope).label) for scope in scopes)


def token_rows(reader: Officer, now: datetime) -> list[TokenRow]:
    """Return the tokens of a bureau for who manages them."""
    return [
        TokenRow(
            token=row,
            scopes=scope_words(row.scopes),
            networks=_("、").join(row.networks) or _("不限"),
            state=_state(row, now),
            acts=_acts(row, reader, now),
        )
        for row in tokens_of(reader.bureau_id)
    ]


def _state(row: IntegrationToken, now: datetime) -> str:
    if row.ended_at is not None or row.ends_at <= now:
        return "ended"
    if row.awaits_signature:
        return "waits"
    return "works" if row.digest else "granted"


def _acts(row: IntegrationToken, reader: Officer, now: datetime) -> list[ActButton]:
    state = _state(row, now)
    if state == "ended":
        return []
    acts = []
    if state != "waits" and row.asked_by_id == reader.pk:
        words = _("更换令牌…") if state == "works" else _("生成令牌…")
        acts.append(act_button(words, "console:integration-token-make", row.pk))
    return [*acts, act_button(_("收回…"), "console:integration-token-end", row.pk)]
