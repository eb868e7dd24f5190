"""Addresses of incidents."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.assessment import copies, snapshots, volume
from huiying.web.console.incidents import (
    acts,
    grading,
    language_model,
    list_page,
    objections,
    post_placement,
    recusals,
    rises,
    signatures,
    superiors,
    views,
)

urlpatterns = [
    path("", list_page.incident_list, name="incidents"),
    path("copies/<int:post_id>/", copies.copies, name="copies"),
    path("posts/<int:post_id>/snapshot/", snapshots.take_snapshot, name="post-snapshot"),
    path("posts/<int:post_id>/place/", post_placement.placement, name="post-placement"),
    path("requests/<int:pk>/", signatures.grading_request, name="grading-request"),
    path("requests/<int:pk>/sign/", signatures.sign, name="grading-sign"),
    path("requests/<int:pk>/return/", signatures.send_back, name="grading-return"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/file/", objections.objection_file, name="objection-file"),
    path("objections/<int:pk>/uphold/", objections.uphold, name="objection-uphold"),
    path("objections/<int:pk>/withdraw/", objections.withdraw, name="objection-withdraw"),
    path("<str:number>/", views.detail, name="incident"),
    path("<str:number>/objection/", objections.lodge, name="objection-lodge"),
    path("<str:number>/volume/", volume.volume, name="incident-volume"),
    path("<str:number>/model/", language_model.summary, name="incident-model"),
    path("<str:number>/rise/raise/", rises.raise_grade, name="rise-raise"),
    path("<str:number>/rise/keep/", rises.keep, name="rise-keep"),
    path("<str:number>/regrade/", grading.regrade, name="regrade"),
    path("<str:number>/severity/", grading.severity, name="severity"),
    path("<str:number>/value/", grading.value, name="value"),
    path("<str:number>/level/", grading.outside_level, name="outside-level"),
    path("<str:number>/notify/", acts.notify, name="notify"),
    path("<str:number>/merge/", acts.merge, name="incident-merge"),
    path("<str:number>/split/", acts.split, name="incident-split"),
    path("<str:number>/superiors/<int:pk>/call/", superiors.call, name="superior-call"),
    path("<str:number>/recuse/", recusals.recuse, name="incident-recuse"),
    path("<str:number>/recusals/<int:pk>/end/", recusals.end, name="recusal-end"),
    path("<str:number>/move/", acts.move, name="incident-move"),
]
