"""Where does the chance of a random step come from?

From the secret of the run and from nowhere else: the same secret gives the same
release, and whoever does not have it can neither repeat nor undo a draw. Each purpose
(a step, its columns) has a stream of its own, so that one step tells nothing of
another.
"""

from __future__ import annotations

import hmac

import numpy as np

from migrascope.errors import BadPlan

SHORTEST = 16
"""Bytes (128 bits): a shorter secret can be found by trying."""


def key(secret: bytes, *purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; nobody can tell the secret from it.

    Raises:
        BadPlan: the secret is too short to be one.
    """
    if len(secret) < SHORTEST:
        raise BadPlan(
            f"the secret of the run has fewer than {SHORTEST} bytes",
            "Take a random one: `python -c 'import secrets; "
            "print(secrets.token_hex(32))'`, and keep it where the cases are kept.",
        )
    # Lengths before the parts: "ab", "c" is not "a", "bc".
    parts = [part.encode("utf-8") for part in purpose]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(secret, message, "sha256")


def generator(secret: bytes, *purpose: str) -> np.random.Generator:
    """Random numbers for one purpose.

    Raises:
        BadPlan: the secret is too short to be one.
    """
    # The generator that numpy fixes for good, not the default that may change.
    words = np.frombuffer(key(secret, *purpose), dtype=">u4").astype(np.uint32)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words.tolist())))
