"""What is read of drafts, published versions, consultations and registers; nothing here writes."""
