"""The pages of one release: the board page, the driver diagram, each measure, the change package's text."""
