"""You said, we did; a contributor's own page."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import mine, voices

urlpatterns: list[URLPattern] = [
    path("mine/<str:secret>/", mine.mine, name="mine"),
    path("you-said/", voices.you_said, name="you_said"),
    path("you-said/words/<str:said>/", voices.you_said_words, name="you_said_words"),
    path("you-said/packages/<str:package>/", voices.you_said_package, name="you_said_package"),
    path("you-said/packages/<str:package>/elements/<str:element>/", voices.you_said_element, name="you_said_element"),
    path("you-said/<str:code>/", voices.you_said_series, name="you_said_series"),
    path(
        "organisations/<slug:organisation>/co-production/drafts/<int:draft>/elements/<str:element>/voices/",
        voices.element_voices,
        name="element_voices",
    ),
]
