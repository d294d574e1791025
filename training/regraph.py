"""Builds the engine's graph of finished packs anew, for their stored weights: `python regraph.py PACK ...`.

For when `step_graph.py` changes and the weights do not. `model.onnx`, and with it the pack's name, stays as it is.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from export import manifest_files, write_json
from graph_builder import MODEL_FILE, STEP_FILE, Weights
from model import ModelConfig
from step_graph import build_step_graph
from storage import is_matrix


class StoredWeights(Weights):
    """The weights inside a `model.onnx`, byte for byte."""

    def __init__(self, model: Path) -> None:
        self.file = model.read_bytes()
        self.stored = {p.name: numpy_helper.to_array(p) for p in onnx.load(str(model)).graph.initializer}

    def parts(self, key: str) -> list[np.ndarray]:
        return [self.stored[f"{key}_{i}"] for i in range(2 if is_matrix(key) else 1)]


def model_config(folder: Path) -> ModelConfig:
    raw = json.loads((folder / "config.json").read_text())
    return ModelConfig(
        vocabulary=raw["vocab_size"],
        width=raw["hidden_size"],
        layers=raw["num_hidden_layers"],
        heads=raw["num_attention_heads"],
        hidden=raw["intermediate_size"],
        context=raw["max_position_embeddings"],
        rope_theta=raw["rope_theta"],
        norm_epsilon=raw["rms_norm_eps"],
    )


def main(pack: Path) -> None:
    manifest = json.loads((pack / "manifest.json").read_text())
    for model in manifest["models"].values():
        folder = pack / model["folder"]
        weights = StoredWeights(folder / "onnx" / MODEL_FILE)
        with_value = "value_head.weight_0" in weights.stored
        onnx.save(build_step_graph(model_config(folder), with_value, weights), folder / "onnx" / STEP_FILE)
    manifest["files"] = manifest_files(pack)
    write_json(pack / "manifest.json", manifest)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
