"""A framework small enough to be followed by hand, and daily series for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from migrascope.foresight.frameworks import reading
from migrascope.foresight.frameworks.model import Framework, Frequency
from migrascope.foresight.frameworks.series import Series

TEXT = """\
title = "A river"
hazard = "Flood"
area = "A valley"

[[model.indicator]]
name = "flow"
unit = "m3/s"
source = "csv"
frequency = "daily"
column = "flow"
lowest = 0

[[model.indicator]]
name = "homes"
unit = "homes"
source = "csv"
frequency = "daily"
column = "homes"

[model.readiness]
first_month = 5
last_month = 9

[[model.readiness.condition]]
indicator = "flow"
direction = "at_least"
threshold = 50
unit = "m3/s"
lead_days = 10

[model.activation]
first_month = 6
last_month = 9

[[model.activation.condition]]
indicator = "flow"
direction = "at_least"
threshold = 100
unit = "m3/s"
lead_days = 4

[[delivery.action]]
name = "Check stocks"
agency = "Red Cross"
sector = "Coordination"
stage = "readiness"
lead_days = 5
unit_cost = 1000
units = 1
people = 0

[[delivery.action]]
name = "Cash"
agency = "Food programme"
sector = "Food security"
stage = "activation"
lead_days = 3
unit_cost = 10
people = 500

[money]
amount = 6000
currency = "USD"
fund = "A fund"

[[money.release]]
stage = "readiness"
amount = 1000
rule = "At once."

[[money.release]]
stage = "activation"
amount = 5000
rule = "Within a day."

[event]
indicator = "homes"
direction = "above"
threshold = 20
unit = "homes"
within_days = 14
few = 3

[costs]
in_vain = 2000
late = 9000
"""


def framework(text: str = TEXT) -> Framework:
    return reading.parse(text)


def day(text: str) -> int:
    """A day as the number that calendars count."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def daily(
    first: str,
    last: str,
    marks: Mapping[str, float],
    *,
    otherwise: float = 0.0,
    delay: int = 0,
) -> Series:
    """A daily series that has a value on a few days, and another one otherwise."""
    start = day(first)
    values = np.full(day(last) - start + 1, otherwise)
    for when, value in marks.items():
        values[day(when) - start] = value
    return Series(start, values, Frequency.DAILY, delay, "a file")


def series(
    flow: Mapping[str, float], homes: Mapping[str, float], years: Sequence[int]
) -> dict[str, Series]:
    """Both indicators of the sample over whole years."""
    first, last = f"{years[0]}-01-01", f"{years[-1]}-12-31"
    return {
        "flow": daily(first, last, flow, otherwise=10.0),
        "homes": daily(first, last, homes),
    }
