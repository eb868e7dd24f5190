"""Other systems that read: a token asked for by 陆, signed by the leader, and its secret."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from huiying.base.integration.actions.grant_token import TokenTerms, ask_token, sign_token
from huiying.base.integration.actions.use_token import make_secret
from huiying.base.integration.models import IntegrationToken
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
