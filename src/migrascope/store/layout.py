"""Where do the parts of an evidence base stand?

::

    base/
    ├── snapshots/ab/abcdef….xlsx     raw bytes as received, named by their hash
    ├── editions/unhcr@2025-12/
    │   ├── observations.parquet      sorted by measure, area, origin, start
    │   └── edition.json              source, licence, files, caveats
    ├── manifest.json                 which editions exist; written last
    └── writer.lock                   who is writing
"""

from __future__ import annotations

SNAPSHOTS = "snapshots"
EDITIONS = "editions"
OBSERVATIONS = "observations.parquet"
FACTS = "edition.json"
MANIFEST = "manifest.json"
LOCK = "writer.lock"
