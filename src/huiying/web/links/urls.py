"""Addresses of signed links, one table for each ``LINK_PATH``."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import confirmations, delivery_receipts, dockets, notices, shares

notice_links = [
    path("receipts/<int:pk>/", delivery_receipts.receipt, name="channel-receipt"),
    path("<str:token>/", notices.receipt, name="receipt"),
]
docket_links = [path("<str:token>/", dockets.answer, name="answer")]
share_links = [
    path("<str:token>/", shares.share, name="share"),
    path("<str:token>/claims/<str:number>/", shares.answer, name="answer"),
]
confirmation_links = [path("<str:token>/", confirmations.answer, name="answer")]
