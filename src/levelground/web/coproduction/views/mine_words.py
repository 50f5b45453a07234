"""What somebody said, and what they are asked to be quoted with, behind their private link."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import contributions as acting
from levelground.web.coproduction.actions import quotes as quoting
from levelground.web.coproduction.forms.contributions import NamedAsForm, SayForm
from levelground.web.coproduction.presenters import contributions as pages
from levelground.web.coproduction.presenters.live import when_said
from levelground.web.coproduction.queries import contributions, live, participants
from levelground.web.coproduction.queries import quotes as found
from levelground.web.coproduction.views.live import FORM_OR_PAGE
from levelground.web.coproduction.views.private import private_link
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_words(request: HttpRequest, secret: str) -> HttpResponse:
    """Everything that the person said, what was answered, and a form to say more: at any time, before and after sessions."""
    person = participants.by_secret(secret)
    form = SayForm(request.POST if request.method == "POST" else None, sessions=live.sessions_of(person), participant=person)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made = acting.contribute(
            series=person.series,
            workshop=given["session"],
            participant=person,
            words=given["words"],
            when=when_said(given["session"]),
            form_key=given["form_key"],
            attribution=given["attribution"],
            sensitive=given["sensitive"],
        )
        if given["pseudonym"]:
            acting.attribute(contribution=made, attribution=given["attribution"], pseudonym=given["pseudonym"])
        messages.success(
            request, Phrase("Thank you. We have your words. You can change how you are named, or take them back, on this page.")
        )
        return redirect("mine_words", secret=secret)
    context = pages.of_person(person, secret, Phrase("What you said"))
    more = {"form": form, "said": contributions.said_by(person), "quotes": found.waiting_for(person)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "coproduction/mine_words.jinja", {**context, **more}, status=status)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_word(request: HttpRequest, secret: str, contribution: int) -> HttpResponse:
    """One thing that the person said: how they are named with it, whether it is sensitive, and taking it back."""
    person = participants.by_secret(secret)
    said = contributions.one_said_by(person, contribution)
    now = {"attribution": said.attribution, "pseudonym": person.pseudonym, "sensitive": said.sensitive}
    form = NamedAsForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            acting.attribute(contribution=said, attribution=given["attribution"], pseudonym=given["pseudonym"])
            if given["sensitive"] and not said.sensitive:
                acting.flag_sensitive(contribution=said)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, Phrase("That is kept."))
            return redirect("mine_word", secret=secret, contribution=contribution)
    context = pages.of_person(person, secret, Phrase("One thing that you said"), *pages.my_trail(secret))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "coproduction/mine_words_one.jinja", {**context, "said": said, "form": form}, status=status)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def take_back_words(request: HttpRequest, secret: str, contribution: int) -> HttpResponse:
    """Taking words back, asked once more: nobody can bring them back."""
    person = participants.by_secret(secret)
    said = contributions.one_said_by(person, contribution)
    if request.method == "POST":
        acting.withdraw(contribution=said)
        messages.success(request, Phrase("Your words are gone from this site."))
        return redirect("mine_words", secret=secret)
    context = pages.of_person(person, secret, Phrase("Take your words back"), *pages.my_trail(secret))
    return render(request, "coproduction/mine_words_back.jinja", {**context, "said": said})


@anyone
@private_link
@require_safe
def mine_quotes(request: HttpRequest, secret: str) -> HttpResponse:
    """The quotes that the person is asked about."""
    person = participants.by_secret(secret)
    context = pages.of_person(person, secret, Phrase("Quotes"))
    return render(request, "coproduction/mine_quotes.jinja", {**context, "quotes": pages.my_quotes(found.asked_of(person))})


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_quote(request: HttpRequest, secret: str, quote: int) -> HttpResponse:
    """One quote as it would stand in its place, and yes or no to it."""
    person = participants.by_secret(secret)
    asked = found.one_asked_of(person, quote)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        (quoting.approve if agrees else quoting.refuse)(quote=asked)
        messages.success(request, Phrase("Thank you. You said yes.") if agrees else Phrase("You said no. The quote is shown nowhere."))
        return redirect("mine_quotes", secret=secret)
    context = pages.of_person(person, secret, Phrase("A quote of yours"), (Phrase("Quotes"), pages.my_address("mine_quotes", secret)))
    return render(request, "coproduction/mine_quotes_one.jinja", {**context, **pages.quote_in_place(asked)})
