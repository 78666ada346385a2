"""Without a target: does the value move in the desired direction?

The compound annual growth rate since the base year against ±1 %: at least 1 % in
the desired direction is significant progress, less is moderate, and the same on the
other side.

Reference: Eurostat, Sustainable development in the European Union: monitoring
report, annex on the assessment of trends (indicators without quantitative targets).
"""

from __future__ import annotations

from migrascope.indicators.progress.growth_ratio import annual_growth
from migrascope.indicators.progress.track import Track
from migrascope.indicators.progress.verdict import Method, Outlook, Verdict

METHOD = Method(
    "growth",
    "Growth without a target",
    "Eurostat, SDG monitoring report, indicators without quantitative targets",
)
SIGNIFICANT = 0.01


def verdict(track: Track) -> Verdict:
    """The growth a year since the base year, in the desired direction."""
    base = track.base()
    if base is None:
        return METHOD.is_silent(
            f"There is no figure near {track.base_year} with a later one.",
            points=track.points,
        )
    start, end = track.values[base], track.values[-1]
    points = track.points - base
    if min(start, end) <= 0:
        return METHOD.is_silent(
            "Growth rates need values above zero.",
            points=points,
        )
    growth = annual_growth(start, end, track.years[-1] - track.years[base])
    rating, outlook = rate(track.sign * growth)
    return METHOD.says(
        rating,
        outlook,
        f"{100 * growth:+.1f} % a year from {track.years[base]} to "
        f"{track.years[-1]}, where {'more' if track.sign > 0 else 'less'} is better.",
        points=points,
        figures=(("growth", track.figure(100 * growth, "PT", "growth a year")),),
    )


def rate(growth: float) -> tuple[str, Outlook]:
    """The word for growth, counted as positive in the desired direction.

    >>> rate(-0.004)[0]
    'moderate movement away'
    """
    if growth >= SIGNIFICANT:
        return "significant progress", Outlook.ON_TRACK
    if growth > 0:
        return "moderate progress", Outlook.TOO_SLOW
    if growth == 0:
        return "no change", Outlook.TOO_SLOW
    if growth > -SIGNIFICANT:
        return "moderate movement away", Outlook.AWAY
    return "significant movement away", Outlook.AWAY
