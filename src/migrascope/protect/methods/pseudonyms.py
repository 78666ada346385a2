"""How can records of one person stay together when nobody may know who it is?

An identifier is replaced by a keyed hash (HMAC-SHA256): the same person has the same
pseudonym in every file that is protected with the same secret, and nobody can find an
identifier by trying all of them, as they could with a plain hash. Each column has a key
of its own, so a number that is a case here and a person there looks different.

128 bits of the hash are released. Two people get the same pseudonym with a chance of
about n² / 2¹²⁹, stated in the report; for a billion people that is less than 10⁻²⁰.

References: RFC 2104; NIST SP 800-107 on truncated hashes; ENISA (2019),
Pseudonymisation techniques and best practices.
"""

from __future__ import annotations

import hmac

import polars as pl

from migrascope.protect import codes
from migrascope.protect.methods import columns, randomness
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import Pseudonymise

STEP = "pseudonymise"
BITS = 128
"""As much of the hash as is released: 32 hexadecimal digits."""


def apply(
    frame: pl.DataFrame, step: Pseudonymise, *, secret: bytes
) -> tuple[pl.DataFrame, Done]:
    """Replace the identifiers of a column by pseudonyms; missing ones stay missing.

    Raises:
        BadPlan: there is no such column.
    """
    column = columns.named(frame, step.column, step=STEP)
    texts = codes.texts(column)
    known = texts.drop_nulls().unique().sort()
    key = randomness.key(secret, STEP, step.column)
    hidden = [pseudonym(text, key) for text in known]
    released = texts.replace_strict(known, hidden, return_dtype=pl.String)
    people = len(known)
    chance = min(people * (people - 1) / 2 / 2.0**BITS, 1.0)
    says = (
        f"{people:,} identifiers replaced by a keyed hash of {BITS} bits; two of them "
        f"have the same with a chance of {chance:.0e}."
    )
    facts = {"identifiers": float(people), "collision_chance": chance}
    changed = len(texts) - texts.null_count()
    done = Done(STEP, step.column, changed, says, facts)
    return frame.with_columns(released.alias(step.column)), done


def pseudonym(identifier: str, key: bytes) -> str:
    """The pseudonym of one identifier."""
    digest = hmac.digest(key, identifier.encode("utf-8"), "sha256")
    return digest[: BITS // 8].hex()
