"""`python -m lpo_desk` and the console script `lpo-desk`."""

import sys

from lpo_desk.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
