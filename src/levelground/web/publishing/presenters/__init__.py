"""Values as the pages of drafts need them, in words; nothing here reads a form or writes."""
