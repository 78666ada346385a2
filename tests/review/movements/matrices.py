"""Any table of moves between a few places, with zeros, for laws of drawings."""

from __future__ import annotations

from hypothesis import strategies as st

from migrascope.review.movements.matrix import Matrix

PERSONS = st.one_of(st.just(0.0), st.floats(0.5, 1e7, allow_nan=False))


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A table of two to twelve places in which somebody moved."""
    many = draw(st.integers(2, 12))
    rows = [[draw(PERSONS) for _ in range(many)] for _ in range(many)]
    rows[0][1] = draw(st.floats(1, 1e7))
    letters = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
    names = draw(
        st.lists(
            st.text(letters, min_size=1, max_size=45), min_size=many, max_size=many
        )
    )
    return Matrix(
        tuple(f"P{number}" for number in range(many)),
        tuple(names),
        tuple(map(tuple, rows)),
    )
