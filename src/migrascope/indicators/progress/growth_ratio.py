"""Is the value growing or falling as fast as the target needs?

The actual compound annual growth rate since the base year, over the rate that
would lead from the base to the target in time: 0.95 and more is on track, 0.5 fair,
0 marginal, below 0 the value moves away.

Reference: United Nations Statistics Division, SDG Progress Chart, technical note
(2023); Eurostat, Sustainable development in the European Union: monitoring report,
annex on the assessment of trends (indicators with quantitative targets). Eurostat
draws its second line at 0.6, the Statistics Division at 0.5, which is used here.
"""

from __future__ import annotations

from migrascope.indicators.progress.track import Track
from migrascope.indicators.progress.verdict import Method, Outlook, Verdict

METHOD = Method(
    "growth-ratio",
    "Ratio of growth rates",
    "UN Statistics Division, SDG Progress Chart, technical note (2023); Eurostat, "
    "SDG monitoring report, indicators with quantitative targets",
)
ON_TRACK = 0.95
FAIR = 0.5


def verdict(track: Track) -> Verdict:
    """The pace since the base year against the pace that is needed."""
    way = track.way()
    if isinstance(way, str):
        return METHOD.is_silent(way, points=track.points)
    base, target = way
    start, end = track.values[base], track.values[-1]
    points = track.points - base
    if track.reaches(end, target):
        return METHOD.says(
            "target reached",
            Outlook.ON_TRACK,
            f"The value of {track.years[-1]} is at the target or beyond it.",
            points=points,
        )
    if track.reaches(start, target):
        return METHOD.says(
            "regression",
            Outlook.AWAY,
            f"The target was met in {track.years[base]} and no longer is.",
            points=points,
        )
    if min(start, end, target) <= 0:
        return METHOD.is_silent(
            "Growth rates need a base, a value and a target above zero.",
            points=points,
        )
    actual = annual_growth(start, end, track.years[-1] - track.years[base])
    needed = annual_growth(start, target, track.target_year - track.years[base])
    ratio = actual / needed
    rating, outlook = rate(ratio)
    return METHOD.says(
        rating,
        outlook,
        f"{_pace(actual)} since {track.years[base]}; {_pace(needed)} is needed: "
        f"{ratio:.2f} of the pace.",
        points=points,
        figures=(
            ("ratio", track.figure(ratio, "IX", "actual growth ÷ required growth")),
            ("actual", track.figure(100 * actual, "PT", "growth a year")),
            ("required", track.figure(100 * needed, "PT", "required growth a year")),
        ),
    )


def annual_growth(start: float, end: float, years: int) -> float:
    """The compound annual growth rate, as a fraction.

    >>> round(annual_growth(100, 121, 2), 6)
    0.1
    """
    return float((end / start) ** (1 / years) - 1)


def rate(ratio: float) -> tuple[str, Outlook]:
    """The word for a ratio of growth rates.

    >>> rate(0.7)[0]
    'fair'
    """
    if ratio >= ON_TRACK:
        return "on track", Outlook.ON_TRACK
    if ratio >= FAIR:
        return "fair", Outlook.TOO_SLOW
    if ratio >= 0:
        return "marginal", Outlook.TOO_SLOW
    return "regression", Outlook.AWAY


def _pace(growth: float) -> str:
    direction = "more" if growth >= 0 else "less"
    return f"{abs(100 * growth):.1f} % {direction} a year"
