"""Messages to people: one port, three ways (email, text message, letter). It takes addresses, not users.

Each message is one value. Each way writes it out in its own form: plain text with HTML, a short text, or a letter.
"""

from levelground.web.notifications import outbox
from levelground.web.notifications.delivery import deliver, send, takes
from levelground.web.notifications.message import Attachment, Message, MessageLink
from levelground.web.notifications.recipient import MessageWay, Recipient
from levelground.web.notifications.written import written

__all__ = ["Attachment", "Message", "MessageLink", "MessageWay", "Recipient", "deliver", "outbox", "send", "takes", "written"]
