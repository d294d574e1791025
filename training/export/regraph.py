"""Builds the engine's graph of finished packs anew, for their stored weights: `-m training.export.regraph PACK ...`.

For when `step_graph.py` changes and the weights do not. `model.onnx`, and with it the pack's name, stays as it is.
"""

import json
import sys
from pathlib import Path

import onnx

from training.export.graph_builder import MODEL_FILE, STEP_FILE, StoredWeights
from training.export.hugging_face import read_config
from training.export.pack import manifest_files, write_json
from training.export.step_graph import build_step_graph


def main(pack: Path) -> None:
    manifest = json.loads((pack / "manifest.json").read_text())
    for model in manifest["models"].values():
        folder = pack / model["folder"]
        weights = StoredWeights(folder / "onnx" / MODEL_FILE)
        config, _ = read_config(folder, context=sys.maxsize)
        with_value = "value_head.weight_0" in weights.stored
        onnx.save(build_step_graph(config, with_value, weights), folder / "onnx" / STEP_FILE)
    manifest["files"] = manifest_files(pack)
    write_json(pack / "manifest.json", manifest)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
