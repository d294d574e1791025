"""Makes bench/limit.onnx: the linear layers of a shipped policy and nothing else, to measure what the runtime can do.

    training/.venv/bin/python bench/python/make_limit.py

Each matrix is filled with one number, which makes the file small and changes nothing about the time of a product.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    packs = json.loads((ROOT / "public/models/index.json").read_text())["packs"]
    config = json.loads((ROOT / "public/models" / packs["game24"] / "policy/config.json").read_text())
    width, hidden, layers = config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]
    shapes = [("x", width, 3 * width), ("x", width, width), ("x", width, 2 * hidden), ("h", hidden, width)] * layers
    nodes, weights, firsts = [], [], []
    for i, (source, rows, columns) in enumerate([*shapes, ("x", width, config["vocab_size"])]):
        weights.append(numpy_helper.from_array(np.array([rows, columns], np.int64), f"shape{i}"))
        # Equal matrices would be computed once.
        fill = numpy_helper.from_array(np.array([0.001 * (i + 1)], np.float32))
        nodes.append(helper.make_node("ConstantOfShape", [f"shape{i}"], [f"w{i}"], value=fill))
        nodes.append(helper.make_node("MatMul", [source, f"w{i}"], [f"y{i}"]))
        nodes.append(helper.make_node("Slice", [f"y{i}", "from", "to"], [f"first{i}"]))
        firsts.append(f"first{i}")
    weights += [numpy_helper.from_array(np.array(v, np.int64), n) for n, v in (("from", [0, 0]), ("to", [1, 1]))]
    nodes.append(helper.make_node("Sum", firsts, ["sum"]))
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["M", w]) for n, w in (("x", width), ("h", hidden))]
    output = helper.make_tensor_value_info("sum", TensorProto.FLOAT, [1, 1])
    graph = helper.make_graph(nodes, "limit", inputs, [output], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, ROOT / "bench/limit.onnx")


if __name__ == "__main__":
    main()
