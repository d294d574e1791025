"""The weights of a shipped model, as numbers of 32 bits."""

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def stored_weights(folder: Path) -> dict[str, np.ndarray]:
    """By PyTorch name, matrices as [out, in]: the graph stores a matrix as whole numbers and a scale."""
    stored = {w.name: numpy_helper.to_array(w) for w in onnx.load(folder / "onnx/model.onnx").graph.initializer}
    weights = {}
    for name in {n.rsplit("_", 1)[0] for n in stored if n.endswith(("weight_0", "bias_0"))}:
        value = stored[f"{name}_0"].astype(np.float32) * stored.get(f"{name}_1", np.float32(1))
        weights[name] = np.ascontiguousarray(value if name.startswith("embed") or value.ndim < 2 else value.T)
    return weights
