"""Which figures does the user ask for?

The options that `show`, `query` and `trace` share, and how what was typed (names,
codes, "all") becomes a question to the base.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from migrascope.cli.printing import TABLE

if TYPE_CHECKING:
    from migrascope.store.base import Base

FORMS = ("csv", "json", "parquet", "sdmx-csv")
EVERY = "all"
"""What the user types to see a dimension in full."""

SEXES = ("F", "M", "_T", "_U", EVERY)

_WORDS = {
    "_T": "all",
    "_Z": "does not apply",
    "_U": "unknown",
    "F": "women",
    "M": "men",
}
_STATUSES = {
    "A": "",
    "B": "break in series",
    "E": "estimated",
    "F": "forecast",
    "I": "imputed",
    "L": "not collected",
    "M": "missing",
    "P": "provisional",
    "Q": "suppressed",
    "U": "unreliable",
}
_GROUPS = {
    "_T": "all",
    "MIG": "migrants",
    "REF": "refugees",
    "ASY": "asylum seekers",
    "OIP": "others in need of protection",
    "IDP": "internally displaced",
    "RET": "returned refugees",
    "RDP": "returned internally displaced",
    "STA": "stateless",
    "OOC": "others of concern",
    "HST": "host community",
}
_UNITS = {
    "PS": "persons",
    "PT": "percent",
    "USD": "US dollars",
    "PER_1000": "per 1,000",
    "PER_100K": "per 100,000",
    "EVENTS": "events",
    "KM": "kilometres",
}

Command = TypeVar("Command", bound=Callable[..., object])


class Day(click.ParamType[date]):
    """A date as people write it in files: 2026-03-31."""

    name = "date"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read the date, or say what one looks like."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day
        except ValueError:
            self.fail(f'"{value}" is not a day such as 2026-03-31.', param, ctx)


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`: answer as the base would have answered on that day."""
    return click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        help="Answer with what the base held on that day.",
    )(command)


def form_option(*, default: str = TABLE) -> Callable[[Command], Command]:
    """`--format FORM`."""
    forms = FORMS if default != TABLE else (TABLE, *FORMS)
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=None,
        help=f"How to write it (default: {default}, or by the ending of the file).",
    )


def area_named(text: str, base: Base) -> str:
    """The area id that a code or a name means.

    Raises:
        UnknownArea: no such area; the nearest three are named.
    """
    if text in base.areas():
        return text
    from migrascope.model import area

    return area.find(text).id


def origin_named(text: str) -> str:
    """The area id of an origin; `_T` and `_Z` stand for themselves."""
    if text.startswith(("_", "X:", "M49:")):
        return text
    from migrascope.model import area

    return area.find(text).id


def area_name(code: str) -> str:
    """The name of an area or origin for people; its code where it has none."""
    if code in _WORDS:
        return _WORDS[code]
    from migrascope.errors import UnknownArea
    from migrascope.model import area

    try:
        return area.name(code)
    except UnknownArea:
        return code


def sex_name(code: str) -> str:
    """A sex in words."""
    return "both" if code == "_T" else _WORDS.get(code, code)


def age_name(code: str) -> str:
    """An age group in words.

    >>> age_name("Y0T4"), age_name("Y_GE60"), age_name("Y_LT18"), age_name("_T")
    ('0–4', '60+', 'under 18', 'all')
    """
    if code.startswith("Y_GE"):
        return f"{code[4:]}+"
    if code.startswith("Y_LT"):
        return f"under {code[4:]}"
    if code.startswith("Y"):
        return code[1:].replace("T", "–")
    return _WORDS.get(code, code)


def status_name(code: str) -> str:
    """An observation status in words; nothing for a normal one."""
    return _STATUSES.get(code, code)


def group_name(code: str) -> str:
    """A population group in words."""
    return _GROUPS.get(code, code)


def unit_name(code: str) -> str:
    """A unit in words; its code where it has none."""
    return _UNITS.get(code, code)
