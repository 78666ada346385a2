"""Which sums tie the cells of a table together?

Along every axis, whatever the places on the others (totals too), the parts add up to
the total: one equation each, `parts − total = 0`, over the cells in row order.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def equations(shape: tuple[int, ...]) -> Any:
    """The equations as a sparse matrix: a row for each sum, a column for each cell."""
    from scipy import sparse

    numbers = np.arange(int(np.prod(shape))).reshape(shape)
    blocks = []
    for axis, size in enumerate(shape):
        cells = np.moveaxis(numbers, axis, -1).reshape(-1, size)
        signs = np.ones(size)
        signs[-1] = -1.0
        rows = np.repeat(np.arange(len(cells)), size)
        entries = (np.tile(signs, len(cells)), (rows, cells.ravel()))
        blocks.append(sparse.csr_array(entries, shape=(len(cells), numbers.size)))
    return sparse.vstack(blocks, format="csr")
