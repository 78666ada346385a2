"""Which movements are closest to the migrants of before, and give net migration?

The movers of the world (net migration without signs) are first spread as the seed or,
without one, as the migrants before (an area that gained and had none is reached by its
own emigrants); then every corridor is scaled, as little as
possible in the sense of information, until each area gains what it gained.

References: Plane, D. A. (1981), Estimation of place-to-place migration flows from net
migration totals: a minimum information approach, International Regional Science Review
6(1), 33–51; Smith, Raymer and Giulietti (2010), JRSS A 173(4), 733–753.
"""

from __future__ import annotations

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators import net_totals
from migrascope.flows.estimators.method import NET, Method
from migrascope.flows.fit.net_margins import closest
from migrascope.flows.table import FlowTable


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """The corridors of before, scaled to net migration."""
    net = net_totals.known(account)
    weights = (
        _both_ways_where_needed(account.before.migrants, net) if seed is None else seed
    )
    spread = net_totals.prior(account, weights, net)
    fitted = closest(spread, net, areas=account.areas)
    return net_totals.flow_table(METHOD.code, account, fitted)


def _both_ways_where_needed(migrants: FloatArray, net: FloatArray) -> FloatArray:
    """The migrants before; who gained without immigrants is reached by its emigrants.

    Else its net migration could not be met, nor that of those around it. The same for
    areas that lost people without having emigrants.
    """
    gained = (net > 0) & ~migrants.any(axis=0)
    lost = (net < 0) & ~migrants.any(axis=1)
    open_ways = migrants.copy()
    open_ways[:, gained] = migrants.T[:, gained]
    open_ways[lost] = migrants.T[lost]
    return open_ways


METHOD = Method(
    code="net_entropy",
    title="Net migration, least information",
    says="The movers of the world spread as the migrants before (or as the seed), then "
    "scaled as little as possible until each area has its net migration.",
    reference="Plane, D. A. (1981), Estimation of place-to-place migration flows from "
    "net migration totals: a minimum information approach, International Regional "
    "Science Review 6(1), 33–51",
    assumes=(
        "People move along the corridors in which migrants of earlier years live.",
        (
            "Areas that gained without immigrants before are reached by their own "
            "emigrants, who return; and the other way round."
        ),
        "As many people move as net migration shows, before the corridors are scaled.",
        "Net migration is right, and adds up to zero.",
    ),
    cannot_see=(
        "Corridors without any migrants before.",
        "Arrivals and departures that cancel out.",
    ),
    promises=frozenset({NET}),
    takes_seed=True,
    estimator=estimate,
)
