"""The tables of the room: only what pages need to be found."""

from levelground.web.overview.models.search_entry import Found, SearchEntry

__all__ = ["Found", "SearchEntry"]
