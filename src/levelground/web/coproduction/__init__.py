"""Work with the people whom it concerns: concerns, open calls, workshops, contributions, decisions, answers and pay."""
