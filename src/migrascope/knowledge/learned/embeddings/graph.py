"""How does the language model become a quarter of its size, and faster?

The steps of a BERT encoder (Devlin and others 2019) are written down as an ONNX graph,
out of the float weights: the mean over the pieces of the last layer, as
all-MiniLM-L6-v2 was trained (Reimers and Gurevych 2019; Wang and others 2020). Every
large matrix is kept in one byte a number, with a scale of its own for each column. What
goes into it is brought to one byte for each piece of a text by itself, between the
least and the greatest number of that piece, while the graph runs: so a text gets the
same vector in any company.

The weights use seven of the eight bits, because processors without VNNI add two
products in sixteen bits: 2 × 255 × 64 is below 32,768, and all processors get the same
sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray

BUILDER = 1
"""Of what stands in this file: a changed graph is a new number."""
NUMBERS, VECTOR = "numbers", "vector"
"""What goes in: the numbers of the pieces of one text. What comes out: its vector."""

_GREATEST_WEIGHT = 64
_GREATEST_ROW = 127  # in the table of pieces, which is only looked up
_EPSILON = 1e-12
_HEAD = 32  # numbers of one attention head, in all models of this family
_OPSET, _IR = 20, 9  # of the year 2023: what runtimes since 1.17 can read


def build(tensors: Mapping[str, Array], *, longest: int) -> bytes:
    """The model as an ONNX file, for texts of up to `longest` pieces."""
    from onnx import TensorProto, helper

    graph = _Graph()
    state = _looked_up(graph, tensors, longest)
    count = sum(name.endswith("output.dense.bias") for name in tensors) // 2
    for number in range(count):
        state = _layer(graph, tensors, f"encoder.layer.{number}.", state)
    graph.add("ReduceMean", state, graph.whole([0]), keepdims=0, called=VECTOR)
    width = tensors["embeddings.word_embeddings.weight"].shape[1]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence vectors",
            [helper.make_tensor_value_info(NUMBERS, TensorProto.INT64, ["pieces"])],
            [helper.make_tensor_value_info(VECTOR, TensorProto.FLOAT, [width])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR,
        producer_name="migrascope",
    )
    return bytes(model.SerializeToString())


class _Graph:
    """Steps and constants, each under a name of its own."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, step: str, *inputs: str, called: str = "", **options: Any) -> str:
        """A step with one result; the name of the result."""
        from onnx import helper

        name = called or f"{step}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(step, inputs, [name], name=name, **options))
        return name

    def keep(self, array: Array) -> str:
        """A constant; its name."""
        from onnx import numpy_helper

        name = f"constant.{len(self.constants)}"
        held = np.asarray(array, order="C")
        self.constants.append(numpy_helper.from_array(held, name))
        return name

    def number(self, value: float) -> str:
        """A constant of one number."""
        return self.keep(np.array(value, np.float32))

    def whole(self, values: list[int]) -> str:
        """A constant of whole numbers: axes, shapes."""
        return self.keep(np.array(values, np.int64))

    def cast(self, name: str, kind: str) -> str:
        """The same numbers in another form (`FLOAT`, `UINT8`)."""
        from onnx import TensorProto

        return self.add("Cast", name, to=getattr(TensorProto, kind))


def _looked_up(graph: _Graph, tensors: Mapping[str, Array], longest: int) -> str:
    """The pieces of a text as rows of numbers, each with its place."""
    rows, scale = _in_bytes(
        tensors["embeddings.word_embeddings.weight"], axis=1, greatest=_GREATEST_ROW
    )
    found = graph.cast(graph.add("Gather", graph.keep(rows), NUMBERS), "FLOAT")
    found = graph.add("Mul", found, graph.add("Gather", graph.keep(scale), NUMBERS))
    # Every text is one segment: its vector is the same for every piece.
    places = (
        tensors["embeddings.position_embeddings.weight"][:longest]
        + tensors["embeddings.token_type_embeddings.weight"][0]
    )
    first = graph.whole([0])
    length = graph.add("Shape", NUMBERS)
    place = graph.add("Slice", graph.keep(places), first, length)
    state = graph.add("Add", found, place)
    return _normalised(graph, tensors, "embeddings", state)


def _layer(graph: _Graph, tensors: Mapping[str, Array], name: str, state: str) -> str:
    """One layer: attention between the pieces, then two dense steps for each piece."""
    attended = _attention(graph, tensors, f"{name}attention.self.", state)
    joined = _dense(graph, attended, *_pair(tensors, f"{name}attention.output.dense"))
    joined = graph.add("Add", joined, state)
    state = _normalised(graph, tensors, f"{name}attention.output", joined)
    wide = _dense(graph, state, *_pair(tensors, f"{name}intermediate.dense"))
    wide = graph.add("Gelu", wide)
    narrow = _dense(graph, wide, *_pair(tensors, f"{name}output.dense"))
    narrow = graph.add("Add", narrow, state)
    return _normalised(graph, tensors, f"{name}output", narrow)


def _attention(
    graph: _Graph, tensors: Mapping[str, Array], name: str, state: str
) -> str:
    """What each piece takes from the others, all heads side by side."""
    pairs = [_pair(tensors, f"{name}{part}") for part in ("query", "key", "value")]
    width = pairs[0][1].size
    heads = width // _HEAD
    pairs[0] = (pairs[0][0] * _HEAD**-0.5, pairs[0][1] * _HEAD**-0.5)
    three = _dense(
        graph,
        state,
        np.concatenate([weight for weight, _ in pairs], axis=1),
        np.concatenate([bias for _, bias in pairs]),
    )
    three = graph.add("Reshape", three, graph.whole([-1, 3, heads, _HEAD]))
    three = graph.add("Transpose", three, perm=[1, 2, 0, 3])
    query, key, value = (
        graph.add("Gather", three, graph.keep(np.array(part, np.int64)))
        for part in range(3)
    )
    key = graph.add("Transpose", key, perm=[0, 2, 1])
    share = graph.add("Softmax", graph.add("MatMul", query, key), axis=-1)
    joined = graph.add("MatMul", share, value)
    joined = graph.add("Transpose", joined, perm=[1, 0, 2])
    return graph.add("Reshape", joined, graph.whole([-1, width]))


def _dense(graph: _Graph, state: str, weight: Array, bias: Array) -> str:
    """`state @ weight + bias`, the product in whole numbers.

    A row `x` is nearly `least + step * bytes`, so `x @ w` is `step * (bytes @ w)` and
    `least` times the sum of each column.
    """
    columns, scale = _in_bytes(weight, axis=0, greatest=_GREATEST_WEIGHT)
    along = graph.whole([1])
    least = graph.add("ReduceMin", state, along)
    span = graph.add("Sub", graph.add("ReduceMax", state, along), least)
    step = graph.add("Mul", span, graph.number(1 / 255))
    step = graph.add("Max", step, graph.number(_EPSILON))  # a row of equal numbers
    # What is cast is cut off, not rounded: hence the half.
    shifted = graph.add("Div", graph.add("Sub", state, least), step)
    rounded = graph.add("Add", shifted, graph.number(0.5))
    in_bytes = graph.cast(rounded, "UINT8")
    product = graph.add("MatMulInteger", in_bytes, graph.keep(columns))
    product = graph.add("Mul", graph.cast(product, "FLOAT"), step)
    product = graph.add("Mul", product, graph.keep(scale))
    sums = (columns.astype(np.float32) * scale).sum(0, keepdims=True)
    lifted = graph.add("Mul", least, graph.keep(sums))
    product = graph.add("Add", product, lifted)
    return graph.add("Add", product, graph.keep(bias))


def _normalised(
    graph: _Graph, tensors: Mapping[str, Array], name: str, state: str
) -> str:
    scale = graph.keep(tensors[f"{name}.LayerNorm.weight"])
    shift = graph.keep(tensors[f"{name}.LayerNorm.bias"])
    return graph.add(
        "LayerNormalization", state, scale, shift, axis=-1, epsilon=_EPSILON
    )


def _pair(tensors: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return tensors[f"{name}.weight"].T, tensors[f"{name}.bias"]


def _in_bytes(table: Array, *, axis: int, greatest: int) -> tuple[Array, Array]:
    """Whole numbers up to `greatest`, and the scale of each row or column."""
    scale = np.abs(table).max(axis, keepdims=True) / np.float32(greatest)
    scale = np.where(scale > 0, scale, np.float32(1)).astype(np.float32)
    return np.rint(table / scale).astype(np.int8), scale
