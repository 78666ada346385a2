"""What happens on the routes, beside what is estimated from stocks?

>>> from migrascope.flows import routes
>>> routes.get("darien").name
'Darién'
"""

from migrascope.flows.routes.alongside import Alongside, beside
from migrascope.flows.routes.route import ALL, Route, get, listed
from migrascope.flows.routes.series import series
from migrascope.flows.routes.shape import Month, RouteSeries, Year

__all__ = [
    "ALL",
    "Alongside",
    "Month",
    "Route",
    "RouteSeries",
    "Year",
    "beside",
    "get",
    "listed",
    "series",
]
