"""Other systems: a token asked for by 方知行 and signed by the leader; a webhook."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from huiying.base.integration.actions.grant_token import TokenTerms, ask_token, sign_token
from huiying.base.integration.actions.set_webhook import (
    WebhookTerms,
    add_webhook,
    confirm_webhook,
)
from huiying.base.integration.actions.use_token import make_secret
from huiying.base.integration.events import EventType
from huiying.base.integration.models import IntegrationToken, Webhook
from tests.factories import Cast


def ask_read_token(
    cast: Cast,
    scopes: Collection[str],
    now: datetime,
    *,
    name: str = "城运中心平台",
    networks: Collection[str] = (),
) -> IntegrationToken:
    """Ask for a token that ends after thirty days."""
    terms = TokenTerms(
        name=name,
        purpose="值班大屏",
        scopes=scopes,
        ends_at=now + timedelta(days=30),
        networks=networks,
    )
    return ask_token(terms=terms, officer=cast.admin, now=now)


def make_read_token(
    cast: Cast, scopes: Collection[str], now: datetime, *, networks: Collection[str] = ()
) -> tuple[IntegrationToken, str]:
    """Return a token that can be used, and its secret."""
    token = ask_read_token(cast, scopes, now, networks=networks)
    if token.needs_signature:
        sign_token(token=token, officer=cast.leader, now=now)
    secret = make_secret(token=token, officer=cast.admin, now=now)
    token.refresh_from_db()
    return token, secret


def add_test_webhook(
    cast: Cast,
    url: str,
    now: datetime,
    *,
    events: Collection[str] = tuple(EventType),
    confirmed: bool = True,
) -> Webhook:
    """Let 方知行 add a webhook and, unless told otherwise, the leader confirm it."""
    terms = WebhookTerms("城运中心平台", url, [str(event) for event in events])
    row = add_webhook(terms=terms, officer=cast.admin, now=now)
    if confirmed:
        confirm_webhook(webhook=row, revision=row.revision, officer=cast.leader, now=now)
        row.refresh_from_db()
    return row
