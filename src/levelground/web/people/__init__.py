"""Organisations, the people in them, what each role may do, consent, and the audit trail."""
