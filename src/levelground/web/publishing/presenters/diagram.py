"""The driver diagram of a draft: a picture whose boxes are links."""

from __future__ import annotations

from markupsafe import Markup

from levelground.change_package.reading import Reading
from levelground.charts.driver_diagram import linked_diagram
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.presenters.page import element_address


def picture(viewer: Viewer, version: PackageVersion, reading: Reading) -> Markup:
    """The picture as SVG, for the page to hold: no style attribute and no script in it."""
    package = reading.change_package
    drawn = (package.aim, *package.primary_drivers, *package.secondary_drivers, *package.change_ideas)
    addresses = {element.id: element_address(viewer, version, element.id) for element in drawn}
    return Markup(linked_diagram(package, addresses))  # noqa: S704  # the charts room escapes every word
