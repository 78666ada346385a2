"""What may come, by the model that has earned it?

The model that speaks must have beaten the last value on past origins, beyond luck, and
have the smallest loss of all that did and whose intervals held what they say; where
none did, the 80 per cent interval alone counts, and after it the loss alone. If no
model won, the last value speaks, and the forecast says so. It also speaks of series
with fewer figures than those that models are tried on: of them no model has earned it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import keeping
from migrascope.foresight.comparing import Compared, compare, losses
from migrascope.foresight.evaluating import Trial, evaluate, too_short
from migrascope.foresight.models.combination import Combination
from migrascope.foresight.models.model import Model
from migrascope.foresight.models.registry import NAIVE, models, named
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.scores import Scores

HORIZONS = (1, 2, 3)
ORIGINS = 10
"""How many past origins a model is tried at."""
NEAR = {80: 3.0, 95: 2.0}
"""Points by which the share of outcomes in an interval may be off."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a model did on the forecasts of which it had something to say.

    `naive` are the scores of the last value on the same forecasts.
    """

    scores: Scores
    naive: Scores
    against_naive: Compared


@dataclass(frozen=True, slots=True)
class Record:
    """How models did at past origins, at one horizon.

    `spoken` holds the models that were silent of some series, where they were not;
    `weights` are those of the combination at the end of the panel, where it speaks:
    to learn them again takes longer than to forecast.
    """

    horizon: int
    origins: tuple[int, int]
    scores: dict[str, Scores]
    against_naive: dict[str, Compared]
    best: str
    spoken: dict[str, Spoken] = field(default_factory=dict)
    weights: tuple[float, ...] = ()

    @property
    def nothing_beats_naive(self) -> bool:
        """True when the last value speaks because no model was better."""
        return self.best == NAIVE.name


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Quantiles of the next values of one series, each horizon by its best model.

    `quantiles` has shape (horizons, 7), in the unit of the panel. `is_short` is true
    where the last value speaks because the series has too few figures.
    """

    key: str
    origin: int
    horizons: tuple[int, ...]
    quantiles: FloatArray
    models: tuple[str, ...]
    is_short: bool = False


def records(
    panel: Panel,
    *,
    horizons: Sequence[int] = HORIZONS,
    origins: int = ORIGINS,
    tried: Sequence[str] = (),
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Record, ...]:
    """Try models, all or those in `tried`, at the last origins of known outcome.

    Raises:
        NoFigures: the panel is too short to try anything.
    """
    asked = [each for each in models(panel.season) if not tried or each.name in tried]
    made = trials(
        panel, horizons=horizons, origins=origins, asked=asked, advance=advance
    )
    speaking = {each.name: each for each in asked}
    return tuple(
        replace(each, weights=_weights(speaking[each.best], panel, each.horizon))
        for each in record_of(panel, made)
    )


def trials(
    panel: Panel,
    *,
    horizons: Sequence[int] = HORIZONS,
    origins: int = ORIGINS,
    asked: Sequence[Model] = (),
    beside: Sequence[Model] = (),
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Trial, ...]:
    """What models, all or those `asked`, and others `beside` them, said in the past.

    Those beside never speak.

    Raises:
        NoFigures: the panel is too short to try anything.
    """
    last = panel.times[-1] - min(horizons)
    first = max(last - origins + 1, panel.times[0] + 1)
    if last < first:
        raise NoFigures(
            f"{panel.what} has {len(panel.times)} times: nothing can be tried.",
            "Add earlier figures of the same source.",
        )
    return evaluate(
        panel,
        [*(asked or models(panel.season)), *beside],
        range(first, last + 1),
        horizons,
        advance=advance,
    )


def record_of(panel: Panel, trials: Sequence[Trial]) -> tuple[Record, ...]:
    """How the models did, at each horizon, and which of them speaks.

    Raises:
        NoFigures: no series is long enough.
    """
    horizons = dict.fromkeys(each.horizon for each in trials)
    return tuple(
        _record([each for each in trials if each.horizon == horizon], panel, horizon)
        for horizon in horizons
    )


def forecast(
    panel: Panel,
    keys: Sequence[str],
    record: Sequence[Record],
    *,
    cache: Path | None = None,
) -> list[Forecast]:
    """Forecast series by the best model of each horizon.

    Models speak of all series of a panel at once: what they said is kept in `cache`.
    Of a series that is too short to have been tried the last value is said.

    Raises:
        NoFigures: there is no such series.
    """
    for key in keys:
        if key not in panel.keys:
            raise NoFigures(
                f"{panel.what} has no series {key}.",
                f"It has {len(panel.keys)} others.",
            )
    said = keeping.figures(
        cache,
        "said",
        (panel.fingerprint(), *map(spoken_by, record)),
        lambda: np.stack(
            [say(panel, _speaker(each, panel), each.horizon) for each in record]
        ),
    )
    horizons = tuple(each.horizon for each in record)
    short = dict(zip(panel.keys, too_short(panel).tolist(), strict=True))
    return [
        Forecast(
            *(key, panel.times[-1], horizons, said[:, panel.keys.index(key)]),
            models=models_of(record, is_short=short[key]),
            is_short=short[key],
        )
        for key in keys
    ]


def say(panel: Panel, model: Model, horizon: int) -> FloatArray:
    """What a model says of all series, (N, 7), and the last value of short ones."""
    said: FloatArray = model.forecast(panel, (horizon,))[0]
    short = too_short(panel)
    if short.any():
        said = said.copy()
        said[short] = NAIVE.forecast(panel, (horizon,))[0][short]
    return said


def models_of(record: Sequence[Record], *, is_short: bool) -> tuple[str, ...]:
    """Who speaks of a series at each horizon."""
    return tuple(NAIVE.name if is_short else each.best for each in record)


def spoken_by(record: Record) -> tuple[object, ...]:
    """All of a record that its forecast hangs on."""
    return record.horizon, record.best, record.origins, record.weights


def _speaker(record: Record, panel: Panel) -> Model:
    """The model that speaks, with the weights that were learned on this panel."""
    model = named(record.best, panel.season)
    is_same = record.origins[1] + record.horizon == panel.times[-1]
    if isinstance(model, Combination) and is_same and record.weights:
        return replace(model, learned=record.weights)
    return model


def _weights(model: Model, panel: Panel, horizon: int) -> tuple[float, ...]:
    if not isinstance(model, Combination):
        return ()
    return tuple(float(each) for each in model.weights(panel, horizon))


def _record(trials: Sequence[Trial], panel: Panel, horizon: int) -> Record:
    naive = next(each for each in trials if each.model == NAIVE.name)
    if not len(naive.origin):
        raise NoFigures(
            f"No series of {panel.what} is long enough to try a forecast of "
            f"{horizon} steps.",
            "Add earlier figures of the same source, or ask for a shorter horizon.",
        )
    beside = {
        each.model: compare(each, naive, floor=panel.floor)
        for each in trials
        if each is not naive
    }
    loss = {each.model: losses(each, floor=panel.floor).mean() for each in trials}
    scores = {each.model: each.scores() for each in trials}
    speaking = {each.name for each in models(panel.season)}
    winners = [name for name, each in beside.items() if each.wins and name in speaking]
    honest = [name for name in winners if holds(scores[name], 80, 95)]
    fairly = [name for name in winners if holds(scores[name], 80)]
    earned = honest or fairly or winners
    return Record(
        horizon,
        (int(naive.origin.min()), int(naive.origin.max())),
        scores,
        beside,
        min(earned, key=loss.__getitem__) if earned else NAIVE.name,
        {
            each.model: _spoken(each, naive, panel)
            for each in trials
            if each.silent.any() and not each.silent.all()
        },
    )


def holds(scores: Scores, *intervals: int) -> bool:
    """Whether intervals held about as many outcomes as they say."""
    held = {80: scores.cover_80, 95: scores.cover_95}
    return all(abs(held[each] - each) <= NEAR[each] for each in intervals)


def _spoken(trial: Trial, naive: Trial, panel: Panel) -> Spoken:
    spoke = ~trial.silent
    mine, theirs = trial.only(spoke), naive.only(spoke)
    beside = compare(mine, theirs, floor=panel.floor)
    return Spoken(mine.scores(), theirs.scores(), beside)
