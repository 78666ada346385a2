"""How is noise added to counts, and how much of the budget did it take?

The one door to OpenDP (extra `dp`). Noise is discrete Gaussian, from OpenDP's own
source of randomness: it has no seed, and must not have one, since who knows the seed
can take the noise away again. What a count costs is OpenDP's own figure, in zero-
concentrated differential privacy (rho), which adds up over counts and is turned into
epsilon and delta at the end (Bun & Steinke 2016).

Neighbouring files differ by one record, added or removed. It is in one cell of a
table, so a whole table changes by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log, sqrt
from types import ModuleType

from migrascope.errors import BadPlan, UsageError


def opendp() -> ModuleType:
    """OpenDP, ready for use.

    Raises:
        UsageError: the extra is not installed.
    """
    try:
        import opendp.prelude as library
    except ImportError as error:
        raise UsageError(
            "a private twin needs OpenDP, which is not installed",
            "Install it with: pip install 'migrascope[dp]'",
        ) from error
    library.enable_features("contrib")
    module: ModuleType = library
    return module


def affordable(epsilon: float, delta: float) -> float:
    """The largest rho that keeps within epsilon and delta.

    Raises:
        BadPlan: an epsilon or delta that promises nothing, or that no noise can keep.
    """
    if not 0 < epsilon <= 100 or not 0 < delta < 0.01:
        raise BadPlan(
            f"a privacy budget of epsilon {epsilon:g} and delta {delta:g} is asked for",
            "Take an epsilon from 0.1 to 10 (1 is usual), and a delta far below one "
            "in the number of records (0.000001 is usual).",
        )
    library = opendp()
    # Enough noise by the simple conversion; OpenDP's closer one needs somewhat less.
    hardness = log(1 / delta)
    sure = (sqrt(hardness + epsilon) - sqrt(hardness)) ** 2
    scale = library.binary_search(
        lambda each: _curve(library, each).epsilon(delta) <= epsilon,
        bounds=(_scale(epsilon) / 2, _scale(sure)),
    )
    rho: float = _gaussian(library, scale).map(1.0)
    return rho


def spent_epsilon(rho: float, delta: float) -> float:
    """The epsilon that a rho amounts to, for a delta."""
    library = opendp()
    epsilon: float = _curve(library, _scale(rho)).epsilon(delta)
    return epsilon


def noisy(counts: Sequence[int], rho: float) -> tuple[list[int], float]:
    """The counts of a table with noise, and the rho that OpenDP states for it."""
    library = opendp()
    measurement = _gaussian(library, _scale(rho))
    released: list[int] = measurement(list(counts))
    return released, measurement.map(1.0)


def noisy_values(
    counts: Mapping[str, int], rho: float, delta: float
) -> tuple[dict[str, int], float, float]:
    """The values that are frequent enough to be told, with their noisy counts.

    A value with few records is left out, so that no record shows by its value alone;
    the delta is the chance that one does. Also gives the rho and delta it took.
    """
    library = opendp()
    space = (
        library.map_domain(library.atom_domain(T=str), library.atom_domain(T=int)),
        library.l02inf_distance(library.absolute_distance(T=float)),
    )
    change = (1, 1.0, 1.0)
    scale = _scale(rho)

    def at(threshold: int) -> object:
        return library.m.make_gaussian_threshold(
            *space, scale=scale, threshold=threshold
        )

    threshold = library.binary_search(
        lambda each: at(each).map(change)[1] <= delta,  # type: ignore[attr-defined] # OpenDP's measurements have no types
        bounds=(1, int(40 * scale) + 40),
    )
    measurement = at(threshold)
    took = measurement.map(change)  # type: ignore[attr-defined] # the same
    released: dict[str, int] = measurement(dict(counts))  # type: ignore[operator] # the same
    return dict(sorted(released.items())), took[0], took[1]


def deviation(rho: float) -> float:
    """The standard deviation of the noise of a count, in records."""
    return _scale(rho)


def _scale(rho: float) -> float:
    # A hair more noise than the formula says: OpenDP rounds what it takes upwards.
    return sqrt(1 / (2 * rho)) * (1 + 1e-9)


def _gaussian(library: ModuleType, scale: float):  # type: ignore[no-untyped-def] # noqa: ANN202 - OpenDP's measurements have no types
    space = (
        library.vector_domain(library.atom_domain(T=int)),
        library.l2_distance(T=float),
    )
    return library.m.make_gaussian(*space, scale=scale)


def _curve(library: ModuleType, scale: float):  # type: ignore[no-untyped-def] # noqa: ANN202 - OpenDP's curves have no types
    measurement = library.c.make_zCDP_to_approxDP(_gaussian(library, scale))
    return measurement.map(1.0)
