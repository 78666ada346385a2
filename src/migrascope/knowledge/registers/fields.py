"""Which fields does a register have, and what may stand in them?

One table says it for the printed tables, the workbook, the corrections and the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from migrascope.errors import BadCorrection, MigrascopeError
from migrascope.knowledge.registers.record import SEPARATOR, Register
from migrascope.model import area as areas
from migrascope.model import compact, goals


class Holds(StrEnum):
    """What kind of thing stands in a field."""

    TEXT = "text"
    TEXTS = "texts"
    AREAS = "areas"
    GOALS = "goals"
    TARGETS = "targets"
    OBJECTIVES = "objectives"
    DAY = "day"
    NUMBER = "number"


MANY = frozenset(
    {Holds.TEXTS, Holds.AREAS, Holds.GOALS, Holds.TARGETS, Holds.OBJECTIVES}
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a register: its key, its heading, what it means and holds."""

    key: str
    title: str
    says: str
    holds: Holds = Holds.TEXT


AREAS = Field("areas", "Areas", "Countries and areas that it speaks of.", Holds.AREAS)
GOALS = Field("goals", "Goals", "SDG goals, by number.", Holds.GOALS)
TARGETS = Field("targets", "Targets", "SDG targets, by code.", Holds.TARGETS)
OBJECTIVES = Field(
    "objectives",
    "Objectives",
    "Objectives of the Global Compact for Migration, by number.",
    Holds.OBJECTIVES,
)
GROUPS = Field("groups", "Groups", "Groups of people.", Holds.TEXTS)
SECTORS = Field("sectors", "Sectors", "Health, work, data and so on.", Holds.TEXTS)
ORGANISATIONS = Field(
    "organisations", "Organisations", "Organisations that it names.", Holds.TEXTS
)
SAYS = Field("says", "What it says", "The words of the document.")
EVENT = Field("event", "Said at", "The dialogue or document that says it.")
WHEN = Field("when", "When", "The day of the document.", Holds.DAY)
PANEL = Field("panel", "Panel", "The panel, session or chapter that it stands in.")

_ABOUT = (AREAS, GOALS, TARGETS, OBJECTIVES, GROUPS, SECTORS, ORGANISATIONS)

FIELDS: Mapping[Register, tuple[Field, ...]] = {
    Register.PRACTICES: (SAYS, *_ABOUT, PANEL, EVENT, WHEN),
    Register.RECOMMENDATIONS: (
        SAYS,
        Field("addressed", "Addressed to", "Who should do it.", Holds.TEXTS),
        *_ABOUT,
        PANEL,
        EVENT,
        WHEN,
    ),
    Register.COMMITMENTS: (
        SAYS,
        Field("owner", "Owner", "Who promised it.", Holds.TEXTS),
        Field("due", "Due", "The last day by which it is promised.", Holds.DAY),
        *_ABOUT,
        EVENT,
        WHEN,
    ),
    Register.INSTRUMENTS: (
        Field("title", "Title", "Its name."),
        Field("type", "Type", "Law, policy, plan, declaration and so on."),
        Field("date", "Date", "When it was adopted or released: a day or a year."),
        Field("parties", "By", "Who adopted or issued it.", Holds.TEXTS),
        AREAS,
        Field("scope", "Scope", "Global, regional, national or local."),
        Field("status", "Status", "Adopted, in force, proposed and so on."),
        Field("themes", "Themes", "Climate, displacement, return …", Holds.TEXTS),
        Field("symbol", "Symbol", "The symbol of the document, as A/RES/73/195."),
    ),
    Register.INITIATIVES: (
        Field("name", "Name", "Its name."),
        Field("type", "Type", "Partnership, publication or event, as the form has it."),
        Field("partners", "Partners", "Who takes part.", Holds.TEXTS),
        Field("countries", "Countries", "Who benefits from it.", Holds.AREAS),
        Field("coverage", "Coverage", "Who benefits from it, in its own words."),
        GOALS,
        Field("dates", "Dates", "When it began or runs, in its own words."),
        Field("audience", "For whom", "The audience that is named."),
        Field("languages", "Languages", "Languages, as stated.", Holds.TEXTS),
        Field("site", "Site", "Its address on the web."),
        Field("says", "What it does", "The words of the document."),
    ),
    Register.DIALOGUES: (
        Field("title", "Title", "What it was about."),
        Field("event", "Event", "The series of meetings that it belongs to."),
        Field("begins", "Begins", "Its first day.", Holds.DAY),
        Field("ends", "Ends", "Its last day.", Holds.DAY),
        Field("place", "Place", "Where it was held."),
        Field("sessions", "Sessions", "How many sessions.", Holds.NUMBER),
        Field("panels", "Panels", "How many panels.", Holds.NUMBER),
        Field("participants", "Participants", "How many came, in words."),
        Field("speakers", "Speakers", "How many spoke.", Holds.NUMBER),
        Field("women", "Women", "How many of the speakers, as stated."),
        Field("men", "Men", "How many of the speakers, as stated."),
        Field("present", "Who came", "Kinds of participants that are named."),
        GOALS,
        Field("site", "Site", "Its address on the web."),
    ),
}


def find(register: Register, key: str) -> Field | None:
    """The field of a register with this key or heading, or None."""
    wanted = key.strip().casefold()
    return next(
        (
            each
            for each in FIELDS[register]
            if wanted in {each.key, each.title.casefold()}
        ),
        None,
    )


def shown(field: Field, text: str) -> str:
    """What a field says, for people: areas by their names."""
    if field.holds is not Holds.AREAS:
        return text
    return SEPARATOR.join(_area_name(each) for each in _split(text))


def checked(field: Field, text: str) -> str:
    """What a person wrote into a field, as it is kept.

    Raises:
        BadCorrection: it cannot stand in this field; the message says what can.
    """
    told = " ".join(text.split()) if field.holds in MANY else text.strip()
    if not told:
        return ""
    check = _CHECKS.get(field.holds)
    if check is None:
        return told
    parts = _split(told) if field.holds in MANY else [told]
    try:
        return SEPARATOR.join(check(each) for each in parts)
    except (MigrascopeError, ValueError) as error:
        advice = error.advice if isinstance(error, MigrascopeError) else ""
        raise BadCorrection(
            f'"{told[:80]}" cannot stand in the field {field.title}: {_why(error)}',
            advice,
        ) from error


def _split(text: str) -> list[str]:
    """The values of a field: several are divided by semicolons."""
    return [part for each in text.split(";") if (part := each.strip())]


def _area_name(code: str) -> str:
    known = areas.lookup(code)
    return areas.name(known) if known else code


def _area(text: str) -> str:
    return areas.find(text).id


def _goal(text: str) -> str:
    number = _whole(text.removeprefix("SDG").strip())
    if not 1 <= number <= 17:
        message = "goals are numbered 1 to 17."
        raise ValueError(message)
    return str(number)


def _target(text: str) -> str:
    entry = goals.get(text)
    if entry.kind != "target":
        message = f"{text} is a {entry.kind}, not a target such as 10.7."
        raise ValueError(message)
    return entry.code


def _objective(text: str) -> str:
    return str(compact.get(_whole(text)).number)


def _day(text: str) -> str:
    """A day; a year stands for its last day, as in "by 2030"."""
    if text.isdecimal() and len(text) == 4:
        text = f"{text}-12-31"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        message = "it is no day. Write it as 2030-06-30, or a year alone."
        raise ValueError(message) from None


def _number(text: str) -> str:
    return str(_whole(text.replace(",", "")))


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = "it is no whole number."
        raise ValueError(message) from None


def _why(error: Exception) -> str:
    if isinstance(error, MigrascopeError):
        return error.what
    return str(error)


_CHECKS: Mapping[Holds, Callable[[str], str]] = {
    Holds.AREAS: _area,
    Holds.GOALS: _goal,
    Holds.TARGETS: _target,
    Holds.OBJECTIVES: _objective,
    Holds.DAY: _day,
    Holds.NUMBER: _number,
}
