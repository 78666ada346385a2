"""Is it safe and sensible to read this file at all?

A document is judged before a byte of it is understood: what it is, from its first
bytes and not from its name; how large it is, on the disk and unpacked.
"""

from __future__ import annotations

MOST_BYTES = 150_000_000
"""The most that a document may hold on the disk; a scan of a book is smaller."""

MOST_UNPACKED = 300_000_000
MOST_RATIO = 150
SUSPECT_BYTES = 10_000_000
"""Above 10 MB, no part of a text document is 150 times smaller when packed."""

MOST_PARTS = 10_000
MOST_PAGES = 20_000
MOST_LETTERS = 100_000_000
