"""Ethnicity classifications, crosswalks between them with what is lost, and the kinds of unknown kept apart."""
