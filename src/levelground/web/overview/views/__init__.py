"""One function a page, grouped by what the page is about."""
