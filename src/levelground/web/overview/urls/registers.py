"""The registers: recommendations, evidence, resources, frameworks."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import registers

urlpatterns = [
    path("recommendations/", registers.recommendations, name="recommendations"),
    path("recommendations.csv", registers.recommendations_csv, name="recommendations_csv"),
    path("recommendations.json", registers.recommendations_json, name="recommendations_json"),
    path("recommendations/<str:entry>/", registers.recommendation, name="recommendation"),
    path("evidence/", registers.evidence, name="evidence"),
    path("evidence.csv", registers.evidence_csv, name="evidence_csv"),
    path("evidence.json", registers.evidence_json, name="evidence_json"),
    path("evidence/<str:entry>/", registers.evidence_entry, name="evidence_entry"),
    path("resources/", registers.resources, name="resources"),
    path("resources.csv", registers.resources_csv, name="resources_csv"),
    path("resources.json", registers.resources_json, name="resources_json"),
    path("resources/<str:entry>/", registers.resource, name="resource"),
    path("frameworks/", registers.frameworks, name="frameworks"),
    path("frameworks/<str:framework>/", registers.framework, name="framework"),
    path("strategies/", registers.strategies, name="strategies"),
    path("strategies/<str:strategy>/", registers.strategy, name="strategy"),
]
