"""How likely is it that the target is reached?

The series is carried to 2030 by a local linear trend whose drift is uncertain, or
by a random walk with drift when there are fewer than six points; the answer is the
probability that the value of 2030 is on the right side of the target. With fewer
than four points there are too few figures to say. Values above zero are modelled
by their logarithm, so that a forecast cannot fall below zero. Without a target
the question is whether 2030 will be better than the base year.

Reference: Durbin & Koopman (2012), Time Series Analysis by State Space Methods.
The words follow the calibrated language of the IPCC (Mastrandrea et al. 2010):
likely from 66 %, unlikely up to 33 %.
"""

from __future__ import annotations

import math

from migrascope.indicators.progress.track import Track
from migrascope.indicators.progress.trend import Forecast, local_trend, random_walk
from migrascope.indicators.progress.verdict import Method, Outlook, Verdict

METHOD = Method(
    "probability",
    "Probability by the target year",
    "Local linear trend (Durbin & Koopman 2012), random walk with drift under six "
    "points; words after Mastrandrea et al. (2010)",
)
TOO_FEW = 4
ENOUGH_FOR_A_TREND = 6
LIKELY = 0.66
UNLIKELY = 0.33
SURE = 0.8
"""The probability of the interval that is shown with the forecast."""


def verdict(track: Track) -> Verdict:
    """The probability that the target year is on the right side of the target."""
    if track.points < TOO_FEW:
        return METHOD.is_silent("Too few figures to say.", points=track.points)
    base = track.base()
    if track.target is None and base is None:
        return METHOD.is_silent(
            f"There is no target, and no figure near {track.base_year}.",
            points=track.points,
        )
    if track.years[-1] >= track.target_year:
        return METHOD.is_silent(
            f"The figure of {track.target_year} is known.", points=track.points
        )
    goal = track.values[base or 0] if track.target is None else track.target
    logarithmic = min(*track.values, goal) > 0
    forecast = _forecast(track, logarithmic=logarithmic)
    bar = math.log(goal) if logarithmic else goal
    chance = forecast.below(bar) if track.sign < 0 else forecast.above(bar)
    rating, outlook = rate(chance)
    if track.target is None and outlook is Outlook.TOO_SLOW:
        outlook = Outlook.AWAY
    whereto = (
        f"reaching the target by {track.target_year}"
        if track.target is not None
        else f"a better value in {track.target_year} than in {track.years[base or 0]}"
    )
    low, high = forecast.between(SURE)
    centre = forecast.centre
    if logarithmic:
        low, centre, high = _exp(low), _exp(centre), _exp(high)
    low, centre, high = map(track.possible, (low, centre, high))
    return METHOD.says(
        rating,
        outlook,
        f"The chance of {whereto} is {percent(chance)}, from {track.points} figures.",
        points=track.points,
        figures=(
            (
                "probability",
                track.figure(
                    100 * chance, "PT", f"chance of {whereto}", year=track.target_year
                ),
            ),
            (
                "expected",
                track.figure(
                    centre,
                    track.unit,
                    f"forecast with the interval of {SURE:.0%}",
                    year=track.target_year,
                    low=low,
                    high=high,
                ),
            ),
        ),
    )


def rate(chance: float) -> tuple[str, Outlook]:
    """The word for a probability.

    >>> rate(0.5)[0]
    'about as likely as not'
    """
    if chance >= LIKELY:
        return "likely", Outlook.ON_TRACK
    if chance > UNLIKELY:
        return "about as likely as not", Outlook.OPEN
    return "unlikely", Outlook.TOO_SLOW


def percent(chance: float) -> str:
    """A probability in words that do not claim more than can be known.

    >>> percent(0.003), percent(0.42), percent(0.999)
    ('below 1 %', '42 %', 'above 99 %')
    """
    if chance < 0.01:
        return "below 1 %"
    if chance > 0.99:
        return "above 99 %"
    return f"{100 * chance:.0f} %"


def _forecast(track: Track, *, logarithmic: bool) -> Forecast:
    values = [math.log(v) for v in track.values] if logarithmic else track.values
    model = local_trend if track.points >= ENOUGH_FOR_A_TREND else random_walk
    return model(track.years, values, at=track.target_year)


def _exp(value: float) -> float:
    return math.exp(min(value, 700.0))
