"""Versions of change packages and of register entries: draft, consultation, review, published, withdrawn."""
