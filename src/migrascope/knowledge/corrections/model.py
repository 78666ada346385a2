"""What is a correction: of a record, of a passage, of the state of a commitment?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from enum import StrEnum

from migrascope.knowledge.model import Kind, Scheme
from migrascope.knowledge.registers.record import Register


class Action(StrEnum):
    """What a person did to a record."""

    SET = "set"
    HIDE = "hide"
    SHOW = "show"
    MERGE = "merge"
    ADD = "add"


class Status(StrEnum):
    """How a commitment stands."""

    OPEN = "open"
    UNDER_WAY = "under way"
    MET = "met"
    NOT_MET = "not met"
    DROPPED = "dropped"

    @property
    def is_over(self) -> bool:
        """True when nothing more is expected."""
        return self in {Status.MET, Status.NOT_MET, Status.DROPPED}


@dataclass(frozen=True, slots=True)
class Said:
    """Who said it, when (ISO 8601), why, and in which file it is kept."""

    by: str
    on: str
    note: str = ""
    file: str = ""

    def __str__(self) -> str:
        return f"{self.by} on {self.on[:10]}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of one record.

    `record` is its id; `document` and `opening` (its first words) find it again after
    its passage was cut differently. To set a field: `field`, `now`, and `was`, which
    is None when somebody wrote by hand and did not say. To merge: `into`. To add:
    `values`.
    """

    register: Register
    action: Action
    record: str
    said: Said
    field: str = ""
    now: str = ""
    was: str | None = None
    into: str = ""
    document: str = ""
    opening: str = ""
    values: Mapping[str, str] = made_by(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PassageCorrection:
    """A change of what a passage is, or of what it is about.

    `words` are the passage's own, or its beginning, folded: with the document they
    find it after a re-reading, whatever its number is then.
    """

    document: str
    words: str
    said: Said
    kind: Kind | None = None
    was: Kind | None = None
    add: tuple[tuple[Scheme, str], ...] = ()
    remove: tuple[tuple[Scheme, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A new state of a commitment, with the evidence for it.

    `evidence` are passages ("document#12") or indicators ("indicator:10.c.1@KEN").
    """

    commitment: str
    status: Status
    said: Said
    evidence: tuple[str, ...] = ()
    document: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything that people said, the oldest first."""

    records: tuple[Correction, ...] = ()
    passages: tuple[PassageCorrection, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
