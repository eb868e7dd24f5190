"""Addresses of closing: the gate, waivers, reopening, reviews, the breach ledger."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.breaches import breach_acts, ledger
from huiying.web.console.closing import acts, views
from huiying.web.console.reviews import review_acts, reviews

urlpatterns = [
    path("incidents/<str:number>/close/", acts.close, name="incident-close"),
    path("incidents/<str:number>/reopen/", acts.reopen, name="incident-reopen"),
    path("incidents/<str:number>/waive/<str:condition>/", acts.waive, name="waiver-ask"),
    path("closing/waivers/<str:number>/", views.waiver, name="waiver"),
    path("closing/waivers/<str:number>/grant/", acts.grant, name="waiver-grant"),
    path("closing/waivers/<str:number>/return/", acts.send_back, name="waiver-return"),
    path("incidents/<str:number>/breach/", breach_acts.record, name="breach-record"),
    path("incidents/<str:number>/review/", review_acts.start, name="review-start"),
    path("cases/", reviews.cases, name="cases"),
    path("cases/risks/", reviews.risks, name="risks"),
    path("cases/lessons/<int:pk>/drop/", review_acts.drop, name="lesson-drop"),
    path("cases/lessons/<int:pk>/settle/", review_acts.settle, name="lesson-settle"),
    path("cases/<str:number>/", reviews.review, name="review"),
    path("cases/<str:number>/edit/", review_acts.edit, name="review-edit"),
    path("cases/<str:number>/lesson/", review_acts.add, name="lesson-add"),
    path("cases/<str:number>/finish/", review_acts.finish, name="review-finish"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<str:number>/", ledger.breach, name="breach"),
    path("ledger/<str:number>/excuse/", breach_acts.excuse, name="breach-excuse"),
    path("ledger/<str:number>/decide/", breach_acts.decide, name="breach-decide"),
    path("ledger/<str:number>/appeal/", breach_acts.appeal, name="breach-appeal"),
    path("ledger/<str:number>/refer/", breach_acts.refer, name="breach-refer"),
    path("closing/reopenings/<int:pk>/decline/", acts.decline, name="reopening-decline"),
]
