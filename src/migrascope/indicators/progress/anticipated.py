"""How much of the way to the target will be covered by 2030 at the current trend?

The value of 2030 is read from a straight line through all points since 2000 in which
a later year weighs more than an earlier one. What is then missing, in percent of
the way that was to be gone since the base year, is the progress gap: up to 10 the
target is as good as reached, up to 100 progress must be faster, above 100 the trend
must be turned. The current status index says how much of the way has been gone.

Reference: ESCAP, Asia and the Pacific SDG Progress Report, annex 1, technical
notes (current status index, anticipated progress index); Bidarbakht Nia, Tracking
progress towards the SDGs: measuring the otherwise ambiguous progress, ESCAP
Statistics Division working paper SD/WP/05 (2017). ESCAP does not print its weights;
here they grow evenly with the year, from the first to the last one.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.indicators.progress.track import Track
from migrascope.indicators.progress.verdict import Method, Outlook, Verdict

METHOD = Method(
    "anticipated",
    "Anticipated progress",
    "ESCAP, Asia and the Pacific SDG Progress Report, annex 1; Bidarbakht Nia (2017), "
    "SD/WP/05",
)
CLOSE_ENOUGH = 10.0
ALL_THE_WAY = 100.0


def verdict(track: Track) -> Verdict:
    """The share of the way that will be covered, and that has been covered."""
    way = track.way()
    if isinstance(way, str):
        return METHOD.is_silent(way, points=track.points)
    base, target = way
    start = track.values[base]
    if track.reaches(start, target):
        return METHOD.is_silent(
            f"The target was already met in {track.years[base]}: there is no way "
            "to measure.",
            points=track.points,
        )
    expected = weighted_line(track.years, track.values, at=track.target_year)
    gap = progress_gap(start, expected, target, sign=track.sign)
    status = current_status(start, track.values[-1], target, sign=track.sign)
    rating, outlook = rate(gap)
    elapsed = (track.years[-1] - track.years[base]) / (
        track.target_year - track.years[base]
    )
    return METHOD.says(
        rating,
        outlook,
        f"At the current trend {max(0.0, 100 - gap):.0f} % of the way from "
        f"{track.years[base]} will be covered by {track.target_year}; in "
        f"{track.years[-1]}, after {100 * elapsed:.0f} % of the time, "
        f"{10 * status:.0f} % had been.",
        points=track.points,
        figures=(
            ("gap", track.figure(gap, "PT", "what is missing in the target year")),
            ("status", track.figure(status, "IX", "current status index, 10 is done")),
            (
                "expected",
                track.figure(
                    track.possible(expected),
                    track.unit,
                    "line through the points, later years weigh more",
                    year=track.target_year,
                ),
            ),
        ),
    )


def weighted_line(years: Sequence[int], values: Sequence[float], *, at: int) -> float:
    """The value in a year of the line fitted with weights that grow with time.

    >>> round(weighted_line([2015, 2016, 2017], [10, 9, 8], at=2030), 6)
    -5.0
    """
    first, last = years[0], years[-1]
    weights = [(year - first + 1) / (last - first + 1) for year in years]
    whole = sum(weights)
    year_mean = sum(w * x for w, x in zip(weights, years, strict=True)) / whole
    value_mean = sum(w * y for w, y in zip(weights, values, strict=True)) / whole
    spread = sum(w * (x - year_mean) ** 2 for w, x in zip(weights, years, strict=True))
    joint = sum(
        w * (x - year_mean) * (y - value_mean)
        for w, x, y in zip(weights, years, values, strict=True)
    )
    return value_mean + joint / spread * (at - year_mean)


def progress_gap(start: float, expected: float, target: float, *, sign: int) -> float:
    """What will be missing at the target year, in percent of the whole way.

    >>> progress_gap(8, 5, 3, sign=-1)
    40.0
    """
    if sign * (expected - target) >= 0:
        return 0.0
    return 100 * abs(target - expected) / abs(target - start)


def current_status(start: float, now: float, target: float, *, sign: int) -> float:
    """How much of the way has been gone: 0 nothing, 10 all, below 0 away from it.

    >>> current_status(8, 6, 3, sign=-1)
    4.0
    """
    return 10 * sign * (now - start) / abs(target - start)


def rate(gap: float) -> tuple[str, Outlook]:
    """The word for a progress gap.

    >>> rate(40)[0]
    'accelerate'
    """
    if gap <= CLOSE_ENOUGH:
        return "maintain", Outlook.ON_TRACK
    if gap <= ALL_THE_WAY:
        return "accelerate", Outlook.TOO_SLOW
    return "reverse", Outlook.AWAY
