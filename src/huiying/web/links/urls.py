"""Addresses of signed links (``LINK_PATH`` of casework's notices)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import delivery_receipts, notices

app_name = "links"
urlpatterns = [
    path("receipts/<int:pk>/", delivery_receipts.receipt, name="channel-receipt"),
    path("<str:token>/", notices.receipt, name="receipt"),
]
