"""`python -m migrascope` is the same as `migrascope`."""

from __future__ import annotations

import sys

from migrascope.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
