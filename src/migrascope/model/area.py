"""Which country, area or group is meant?

One table of every UN M49 country and area, the dissolved, disputed and residual
ones that publishers print, and the regions and groups that they add up to. Codes
and names are matched exactly, by table, with case and accents folded; nothing is
guessed.

One group has one id, however many codes publishers give it: Eastern Africa is 014
in M49 and 910 in the Population Division's tables, and `M49:014` here. The SDG
database uses some of the same numbers for other groups, so its codes are looked up
in `by_unsd`, never in `by_m49`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from migrascope.errors import UnknownArea, UsageError

WORLD = "M49:900"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

by_iso3: Mapping[str, str]
"""ISO 3166-1 alpha-3 code → id, with withdrawn codes and those that publishers make
up in the same style (`XCX` Channel Islands, `OOO` other, `UKN` unknown)."""
by_m49: Mapping[str, str]
"""M49 code or location code of the Population Division → id; 4 is also 004."""
by_unsd: Mapping[str, str]
"""Area code of the SDG database → id; there 901 to 922 are other groups."""
by_unhcr: Mapping[str, str]
"""UNHCR code → id; many differ from ISO: AUS is Austria, AUL Australia."""
by_world_bank: Mapping[str, str]
"""World Bank code → id, with the bank's own groups as `X:wb:CODE`."""

_KEPT_RESIDUAL = re.compile("X:[a-z0-9_]+")
_CURRENT = frozenset({"country", "territory", "disputed"})
_INCOME = {
    "M49:1500": ("low",),
    "M49:1501": ("lower_middle",),
    "M49:1502": ("upper_middle",),
    "M49:1503": ("high",),
    "M49:1517": ("lower_middle", "upper_middle"),
    "M49:1518": ("",),
    "M49:1859": ("low", "lower_middle", "upper_middle"),
    "M49:5503": ("upper_middle", "high"),
    "M49:5504": ("low", "lower_middle"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A country, an area, a region, a group or a residual such as "stateless".

    `region`, `sub_region`, `intermediate_region` and `sdg_region` are area ids, ''
    when there is none. `income` is the World Bank's group: low, lower_middle,
    upper_middle, high or ''. `valid_from` and `valid_until` are years, given for
    dissolved areas; `successors` are the areas that stand for it now.
    """

    id: str
    name: str
    iso2: str
    iso3: str
    m49: str
    unhcr: str
    world_bank: str
    kind: str
    region: str
    sub_region: str
    intermediate_region: str
    sdg_region: str
    income: str
    ldc: bool
    lldc: bool
    sids: bool
    valid_from: int | None
    valid_until: int | None
    successors: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """True for countries and areas that exist and are not split further."""
        return (
            self.kind in _CURRENT
            and bool(self.m49)
            and self.valid_until is None
            and not self.successors
        )

    @property
    def is_aggregate(self) -> bool:
        """True for regions and groups, whose figures are never added to countries'."""
        return self.kind in {"region", "group"}


def get(id_: str) -> Area:
    """The area with this id.

    A place that was kept as a residual when its file was read (`X:rockall`) is no
    row of the table and goes by its id.

    Raises:
        UnknownArea: no such id.
    """
    area = _known(id_)
    if area is None:
        raise _unknown(id_)
    return area


def find(text: str) -> Area:
    """The area meant by a code or a name in any of the six UN languages.

    >>> find("Côte d'Ivoire").id, find("肯尼亚").id, find("404").id
    ('CIV', 'KEN', 'KEN')

    Raises:
        UnknownArea: no such code or name; the message lists the nearest three.
    """
    id_ = lookup(text)
    if id_ is None:
        raise _unknown(text)
    return _areas()[id_]


def lookup(text: str) -> str | None:
    """The id of the area that `find` would give, or None; for long lists of texts."""
    wanted = text.strip()
    id_ = _by_code().get(wanted.upper()) or _by_name().get(fold(wanted))
    return id_ or _code_map("by_m49").get(wanted.upper().removeprefix("M49:"))


@cache
def table() -> tuple[Area, ...]:
    """Every area of the table, sorted by id."""
    return tuple(_areas().values())


@cache
def countries() -> tuple[Area, ...]:
    """Countries and areas of today, sorted by id; no groups, no residuals."""
    return tuple(area for area in table() if area.is_current)


@cache
def members(id_or_name: str) -> tuple[str, ...]:
    """The ids of the countries and areas in a region or group, sorted.

    A country has itself as its only member; a dissolved area has its successors.

    >>> members("Northern America")
    ('BMU', 'CAN', 'GRL', 'SPM', 'USA')

    Raises:
        UnknownArea: no such area or group.
        UsageError: a group whose composition the tables do not hold.
    """
    group = _known(id_or_name) or find(id_or_name)
    if group.successors:
        return group.successors
    if not group.is_aggregate:
        return (group.id,)
    found = tuple(area.id for area in countries() if _belongs(area, group.id))
    if not found:
        raise UsageError(
            f'The tables do not say which countries "{group.name}" ({group.id}) has.',
            "Name its countries one by one, or choose a region, an income group, "
            "LDC, LLDC or SIDS.",
        )
    return found


def name(id_: str, language: str = "en") -> str:
    """The UN name of an area in `ar en es fr ru zh`; English where none is known.

    Raises:
        UnknownArea: no such id.
    """
    area = get(id_)
    return _names().get(area.id, {}).get(language) or area.name


def centroid(id_: str) -> tuple[float, float] | None:
    """Longitude and latitude of a point to draw an area at, None for groups.

    Raises:
        UnknownArea: no such id.
    """
    return _centroids().get(get(id_).id)


def fold(text: str) -> str:
    """A spelling without case, accents and punctuation, for comparing names.

    >>> fold("Côte d’Ivoire")
    'cote d ivoire'
    """
    import unicodedata

    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(x if x.isalnum() else " " for x in plain).split())


def __getattr__(attribute: str) -> Mapping[str, str]:
    """Build the code maps (`by_m49` …) when they are first asked for."""
    if attribute not in _CODE_MAPS:
        msg = f"module {__name__!r} has no attribute {attribute!r}"
        raise AttributeError(msg)
    return _code_map(attribute)


_CODE_MAPS = frozenset({"by_iso3", "by_m49", "by_unsd", "by_unhcr", "by_world_bank"})


@cache
def _code_map(attribute: str) -> Mapping[str, str]:
    scheme = attribute.removeprefix("by_")
    if scheme == "m49":
        codes = {area.m49: area.id for area in table() if area.m49} | _codes("undesa")
        return codes | {str(int(code)): id_ for code, id_ in codes.items()}
    if scheme == "unsd":
        return {
            str(int(area.m49)): area.id
            for area in table()
            if area.m49 and not area.is_aggregate
        } | _codes("unsd")
    return {
        getattr(area, scheme): area.id for area in table() if getattr(area, scheme)
    } | _codes(scheme)


def _belongs(area: Area, group: str) -> bool:
    if group == WORLD:
        return True
    if group in {area.region, area.sub_region, area.intermediate_region}:
        return True
    if group == area.sdg_region or area.income in _INCOME.get(group, ()):
        return True
    flags = {"M49:941": area.ldc, "M49:1636": area.lldc, "M49:1637": area.sids}
    return flags.get(group, False) or area.id in _groups().get(group, frozenset())


def _known(id_: str) -> Area | None:
    area = _areas().get(id_)
    if area is None and id_.startswith("M49:"):
        # A code of the Population Division for a group that has its id from M49.
        area = _areas().get(_code_map("by_m49").get(id_[4:], ""))
    if area is None and _KEPT_RESIDUAL.fullmatch(id_):
        area = _residual(id_)
    return area


def _residual(id_: str) -> Area:
    words = id_.removeprefix("X:").replace("_", " ").capitalize()
    return Area(
        id=id_,
        name=words,
        iso2="",
        iso3="",
        m49="",
        unhcr="",
        world_bank="",
        kind="residual",
        region="",
        sub_region="",
        intermediate_region="",
        sdg_region="",
        income="",
        ldc=False,
        lldc=False,
        sids=False,
        valid_from=None,
        valid_until=None,
        successors=(),
    )


def _unknown(text: str) -> UnknownArea:
    import difflib

    wanted = fold(text)
    spellings = [
        *(spelling for spelling in _by_name() if wanted in spelling.split()),
        *difflib.get_close_matches(wanted, _by_name(), n=20, cutoff=0.0),
    ]
    nearest = list(dict.fromkeys(_by_name()[spelling] for spelling in spellings))[:3]
    offers = ", ".join(f"{_areas()[id_].name} ({id_})" for id_ in nearest)
    return UnknownArea(
        f'No country, area or group is called "{text}".', f"Nearest: {offers}."
    )


@cache
def _areas() -> dict[str, Area]:
    return {
        row["id"]: Area(
            **{
                key: row[key]
                for key in (
                    "id",
                    "name",
                    "iso2",
                    "iso3",
                    "m49",
                    "unhcr",
                    "world_bank",
                    "kind",
                    "region",
                    "sub_region",
                    "intermediate_region",
                    "sdg_region",
                    "income",
                )
            },
            ldc=row["ldc"] == "yes",
            lldc=row["lldc"] == "yes",
            sids=row["sids"] == "yes",
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_until=int(row["valid_until"]) if row["valid_until"] else None,
            successors=tuple(filter(None, row["successors"].split("|"))),
        )
        for row in _read("areas.csv")
    }


@cache
def _names() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in _read("area_names.csv")}


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in _read("area_groups.csv"):
        groups.setdefault(row["group"], set()).add(row["area"])
    return {group: frozenset(areas) for group, areas in groups.items()}


@cache
def _centroids() -> dict[str, tuple[float, float]]:
    return {
        row["id"]: (float(row["longitude"]), float(row["latitude"]))
        for row in _read("centroids.csv")
    }


@cache
def _codes(scheme: str) -> dict[str, str]:
    rows = _read("area_codes.csv")
    return {row["code"]: row["area"] for row in rows if row["scheme"] == scheme}


@cache
def _by_code() -> dict[str, str]:
    """Ids and ISO codes; other publishers' codes are left out: they contradict ISO."""
    codes = {area.id.upper(): area.id for area in table()}
    for area in table():
        codes |= {code: area.id for code in (area.iso2, area.iso3) if code}
    return codes


@cache
def _by_name() -> dict[str, str]:
    spellings = {fold(row["alias"]): row["area"] for row in _read("area_aliases.csv")}
    for id_, row in _names().items():
        for language in LANGUAGES:
            if row[language]:
                spellings[fold(row[language])] = id_
    return spellings


def _read(table_name: str) -> Iterator[dict[str, str]]:
    import csv
    from pathlib import Path

    file = Path(__file__).with_name("tables") / table_name
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
