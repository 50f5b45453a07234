"""The addresses of the pages: short, readable and stable."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview import views

urlpatterns = [
    path("", views.home, name="home"),
    path("board.css", views.board_sheet, name="board_sheet"),
    path("diagram/", views.diagram, name="diagram"),
    path("measures/", views.measures, name="measures"),
    path("measures/<str:measure_id>.csv", views.measure_csv, name="measure_csv"),
    path("measures/<str:measure_id>/", views.measure, name="measure"),
    path("pictures/<str:name>.svg", views.picture, name="picture"),
    path("change-package/", views.change_package, name="change_package"),
    path("change-package.yaml", views.change_package_text, name="change_package_text"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("about/", views.about, name="about"),
]
