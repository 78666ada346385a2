"""What is the least number of people who must have moved, if the world is open?

As the closed method, but where a birthplace counts fewer people after than before,
those missing left the areas of the table, and where it counts more, they came from
outside. Both tables are used as they are.

Reference: Abel, G. J. (2013), Estimating global migration flow tables using place of
birth data, Demographic Research 28(18), 505–546.
"""

from __future__ import annotations

from dataclasses import replace

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators.accounted import flow_table
from migrascope.flows.estimators.accounting import open_account
from migrascope.flows.estimators.method import BIRTHPLACES, NET, Method
from migrascope.flows.estimators.minimum_closed import least_movers
from migrascope.flows.table import Birthplaces, FlowTable


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """The smallest number of movements, with an outside that takes up the rest."""
    balanced = open_account(account)
    moved = least_movers(balanced, seed, account.areas)
    table = flow_table(
        METHOD.code,
        account,
        balanced=balanced,
        birthplaces=Birthplaces(((1.0, moved.factors),)),
        fits=(moved.fit,),
    )
    return replace(
        table,
        from_outside=balanced.entering.sum(axis=0),
        to_outside=balanced.leaving.sum(axis=0),
    )


METHOD = Method(
    code="da_min_open",
    title="Demographic accounting, minimum migration, open",
    says="The least movements that explain both stock tables after births and deaths; "
    "what the tables cannot explain left the world of the table, or entered it.",
    reference="Abel, G. J. (2013), Estimating global migration flow tables using place "
    "of birth data, Demographic Research 28(18), 505–546",
    assumes=(
        "As many people as possible stayed where they were.",
        "Migrants die as residents do, and children are natives of their area.",
        (
            "Where the stocks of a birthplace do not add up, people left the areas of "
            "the table, or came from outside."
        ),
        (
            "Movers of a birthplace go from where it lost to where it gained people, "
            "in proportion (and to the seed)."
        ),
    ),
    cannot_see=(
        "People who moved and were replaced by others of the same birthplace.",
        "Errors of counting, which it takes for movements to and from outside.",
        "Movements out and back within the interval.",
    ),
    promises=frozenset({BIRTHPLACES, NET}),
    takes_seed=True,
    estimator=estimate,
)
