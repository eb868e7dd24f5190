"""Addresses of accusations: for who handles them; leader and administrators see a number."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.accusations import acts, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.accusation_list, name="accusations"),
    path("diversions/<str:number>/", views.diversion, name="accusation-diversion"),
    path(
        "diversions/<str:number>/accept/",
        sensitive(acts.accept),
        name="accusation-diversion-accept",
    ),
    path("diversions/<str:number>/return/", acts.send_back, name="accusation-diversion-return"),
    path("<str:number>/", views.detail, name="accusation"),
    path("<str:number>/open/", sensitive(views.open_original), name="accusation-open"),
    path("<str:number>/files/<int:pk>/", sensitive(views.file), name="accusation-file"),
    path("<str:number>/letter/", views.letter, name="accusation-letter"),
    path("<str:number>/accused/", acts.accused, name="accusation-accused"),
    path("<str:number>/transfer/", acts.transfer, name="accusation-transfer"),
    path("<str:number>/supplement/", acts.supplement, name="accusation-supplement"),
    path("<str:number>/hand-back/", acts.hand_back, name="accusation-hand-back"),
    path("<str:number>/erase/", acts.erase, name="accusation-erase"),
    path("<str:number>/ending/sign/", sensitive(acts.sign), name="accusation-sign"),
    path("<str:number>/ending/refuse/", acts.refuse, name="accusation-refuse"),
]
