"""A language model of a few numbers, in the format of the real one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

WIDTH = 64  # two heads of 32
WIDER = 96
LAYERS = 2
PLACES = 32
NAMES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnop")


def tensors() -> dict[str, np.ndarray]:
    """Numbers by chance, the same every time."""
    chance = np.random.default_rng(7)

    def some(*shape: int) -> np.ndarray:
        return (chance.standard_normal(shape) * 0.2).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": some(len(NAMES), WIDTH),
        "embeddings.position_embeddings.weight": some(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
    }
    shapes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (WIDER, WIDTH),
        "output.dense": (WIDTH, WIDER),
    }
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            made[f"encoder.layer.{layer}.{name}.weight"] = some(*shape)
            made[f"encoder.layer.{layer}.{name}.bias"] = some(shape[0])
    normals = [
        "embeddings",
        *(
            f"encoder.layer.{layer}.{part}output"
            for layer in range(LAYERS)
            for part in ("attention.", "")
        ),
    ]
    for name in normals:
        made[f"{name}.LayerNorm.weight"] = 1 + some(WIDTH)
        made[f"{name}.LayerNorm.bias"] = some(WIDTH)
    return made


def write(folder: Path) -> Path:
    """The two files of a model."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, array in tensors().items():
        raw = array.tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [len(body), len(body) + len(raw)],
        }
        body += raw
    head = json.dumps(header).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(
        len(head).to_bytes(8, "little") + head + body
    )
    (folder / "vocab.txt").write_text("\n".join(NAMES) + "\n", encoding="utf-8")
    return folder
