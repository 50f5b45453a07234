"""Messages to people: one port. It takes addresses, not users; each message is one value, written out as plain text and as HTML."""

from levelground.web.notifications.delivery import send
from levelground.web.notifications.message import Message, MessageLink

__all__ = ["Message", "MessageLink", "send"]
