"""Lets the tests import their helpers by name, whichever environment runs them."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "model-src")]
