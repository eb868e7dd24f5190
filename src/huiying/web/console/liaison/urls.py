"""Addresses of liaison: offices, shares, leads, trainings."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.liaison import (
    agency_tokens,
    offices,
    share_register,
    shares,
    trainings,
)
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", offices.desk_list, name="liaison"),
    path("add/", offices.add, name="liaison-add"),
    path("shares/", share_register.share_list, name="shares"),
    path("shares/export/", share_register.export, name="shares-export"),
    path("shares/start/<str:number>/", shares.start, name="share-start"),
    path("shares/<str:number>/", shares.detail, name="share"),
    path("shares/<str:number>/revoke/", shares.revoke, name="share-revoke"),
    path("leads/<str:number>/take/", shares.take, name="lead-take"),
    path("leads/<str:number>/aside/", shares.aside, name="lead-aside"),
    path("trainings/", trainings.training_list, name="trainings"),
    path("trainings/add/", trainings.add, name="training-add"),
    path("tokens/", agency_tokens.token_list, name="agency-tokens"),
    path("tokens/<int:pk>/make/", sensitive(agency_tokens.make), name="agency-token-make"),
    path("tokens/<int:pk>/", agency_tokens.shown, name="agency-token-shown"),
    path("tokens/<int:pk>/end/", agency_tokens.end, name="agency-token-end"),
    path("<str:number>/", offices.detail, name="liaison-desk"),
    path("<str:number>/edit/", offices.edit, name="liaison-edit"),
    path("<str:number>/talk/", offices.talk, name="liaison-talk"),
    path("<str:number>/done/<int:pk>/", offices.finish, name="follow-up-done"),
]
