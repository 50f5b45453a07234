"""Help by what somebody wants to do: a short page each, as data, so that it can be searched too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class HelpTask:
    """One page of help. A step may have a link: its words, and the name of the address."""

    slug: str
    group: str
    title: str
    about: str
    steps: tuple[tuple[str, str, str], ...]
    know: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All that the page says below its title."""
        return (*(said for said, _, _ in self.steps), *self.know)


LOOK, WRITE, ANSWER = "Look and learn", "Write a change package", "Look after your organisation"
GROUPS = (LOOK, WRITE, ANSWER)


def _task(slug: str, group: str, title: str, about: str, *steps: tuple[str, str, str], know: tuple[str, ...] = ()) -> HelpTask:
    return HelpTask(slug, group, title, about, steps, know)


TASKS: Mapping[str, HelpTask] = {
    task.slug: task
    for task in (
        _task(
            "find-out",
            LOOK,
            "See what is being done about an inequality",
            "You need no account. Everything that is published is open to all.",
            ("Open the list of change packages. Each is a plan to change one thing in care.", "Change packages", "packages"),
            ("Pick one and read its aim. The aim says what should change, for whom, and by when.", "", ""),
            ("Look at the driver diagram. It shows what must change to reach the aim. You can read it as a list, too.", "", ""),
            ("See what has been asked for, and of whom, in the recommendations.", "Recommendations", "recommendations"),
            know=("The band at the top says how far people with lived experience have shaped the plan.",),
        ),
        _task(
            "say-what-you-think",
            LOOK,
            "Say what you think of a draft",
            "When an organisation asks, you can say what you think of any part of its draft. You need no account.",
            ("Look at which drafts are out for comment. Each says until when.", "Open consultations", "consultations"),
            ("Read the question, then go to the part that you want to talk about.", "", ""),
            ("Write in your own words. You do not have to give your name.", "", ""),
            ("Come back after the last day. The page then says what changed because of what people said.", "", ""),
        ),
        _task(
            "take-the-data",
            LOOK,
            "Download the data",
            "All that is published can be taken as a file, for a spreadsheet or a program.",
            ("Filter a register until it shows what you need.", "Recommendations", "recommendations"),
            ("Choose CSV or JSON below the list. The file holds those rows and no others.", "", ""),
            ("Everything else to download is on one page.", "Open data", "open_data"),
            know=("Say where it is from when you use it: the licence is CC BY 4.0.",),
        ),
        _task(
            "adapt",
            WRITE,
            "Adapt a change package to your place",
            "Start from a plan that others have made. Change what does not fit, and say why. You can have a draft in an hour.",
            ("Sign in, and open your organisation's drafts.", "Sign in", "account_login"),
            ("Choose: adapt a change package. Pick the one that is nearest to your work, and start the draft.", "", ""),
            ("Write the aim for your place: what, for whom, by how much, by when.", "", ""),
            ("Go through the ideas. Take out what does not fit, and say why. Add what is missing.", "", ""),
            ("Read what the check has found. It names what is missing, with a link to each place.", "", ""),
            know=(
                "Nothing is public until it is published.",
                "The plan that you adapt can get a new version. You will be shown what changed, and you choose.",
            ),
        ),
        _task(
            "edit-together",
            WRITE,
            "Edit a draft with others",
            "Several people can work on one draft at once.",
            ("Open a part of the draft and choose to edit it. Each form is for one part.", "", ""),
            ("Say why you change it. Others see your reason in the history.", "", ""),
            ("If somebody changed the same part while you wrote, you see both texts and choose. Nothing is lost.", "", ""),
            ("Did it go wrong? Undo takes back the last edit.", "", ""),
        ),
        _task(
            "analyst-measures",
            WRITE,
            "Set up measures",
            "A measure says what is counted, for whom, and from which data. Analysts keep them right.",
            ("Open the draft and go to its measures.", "", ""),
            ("Link each measure to the driver or idea that it is for.", "", ""),
            ("Add at least one measure that warns of harm: does anything else get worse?", "", ""),
            ("Download the draft as a file, and run it on your data where the data are. No record of a patient comes here.", "", ""),
        ),
        _task(
            "ask-people",
            WRITE,
            "Ask people what they think of your draft",
            "A consultation asks for comments on each part of a draft, until a day that you choose.",
            ("Open the draft and choose: ask people what they think.", "", ""),
            ("Write one plain question. Say until when. Choose whether it is for everybody or for people you invite.", "", ""),
            ("Answer every comment: we changed it, or we did not, because. Each answer can point to an edit.", "", ""),
            ("When it is over, the draft is yours to change again.", "", ""),
        ),
        _task(
            "publish",
            WRITE,
            "Get a draft reviewed and published",
            "A second person must read a draft before it is published: one who wrote none of it.",
            ("Mend what the check calls an error. Warnings may stay, and are shown.", "", ""),
            (
                "Choose: have it read by a second person. Then ask a colleague to open it. The text stays as it is until they answer.",
                "",
                "",
            ),
            ("The reviewer says that it can be published, or sends it back with reasons.", "", ""),
            ("Publish it. From then on its text never changes. To change it, start a new version.", "", ""),
            know=("You can withdraw what was published. Its page stays and says why.",),
        ),
        _task(
            "review",
            WRITE,
            "Review a draft, or read one as a board member",
            "You need not know how a change package is built. Ask whether it would work in your place.",
            (
                "Your organisation's page says what waits for a review. Open it and read the aim. Is it clear who should be better off?",
                "",
                "",
            ),
            ("Look at the driver diagram. Is something missing? Say so beside the part.", "", ""),
            ("See who answers for each part, and what nobody answers for.", "", ""),
            ("Give your answer, with reasons. They are kept with the draft.", "", ""),
        ),
        _task(
            "curate",
            ANSWER,
            "Add a recommendation to the register",
            "Curators keep the registers true. Each entry is in your own words, with its source.",
            ("Look first whether it is there already.", "Recommendations", "recommendations"),
            ("Sign in, open Registers, and choose to add one.", "", ""),
            ("Say what was asked for, of whom, and where it stands. Say how well you know it.", "", ""),
            ("Name others that ask for much the same, or that pull another way, and why.", "", ""),
            ("Publish it. Those whose change package it concerns will see it in their news.", "", ""),
            know=("Never copy a sentence of a report: it may not be yours to share.",),
        ),
        _task(
            "news",
            ANSWER,
            "See what is new for your change packages",
            "When a register changes, those whose work it touches are told why.",
            ("Sign in and open News.", "", ""),
            ("Read the entry, and look at the parts of your draft that it touches.", "", ""),
            ("Say what you did about it, or why nothing. Then it is marked as seen to.", "", ""),
        ),
        _task(
            "name-owners",
            ANSWER,
            "Say who answers for what",
            "Work that nobody answers for does not get done.",
            ("Sign in and open: Who answers for what. What nobody answers for stands first.", "", ""),
            ("Name a person for each part, and by when it should be done.", "", ""),
            ("What is late is shown first, until it is done or has a new date.", "", ""),
        ),
        _task(
            "people",
            ANSWER,
            "Invite people and give them roles",
            "A role says what somebody may do. A person can have several.",
            ("Sign in and open People. Only administrators can invite.", "", ""),
            (
                "Write the email address, choose a role, and send the invitation. It works once, for 14 days. You can add roles later.",
                "",
                "",
            ),
            ("End a role when somebody leaves. What they did stays in the history.", "", ""),
            know=("Everybody sets up a second step for signing in, such as an app with codes.",),
        ),
        _task(
            "your-account",
            ANSWER,
            "Look after your own account",
            "See what is held about you, take it with you, or have it erased.",
            ("Open your account.", "Your account", "account"),
            ("Set up a second step, such as an app with codes or a passkey.", "", ""),
            ("Look at where you are signed in, and sign out what you do not know.", "", ""),
            ("Download what is held about you, or ask to have it erased.", "", ""),
            know=("How we keep it, and for how long, is on the privacy page.",),
        ),
    )
}
"""Every page of help by its address."""


def near(slug: str) -> HelpTask | None:
    """The page with this address; None where there is none."""
    return TASKS.get(slug)
