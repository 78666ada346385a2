"""Who gained what others lost?

Whoever arrives somewhere has left somewhere else, so that net migration adds up to
zero over the world. Published figures are rounded and revised one by one, and some
areas stand in no table: what is left over is scaled away when it is asked for, and
never in silence.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from migrascope.flows.fit.net_margins import scaled
from migrascope.flows.options import NetTotals
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.tables import Tables
from migrascope.flows.preparing.vital import Vital

_SAYS = (
    "Net migration, scaled so that what areas gain is what others lose: this is the "
    "change of each."
)


def settle(
    events: Vital, tables: Tables, ledger: Ledger, *, net_totals: NetTotals
) -> Vital:
    """The same events; with `SCALED`, net migration of each sex adds up to zero."""
    if net_totals is NetTotals.AS_PUBLISHED:
        return events
    even = np.stack([scaled(of_one_sex) for of_one_sex in events.net_migration])
    ledger.write("net scaled", _SAYS, tables.areas, even - events.net_migration)
    return replace(events, net_migration=even)
