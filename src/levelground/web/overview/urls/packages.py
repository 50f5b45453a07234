"""Published change packages, for everybody."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import packages

urlpatterns = [
    path("packages/", packages.packages, name="packages"),
    path("packages/<str:package>/", packages.package, name="package"),
    path("packages/<str:package>/versions/", packages.package_versions, name="package_versions"),
    path("packages/<str:package>/compare/", packages.package_compare, name="package_compare"),
    path("packages/<str:package>/<str:number>/", packages.package_version, name="package_version"),
    path("packages/<str:package>/<str:number>/diagram/", packages.package_diagram, name="package_diagram"),
    path("packages/<str:package>/<str:number>/diagram.svg", packages.package_diagram_svg, name="package_diagram_svg"),
    path("packages/<str:package>/<str:number>/elements/<str:element>/", packages.package_element, name="package_element"),
    path("packages/<str:package>/<str:number>.yaml", packages.package_yaml, name="package_yaml"),
    path("packages/<str:package>/<str:number>.json", packages.package_json, name="package_json"),
]
