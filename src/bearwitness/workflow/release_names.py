"""The files of a release by their names."""

from typing import Final

from bearwitness.release.manifest import MANIFEST, SIGNATURE

CELLS: Final = "cells.csv"
FIGURES: Final = "figures.csv"
TRAITS: Final = "traits.csv"
PAGE: Final = "index.html"
TABLES: Final = (CELLS, FIGURES, TRAITS)
FILES: Final = frozenset({*TABLES, PAGE, MANIFEST, SIGNATURE})
