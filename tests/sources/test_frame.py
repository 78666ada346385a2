"""Claims: what no publisher can mean is refused on the way into the table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.store.made import batch, stock

from migrascope.errors import SourceError


@pytest.mark.parametrize("year", [20, 9999])
def test_a_year_that_cannot_be_is_refused_with_its_cell(
    tmp_path: Path, year: int
) -> None:
    day = date(year, 7, 1)
    rows = [stock("KEN", 2020, 5) | {"start": day, "end": day}]
    with pytest.raises(SourceError, match="figures are of 1500 to 2200") as caught:
        batch(tmp_path, rows)
    assert str(caught.value.where) == "stock.csv, row 2, column 3"
