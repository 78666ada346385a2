"""Does what was written keep what the plan promises?

Nothing here is shared with the rest of `protect`: the plan is read again, the written
file is read again, records are counted in another way, and a contract of imports keeps
it so. A mistake in the protectors therefore cannot hide itself in the proof.
"""

from __future__ import annotations

from migrascope.protect.verify.proof import release, twin
from migrascope.protect.verify.verdict import Check, Verdict

__all__ = ["Check", "Verdict", "release", "twin"]
