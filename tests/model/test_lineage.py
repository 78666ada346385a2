"""A figure can be followed back to every cell that it rests on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrascope.model.lineage import Cell, Lineage

cells = st.builds(
    Cell,
    edition=st.sampled_from(["unhcr-population@2025-12", "undesa-wpp@2024"]),
    file=st.integers(0, 3),
    sheet=st.just(""),
    row=st.integers(1, 10_000),
    column=st.integers(1, 100),
    value=st.none() | st.floats(0, 1e9),
    label=st.just("refugees"),
)
trees = st.recursive(
    cells,
    lambda parts: st.builds(
        Lineage, st.just("sum"), st.lists(parts, max_size=4).map(tuple)
    ),
    max_leaves=12,
)


def leaves(tree: Cell | Lineage) -> list[Cell]:
    if isinstance(tree, Cell):
        return [tree]
    return [cell for part in tree.inputs for cell in leaves(part)]


@given(trees)
def test_no_cell_is_lost_and_their_order_is_kept(tree: Cell | Lineage) -> None:
    assert list(tree.cells()) == leaves(tree)


@given(st.lists(trees, max_size=4))
def test_editions_are_named_once_and_sorted(parts: list[Cell | Lineage]) -> None:
    lineage = Lineage("total", tuple(parts))
    assert list(lineage.editions) == sorted(
        {cell.edition for part in parts for cell in leaves(part)}
    )


def test_a_formula_without_inputs_rests_on_nothing() -> None:
    assert list(Lineage("constant").cells()) == []
    assert Lineage("constant").editions == ()
