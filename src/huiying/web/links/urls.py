"""Addresses of signed links (``LINK_PATH`` of casework's notices)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import receipts, views

app_name = "links"
urlpatterns = [
    path("receipts/<int:pk>/", receipts.receipt, name="channel-receipt"),
    path("<str:token>/", views.receipt, name="receipt"),
]
