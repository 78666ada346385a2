"""Where would people go if size and nearness drew them, given net migration?

A Poisson gravity model is fitted to the migrants before: their number by the residents
of both areas and, where a seed is given, by the seed (one over the distance, say). What
it expects of each corridor, with as many movers as net migration without signs, is then
scaled as little as possible until each area has its net migration.

References: Flowerdew, R. and Aitkin, M. (1982), A method of fitting the gravity model
based on the Poisson distribution, Journal of Regional Science 22(2), 191–202; Santos
Silva, J. M. C. and Tenreyro, S. (2006), The log of gravity, Review of Economics and
Statistics 88(4), 641–658.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators import net_totals
from migrascope.flows.estimators.method import NET, Method
from migrascope.flows.fit.net_margins import closest
from migrascope.flows.table import FlowTable

_ROUNDS = 100
_STILL = 1e-10
"""Change of a coefficient at which the regression has come to rest."""


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """What size and nearness expect, scaled to net migration."""
    net = net_totals.known(account)
    expected, coefficients = expected_migrants(account, seed)
    fitted = closest(net_totals.prior(account, expected, net), net, areas=account.areas)
    names = ("residents of the origin", "residents of the destination", "the seed")
    powers = ", ".join(
        f"{name} to the power of {power:.2f}"
        for name, power in zip(names, coefficients[1:], strict=False)
    )
    says = f"Migrants before grow with {powers}. {fitted.fit.says}".strip()
    fitted = replace(fitted, fit=replace(fitted.fit, says=says))
    return net_totals.flow_table(METHOD.code, account, fitted)


def expected_migrants(
    account: Account, seed: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """What the model expects of each corridor, and its coefficients.

    The coefficients are the constant, and the powers of the residents of the origin,
    of the destination, and of the seed. Corridors with a seed of zero, or with an area
    without residents, are closed.

    Raises:
        UnusableTable: the stocks do not tell the coefficients.
    """
    residents = account.before.residents
    going = (residents[:, None] > 0) & (residents[None, :] > 0)
    np.fill_diagonal(going, val=False)
    if seed is not None:
        going &= seed > 0
    origin, destination = np.nonzero(going)
    columns = [np.ones(origin.size), residents[origin], residents[destination]]
    if seed is not None:
        columns.append(seed[origin, destination])
    # Centred logarithms: the constant is then the mean corridor, and nothing overflows.
    logs = np.log(np.column_stack(columns))
    logs -= logs.mean(axis=0) if origin.size else 0.0
    logs[:, 0] = 1.0
    migrants = account.before.persons[origin, destination]
    telling = [0, *(np.flatnonzero(np.ptp(logs, axis=0) > 0) if origin.size else ())]
    if not migrants.any():
        raise UnusableTable(
            f"There are no migrants on {account.before.day} to learn from.",
            "A gravity model needs stocks of migrants before.",
        )
    coefficients = np.zeros(logs.shape[1])
    coefficients[telling] = _poisson(logs[:, telling], migrants, account)
    expected = np.zeros(going.shape)
    expected[origin, destination] = np.exp(logs @ coefficients)
    return expected, coefficients


def _poisson(logs: FloatArray, migrants: FloatArray, account: Account) -> FloatArray:
    """Coefficients of greatest likelihood, by iteratively reweighted least squares."""
    coefficients = np.zeros(logs.shape[1])
    coefficients[0] = np.log(migrants.mean())
    for _ in range(_ROUNDS):
        expected = np.exp(logs @ coefficients)
        information = logs.T @ (expected[:, None] * logs)
        change = np.linalg.lstsq(
            information, logs.T @ (migrants - expected), rcond=None
        )[0]
        # Half a unit of a power at a time: the likelihood is steep far from its top.
        change *= min(1.0, 0.5 / max(float(np.max(np.abs(change))), 1e-300))
        coefficients = coefficients + change
        if float(np.max(np.abs(change))) < _STILL:
            return coefficients
    raise UnusableTable(
        f"The gravity model of the migrants on {account.before.day} has no answer.",
        "Too few corridors have migrants: use another method, or fewer areas.",
    )


METHOD = Method(
    code="net_gravity",
    title="Net migration, gravity model",
    says="What the sizes of areas (and the seed) expect of each corridor, by a Poisson "
    "model of the migrants before, scaled as little as possible to net migration.",
    reference="Flowerdew, R. and Aitkin, M. (1982), A method of fitting the gravity "
    "model based on the Poisson distribution, Journal of Regional Science 22(2), "
    "191–202",
    assumes=(
        "Areas draw people by their size alone, and by what the seed says.",
        "As many people move as net migration shows, before the corridors are scaled.",
        "Net migration is right, and adds up to zero.",
    ),
    cannot_see=(
        "Ties of history, language and family, unless the seed holds them.",
        "Arrivals and departures that cancel out.",
    ),
    promises=frozenset({NET}),
    takes_seed=True,
    estimator=estimate,
)
