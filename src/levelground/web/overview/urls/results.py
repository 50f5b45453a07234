"""The results of the release that this site shows."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import results

urlpatterns = [
    path("", results.results, name="results"),
    path("board.css", results.board_sheet, name="board_sheet"),
    path("diagram/", results.diagram, name="diagram"),
    path("measures/", results.measures, name="measures"),
    path("measures/<str:measure_id>.csv", results.measure_csv, name="measure_csv"),
    path("measures/<str:measure_id>/", results.measure, name="measure"),
    path("pictures/<str:name>.svg", results.picture, name="picture"),
    path("change-package/", results.change_package, name="change_package"),
    path("change-package.yaml", results.change_package_text, name="change_package_text"),
]
