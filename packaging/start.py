"""Where the packaged program begins (PyInstaller cannot start a package's `__main__`)."""

import sys

from lpo_desk.__main__ import main

sys.exit(main())
