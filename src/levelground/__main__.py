"""`python -m levelground`."""

from levelground.cli.main import run

run()
