"""`python -m levelground`."""

from levelground.cli.main import run

if __name__ == "__main__":
    run()
