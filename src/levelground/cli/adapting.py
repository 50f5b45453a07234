"""`levelground new`, `adapt` and `resolve`: a change package of one's own, from nothing or from a base."""
