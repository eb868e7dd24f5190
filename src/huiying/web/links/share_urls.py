"""Addresses of signed links (``LINK_PATH`` of casework's shares)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import shares

app_name = "shares"
urlpatterns = [
    path("<str:token>/", shares.share, name="share"),
    path("<str:token>/claims/<str:number>/", shares.answer, name="answer"),
]
