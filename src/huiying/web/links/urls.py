"""Addresses of signed links, one table for each ``LINK_PATH``."""

from __future__ import annotations

from django.urls import path

from huiying.web.errors.wrong_tokens import slow_down_guesses
from huiying.web.links import (
    confirmations,
    delivery_receipts,
    dockets,
    notices,
    petitions,
    practice,
    reports,
    shares,
    supervisions,
)

notice_links = [
    path("receipts/<int:pk>/", delivery_receipts.receipt, name="channel-receipt"),
    path("<str:token>/", slow_down_guesses(notices.receipt), name="receipt"),
    path("<str:token>/practice/", slow_down_guesses(practice.practice), name="practice"),
    path("<str:token>/report/", slow_down_guesses(notices.report), name="report"),
    path(
        "<str:token>/supervision/",
        slow_down_guesses(supervisions.supervision),
        name="supervision",
    ),
    path("<str:token>/petition/", slow_down_guesses(petitions.petition), name="petition"),
]
docket_links = [path("<str:token>/", slow_down_guesses(dockets.answer), name="answer")]
share_links = [
    path("<str:token>/", slow_down_guesses(shares.share), name="share"),
    path("<str:token>/claims/<str:number>/", slow_down_guesses(shares.answer), name="answer"),
]
confirmation_links = [
    path("<str:token>/", slow_down_guesses(confirmations.answer), name="answer")
]
report_links = [path("<str:token>/", slow_down_guesses(reports.report), name="report")]
