"""A draft put out for comment, from opening to what changed."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import comments, consultations, running_consultations

urlpatterns = [
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<int:consultation>/", consultations.consultation, name="consultation"),
    path("consultations/<int:consultation>/elements/<str:element>/", consultations.consultation_element, name="consultation_element"),
    path("consultations/<int:consultation>/what-changed/", consultations.what_changed, name="what_changed"),
    path("consultations/comments/<str:token>/", consultations.my_comment, name="my_comment"),
    path("consultations/invited/<str:token>/", consultations.invited, name="invited"),
    path("consultations/invited/<str:token>/elements/<str:element>/", consultations.invited_element, name="invited_element"),
    path(
        "organisations/<slug:organisation>/drafts/<int:draft>/consultation/open/",
        running_consultations.open_consultation,
        name="open_consultation",
    ),
    path(
        "organisations/<slug:organisation>/drafts/<int:draft>/consultation/",
        running_consultations.run_consultation,
        name="run_consultation",
    ),
    path(
        "organisations/<slug:organisation>/drafts/<int:draft>/consultation/close/",
        running_consultations.close_consultation,
        name="close_consultation",
    ),
    path("organisations/<slug:organisation>/drafts/<int:draft>/comments/", comments.comments, name="comments"),
    path(
        "organisations/<slug:organisation>/drafts/<int:draft>/elements/<str:element>/comment/",
        comments.comment_on_element,
        name="comment_on_element",
    ),
    path(
        "organisations/<slug:organisation>/drafts/<int:draft>/comments/<int:comment>/answer/",
        comments.answer_comment,
        name="answer_comment",
    ),
    path("organisations/<slug:organisation>/drafts/<int:draft>/comments/<int:comment>/show/", comments.show_comment, name="show_comment"),
]
