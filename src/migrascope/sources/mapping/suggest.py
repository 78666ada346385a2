"""What would a mapping for this file look like?

Writes a draft that says what was recognised and, beside it, what was not. A simple
file can be added with the draft unchanged; where the draft leaves something empty,
adding names the key and the line, and nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from migrascope.model import measure
from migrascope.sources.mapping import codes
from migrascope.sources.mapping.profile import Profile, decimal_comma, is_year
from migrascope.sources.mapping.roles import Found, Roles, choose, look, measure_in

_STOCK_DAYS = frozenset({"migrant_stock", "population", "migrant_share"})
_START = re.compile(r"start|begin|from", re.IGNORECASE)
_END = re.compile(r"end|until|to\b", re.IGNORECASE)


def draft(path: Path) -> str:
    """The text of a draft mapping for a file.

    Raises:
        SourceError: the file cannot be read as a table at all.
    """
    found = look(path)
    roles = choose(found)
    parts = [
        _head(found, roles),
        _file(found),
        _places(found, roles),
        _people(found),
        _breakdowns(roles),
        _time(found, roles),
        _figures(found, roles),
        _values(found, roles),
        _unused(found, roles),
    ]
    return "\n".join(line for part in parts if part for line in [*part, ""])


def _head(found: Found, roles: Roles) -> list[str]:
    stem = re.sub(r"[^a-z0-9]+", "-", found.path.name.split(".")[0].lower()).strip("-")
    known = _measure_of(found, roles)
    lines = [
        f"# Draft of a mapping for {found.path.name}.",
        "# Read it line by line: lines that say CHECK hold a guess.",
        "",
        'source = "national"',
        f"name = {_quoted(stem or 'table')}",
        f"vintage = {_quoted(_vintage(found))}  # {_says_of_vintage(found)}",
        f"title = {_quoted(found.path.name.split('.')[0])}  # CHECK",
        'publisher = "not stated"  # CHECK: who published it',
        'licence = "unknown"  # CHECK: e.g. CC-BY-4.0',
    ]
    says = "CHECK: guessed" if known else "FILL IN: what is counted, e.g. refugees"
    if not _by_column(roles):
        lines.append(f"measure = {_quoted(known)}  # {says}")
    return lines


def _file(found: Found) -> list[str]:
    lines = ["[file]", f'kind = "{found.kind}"']
    if found.kind == "workbook":
        lines.append(f"sheet = {_quoted(found.table.sheet)}")
        if found.others:
            lines.append(f"# other sheets: {', '.join(found.others)}")
    if found.kind == "json" and found.table.sheet:
        lines.append(f"at = {_quoted(found.table.sheet)}")
    if len(found.header) > 1:
        lines.append(f"header = {list(found.header)}")
    elif found.kind in ("workbook", "csv"):
        lines.append(f"header = {found.table.header_row}")
    return lines


def _places(found: Found, roles: Roles) -> list[str]:
    lines: list[str] = []
    for name, profile in (("area", roles.area), ("origin", roles.origin)):
        if profile is None:
            continue
        lines += [
            f"[{name}]",
            f"column = {_quoted(profile.header)}",
            f'codes = "{profile.place_kind}"',
        ]
        lines += [*_unknown(name, profile.unknown_places()), ""]
    if roles.crosstab.startswith("^(?P<origin>"):
        headers = [each.header for each in found.of("figure")]
        strange = [text for text in headers if codes.place(text, "any") is None]
        lines += ["[origin]  # the headers", *_unknown("origin", strange), ""]
    if roles.area is None:
        lines += [
            "# FILL IN: no column says where people were counted. When the file is",
            '# about one country, write its code here, e.g. value = "KEN"',
            "[area]",
            'value = ""',
        ]
    return lines[:-1] if lines and not lines[-1] else lines


def _unknown(name: str, texts: Sequence[str]) -> list[str]:
    """Spellings for which the draft asks for an area."""
    if not texts:
        return []
    asked = [
        f'{_quoted(text)} = "_T"'
        if name == "origin" and text.casefold() == "total"
        else f'# {_quoted(text)} = ""'
        for text in texts[:30]
    ]
    return [f"[{name}.map]  # these spellings have no area; give each its id:", *asked]


def _people(found: Found) -> list[str]:
    lines: list[str] = []
    for name in ("sex", "age"):
        for profile in found.of(name)[:1]:
            lines += [f"[{name}]", f"column = {_quoted(profile.header)}"]
            unknown = [text for text in profile.texts if not codes.code(text, name)]
            if profile.filled < 1:
                lines.append('blank = "_T"  # CHECK: empty cells taken as the total')
            if unknown:
                lines.append(f"[{name}.map]  # FILL IN")
                lines += [f'{_quoted(text)} = ""' for text in unknown]
    return lines


def _breakdowns(roles: Roles) -> list[str]:
    lines: list[str] = []
    for profile in roles.breakdowns:
        key = re.sub(r"[^a-z0-9]+", "_", profile.header.lower()).strip("_")
        key = key if key[:1].isalpha() else f"column_{profile.column}"
        lines.append(f"[breakdown.{key}]  # {_shown(profile)}")
        lines.append(f"column = {_quoted(profile.header)}")
    return lines


def _shown(profile: Profile) -> str:
    """The first texts of a column, fit for a comment."""
    texts = "; ".join(" ".join(text.split()) for text in profile.texts[:4])
    return f"{profile.distinct} texts: {texts[:60]}"


def _time(found: Found, roles: Roles) -> list[str]:
    known = _measure_of(found, roles)
    guess = _convention(known)
    lines = ["[time]"]
    if "(?P<month>" in roles.crosstab:
        guess = "month"
    years = found.of("year")
    finer = max((each.distinct for each in years), default=0)
    days = [each for each in found.of("date") if each.distinct >= max(2, finer)]
    ends = [each for each in days if _END.search(each.header)]
    starts = [each for each in days if _START.search(each.header)]
    if starts and ends:
        lines.append(f"start = {_quoted(starts[0].header)}")
        lines.append(f"end = {_quoted(ends[0].header)}")
        guess = "day"
    elif days:
        lines.append(f"date = {_quoted(days[0].header)}")
        monthly = all(text[8:10] == "01" for text in days[0].texts)
        guess = "month" if monthly else "day"
    elif years and "(?P<year>" not in roles.crosstab:
        lines.append(f"year = {_quoted(years[0].header)}")
    elif found.of("period"):
        lines.append(f"period = {_quoted(found.of('period')[0].header)}")
    elif "(?P<year>" not in roles.crosstab:
        lines.append("# FILL IN: no column looks like time; for one year write")
        lines.append("# year = 2020")
    lines.append(
        f'convention = "{guess}"  # CHECK: or mid-year, end-year, whole-year, '
        "quarter, month, day"
    )
    return lines


def _figures(found: Found, roles: Roles) -> list[str]:
    lines: list[str] = []
    counted = found.of("figure") if roles.crosstab else roles.figures
    if any(decimal_comma(each) for each in counted):
        lines += ["[number]  # CHECK", 'decimal = ","', 'thousands = "."']
    for profile in found.of("flag")[:1]:
        lines += ["[flags]", f"column = {_quoted(profile.header)}", "[flags.map]"]
        known = {"e": "E", "p": "P", "b": "B", "u": "U", "A": "A", "E": "E", "P": "P"}
        lines += [
            f'{_quoted(text)} = "{known.get(text, "A")}"  # CHECK'
            for text in profile.texts
        ]
    return lines


def _values(found: Found, roles: Roles) -> list[str]:
    if roles.crosstab:
        lines = ["[[values]]", f"headers = '{roles.crosstab}'"]
        others = [each for each in found.columns if each.role != "figure"]
        if not is_year(found.of("figure")[0].header):
            names = ", ".join(_quoted(each.header) for each in others)
            lines.append(f"except = [{names}]")
        return lines
    if not roles.figures:
        return [
            "# FILL IN: no column looks like figures.",
            "[[values]]",
            'column = ""',
        ]
    lines = []
    for profile in roles.figures:
        lines += ["[[values]]", f"column = {_quoted(profile.header)}"]
        if _by_column(roles):
            known = measure_in(profile.header)
            says = "CHECK: guessed" if known else "FILL IN, or remove these lines"
            lines.append(f"measure = {_quoted(known)}  # {says}")
        lines.append("")
    return lines[:-1]


def _by_column(roles: Roles) -> bool:
    """Whether each column of figures counts something else."""
    return len(roles.figures) > 1


def _unused(found: Found, roles: Roles) -> list[str]:
    """What the draft says nothing of."""
    taken = [roles.area, roles.origin, *roles.figures, *roles.breakdowns]
    headers = {each.header for each in taken if each}
    roles_taken = ("sex", "age", "year", "date", "period", "flag")
    left = [
        each.header
        for each in found.columns
        if each.header not in headers
        and each.role not in roles_taken
        and not (roles.crosstab and each.role == "figure")
    ]
    return [f"# Columns that are not used: {', '.join(left)}"] if left else []


def _measure_of(found: Found, roles: Roles) -> str:
    """One measure for the file: what its figures and its name say together."""
    name = f"{found.path.name.split('.')[0]} {found.table.sheet}"
    header = roles.figures[0].header if roles.figures else ""
    own, named = measure_in(header), measure_in(name)
    if own and own != "population":
        return own
    return named or own or measure_in(f"{name} {header}")


def _convention(code: str) -> str:
    if code in _STOCK_DAYS:
        return "mid-year"
    stock = bool(code) and measure.get(code).kind == "stock"
    return "end-year" if stock else "whole-year"


def _vintage(found: Found) -> str:
    """The last year that stands in the file or its name."""
    texts = [text[:4] for each in found.columns for text in _years_of(each)]
    texts += [each.header for each in found.columns if is_year(each.header)]
    named = re.findall(r"(?<!\d)(20\d\d)(?!\d)", found.path.name)
    return max([*texts, *named], default="")


def _says_of_vintage(found: Found) -> str:
    known = "CHECK: the release of the file"
    return known if _vintage(found) else "FILL IN: the release of the file, e.g. 2024"


def _years_of(profile: Profile) -> Sequence[str]:
    return profile.texts if profile.role in ("year", "date", "period") else ()


def _quoted(text: str) -> str:
    """A TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = re.sub(r"[\x00-\x1f\x7f]", lambda sign: f"\\u{ord(sign[0]):04x}", escaped)
    return f'"{plain}"'
