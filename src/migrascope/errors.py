"""What can go wrong, and what to do about it.

Every error says what happened, where (file, sheet, row) and what to do next.
The exit code of the command line is the number in brackets::

    MigrascopeError                      [1]
    ├── UsageError                       [2]  the command was not understood
    │   ├── UnknownArea                  [2]  no such country, area or group
    │   ├── UnknownMeasure               [2]  no such measure, series or indicator
    │   ├── UnknownEdition               [2]  no such edition in the evidence base
    │   └── BadPlan                      [2]  a plan, scenario or framework cannot be
    ├── SourceError                      [3]  a publisher's file cannot be used as it is
    │   ├── UnknownLayout                [3]  no adapter and no mapping knows this file
    │   ├── Truncated                    [3]  the file ends too early or is damaged
    │   ├── ChangedHeader                [3]  the header is not the one that is known
    │   ├── UnknownPlace                 [3]  a name or code without an area
    │   ├── NotANumber                   [3]  text where a number should stand
    │   ├── NegativeCount                [3]  fewer than no people
    │   ├── DuplicateKey                 [3]  two figures for the same thing
    │   ├── TooLarge                     [3]  larger than can be read safely (zip bomb)
    │   ├── Locked                       [3]  the workbook is protected by a password
    │   ├── UnreadableDocument           [3]  a document without text, or not opened
    │   ├── BadCorrection                [3]  a correction that names what is not there
    │   ├── BadMapping                   [3]  a mapping file says something impossible
    │   └── UnusableCases                [3]  a case file that cannot be protected
    ├── NotProven                        [4]  a check of an output said no
    │   └── CannotPromise                [4]  no release can keep what a plan promises
    ├── NetworkError                     [5]  a download failed
    │   ├── Unreachable                  [5]  no answer; try again (retriable)
    │   └── Refused                      [5]  an answer that is not the data (final)
    ├── StoreError                       [6]  the evidence base cannot be used
    │   ├── DamagedBase                  [6]  a file of the base is missing or changed
    │   ├── BusyBase                     [6]  another process is writing
    │   └── NoFigures                    [6]  the base holds nothing for this question
    └── EstimationError                  [7]  an estimate cannot be made from this
        ├── UnusableTable                [7]  a table with holes, or of the wrong shape
        └── UnbalancedTotals             [7]  totals that must agree do not
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """The place in a file that an error points at.

    `row` and `column` are counted from 1, as a spreadsheet shows them; `line` is that
    of a text, as an editor counts them.
    """

    file: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f'sheet "{self.sheet}"')
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class MigrascopeError(Exception):
    """An error with advice: what happened, where, and what to do next."""

    exit_code = 1

    def __init__(
        self, what: str, advice: str = "", *, where: Where | str | None = None
    ) -> None:
        self.what = what
        self.advice = advice
        self.where = where
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        text = f"{place}{self.what}"
        return f"{text}\n{self.advice}" if self.advice else text


class UsageError(MigrascopeError):
    """The command was not understood."""

    exit_code = 2


class UnknownArea(UsageError):
    """No such country, area or group."""


class UnknownMeasure(UsageError):
    """No such measure, series or indicator."""


class UnknownEdition(UsageError):
    """No such edition in the evidence base."""


class BadPlan(UsageError):
    """A plan, a scenario or a framework says something impossible."""


class SourceError(MigrascopeError):
    """A publisher's file cannot be used as it is."""

    exit_code = 3


class UnknownLayout(SourceError):
    """No adapter and no mapping knows this file."""


class Truncated(SourceError):
    """The file ends too early or is damaged."""


class ChangedHeader(SourceError):
    """The header is not the one that is known."""


class UnknownPlace(SourceError):
    """A name or code without an area."""


class NotANumber(SourceError):
    """Text where a number should stand."""


class NegativeCount(SourceError):
    """Fewer than no people."""


class DuplicateKey(SourceError):
    """Two figures for the same thing."""


class TooLarge(SourceError):
    """Larger than can be read safely, or packed to look small (zip bomb)."""


class Locked(SourceError):
    """The workbook is protected by a password."""


class BadMapping(SourceError):
    """A mapping file says something impossible."""


class UnusableCases(SourceError):
    """A case file that cannot be protected; the message never holds a value."""


class UnreadableDocument(SourceError):
    """A document that has no text or cannot be opened safely; it names the page."""


class BadCorrection(SourceError):
    """A correction that names a record or a field that is not there."""


class NotProven(MigrascopeError):
    """A check of an output said no."""

    exit_code = 4


class CannotPromise(NotProven):
    """No release can keep what the plan promises."""


class NetworkError(MigrascopeError):
    """A download failed."""

    exit_code = 5


class Unreachable(NetworkError):
    """No answer; trying again may help."""


class Refused(NetworkError):
    """An answer that is not the data; trying again will not help."""


class StoreError(MigrascopeError):
    """The evidence base cannot be used."""

    exit_code = 6


class DamagedBase(StoreError):
    """A file of the base is missing or changed."""


class BusyBase(StoreError):
    """Another process is writing to the base."""


class NoFigures(StoreError):
    """The base holds nothing for this question."""


class EstimationError(MigrascopeError):
    """An estimate cannot be made from what was given."""

    exit_code = 7


class UnusableTable(EstimationError):
    """A table with holes, of the wrong shape, or without any length of time."""


class UnbalancedTotals(EstimationError):
    """Totals that must agree do not."""
