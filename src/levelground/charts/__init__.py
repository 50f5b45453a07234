"""Pictures of released results, each with its words and its table; and the driver diagram of a change package."""
