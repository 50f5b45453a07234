"""Base pages and components in the manner of NHS.UK, under a neutral brand: no NHS logo, no licensed font, no script."""
