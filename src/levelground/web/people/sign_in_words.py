"""What is said about signing in: when something is wrong, when something is done, and in messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from levelground.web.notifications import Message, MessageLink

NO_MATCH = "The email address or the password is not right. Check both and try again."
TOO_MANY = "There were too many wrong tries. Wait 5 minutes, then try again."
ERRORS = {
    "email_password_mismatch": NO_MATCH,
    "incorrect_code": "That code is not right, or it was used before. Wait for the next code and enter that one.",
    "incorrect_password": "That password is not right. Enter the password of your account.",
    "enter_current_password": "That password is not right. Enter the password that you have now.",
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_MANY,
    "account_inactive": "This account is closed. Ask an administrator of your organisation.",
    "invalid_password_reset": "This link does not work any more. Ask for a new one.",
}

DONE = {
    "account/messages/logged_out.txt": "You are signed out.",
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is set.",
    "mfa/messages/totp_activated.txt": "Your app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your app is taken away.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added.",
    "mfa/messages/webauthn_removed.txt": "Your passkey is taken away.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}

NOT_YOU = "Was this not you? Change your password now, and tell an administrator of your organisation."
_ACCOUNT = MessageLink("Your account", "/account/")


def _reset(context: Mapping[str, Any]) -> Message:
    return Message(
        "Choose a new password",
        [
            "Somebody asked for a new password for your account. If it was you, use the link below. It works for one hour.",
            "You will need your second step too, or a recovery code.",
            "If it was not you, do nothing. Your password stays as it is.",
        ],
        [MessageLink("Choose a new password", urlsplit(str(context["password_reset_url"])).path)],
    )


def _change(subject: str, what: str) -> Callable[[Mapping[str, Any]], Message]:
    return lambda _: Message(subject, [what, NOT_YOU], [_ACCOUNT])


MESSAGES: dict[str, Callable[[Mapping[str, Any]], Message]] = {
    "account/email/password_reset_key": _reset,
    "account/email/password_reset": _change("Your password was changed", "The password of your account was changed by a link in an email."),
    "account/email/password_changed": _change("Your password was changed", "The password of your account was changed."),
    "account/email/password_set": _change("Your password was set", "Your account has a password now."),
    "mfa/email/totp_activated": _change("An app was added", "An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _change("An app was taken away", "The authenticator app was taken away from your account."),
    "mfa/email/webauthn_added": _change("A passkey was added", "A passkey was added to your account."),
    "mfa/email/webauthn_removed": _change("A passkey was taken away", "A passkey was taken away from your account."),
    "mfa/email/recovery_codes_generated": _change(
        "You have new recovery codes", "New recovery codes were made for your account. The old ones do not work any more."
    ),
    "socialaccount/email/account_connected": _change(
        "A new way to sign in", "You can sign in to your account with your organisation's sign-in now."
    ),
}


def message(name: str, context: Mapping[str, Any]) -> Message | None:
    """The message that allauth calls by this name; None for one that this site does not send."""
    write = MESSAGES.get(name)
    return write(context) if write else None
