"""Addresses of liaison: offices, shares, leads, trainings."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.liaison import desks, register, shares, tokens, trainings

urlpatterns = [
    path("", desks.desk_list, name="liaison"),
    path("add/", desks.add, name="liaison-add"),
    path("shares/", register.share_list, name="shares"),
    path("shares/export/", register.export, name="shares-export"),
    path("shares/start/<str:number>/", shares.start, name="share-start"),
    path("shares/<str:number>/", shares.detail, name="share"),
    path("shares/<str:number>/revoke/", shares.revoke, name="share-revoke"),
    path("leads/<str:number>/take/", shares.take, name="lead-take"),
    path("leads/<str:number>/aside/", shares.aside, name="lead-aside"),
    path("trainings/", trainings.training_list, name="trainings"),
    path("trainings/add/", trainings.add, name="training-add"),
    path("tokens/", tokens.token_list, name="agency-tokens"),
    path("tokens/<int:pk>/make/", tokens.make, name="agency-token-make"),
    path("tokens/<int:pk>/", tokens.shown, name="agency-token-shown"),
    path("tokens/<int:pk>/end/", tokens.end, name="agency-token-end"),
    path("<str:number>/", desks.detail, name="liaison-desk"),
    path("<str:number>/edit/", desks.edit, name="liaison-edit"),
    path("<str:number>/talk/", desks.talk, name="liaison-talk"),
    path("<str:number>/done/<int:pk>/", desks.finish, name="follow-up-done"),
]
