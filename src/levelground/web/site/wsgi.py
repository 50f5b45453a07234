"""What a WSGI server serves: `granian --interface wsgi levelground.web.site.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levelground.web.site.settings")
application = get_wsgi_application()

from levelground.web.site import daily, warm_up  # noqa: E402 - its tables are known only now

warm_up.begin()
daily.begin()
