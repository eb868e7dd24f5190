"""Addresses of references, contacts and promises."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.references import acts, lists, petition_periods, withdrawals
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("references/", lists.reference_list, name="references"),
    path("references/bind/<str:number>/", acts.bind, name="reference-bind"),
    path("references/<str:number>/contact/", acts.contact, name="reference-contact"),
    path("references/<str:number>/unbind/", acts.unbind, name="reference-unbind"),
    path("references/<str:number>/reveal/", sensitive(acts.reveal), name="reference-reveal"),
    path(
        "references/<str:number>/forward/", petition_periods.forward, name="reference-forward"
    ),
    path(
        "references/<str:number>/object/", petition_periods.object_to, name="reference-object"
    ),
    path("references/<str:number>/accept/", petition_periods.accept, name="reference-accept"),
    path("references/opinions/<int:pk>/", withdrawals.opinion, name="reference-opinion"),
    path("references/<str:number>/review/", petition_periods.review, name="reference-review"),
    path(
        "references/<str:number>/withdrawal/",
        withdrawals.withdrawal,
        name="reference-withdrawal",
    ),
    path("references/<str:number>/withdrawal/sign/", withdrawals.sign, name="withdrawal-sign"),
    path(
        "references/<str:number>/withdrawal/return/",
        withdrawals.send_back,
        name="withdrawal-return",
    ),
    path("promises/", lists.promise_list, name="promises"),
    path("promises/make/<str:number>/", acts.promise, name="promise-make"),
    path("promises/<str:number>/keep/", acts.keep, name="promise-keep"),
]
