"""`python -m bearwitness` is the `bearwitness` command."""

from bearwitness.apps.main import run

run()
