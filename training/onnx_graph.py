"""Builds the ONNX graph of a decoder from plain operators that every back end of ONNX Runtime has.

Inputs and outputs carry the names that Hugging Face's exporters use, so transformers.js loads the folder as well:
`input_ids` [B, T], `attention_mask` [B, P + T] (1 where a key may be seen; holes are allowed anywhere in the past, so
rows of different lengths share a batch), `position_ids` [B, T], `past_key_values.i.key` [B, H, P, D] (keys are cached
after rotation, so they may lie in any slot). Weights are stored in half precision and cast: compute is fp32.
"""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from model import Decoder

OPSET = 17


class GraphBuilder:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.constants: dict[tuple, str] = {}
        self.count = 0

    def op(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        self.count += 1
        name = output or f"{kind.lower()}_{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"n{self.count}", **attributes))
        return name

    def constant(self, value: list[int] | int | float, dtype: type = np.int64) -> str:
        key = (str(value), dtype)
        if key not in self.constants:
            self.constants[key] = f"constant_{len(self.constants)}"
            self.weights.append(numpy_helper.from_array(np.array(value, dtype), self.constants[key]))
        return self.constants[key]

    def weight(self, name: str, value: np.ndarray) -> str:
        """A half-precision initializer and its cast; the runtime folds the cast when it loads."""
        self.weights.append(numpy_helper.from_array(value.astype(np.float16), f"{name}_f16"))
        return self.op("Cast", f"{name}_f16", output=name, to=TensorProto.FLOAT)

    def table(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(value.astype(np.float32), name))
        return name

    def rms_norm(self, x: str, weight: str, epsilon: float) -> str:
        mean = self.op("ReduceMean", self.op("Mul", x, x), axes=[-1], keepdims=1)
        root = self.op("Sqrt", self.op("Add", mean, self.constant(epsilon, np.float32)))
        return self.op("Mul", self.op("Div", x, root), weight)


def rotate(g: GraphBuilder, x: str, cos: str, sin: str, half: int) -> str:
    """x [B, H, T, D] with cos, sin [B, 1, T, D]."""
    axis = g.constant([3])
    first = g.op("Slice", x, g.constant([0]), g.constant([half]), axis)
    second = g.op("Slice", x, g.constant([half]), g.constant([2 * half]), axis)
    turned = g.op("Concat", g.op("Neg", second), first, axis=-1)
    return g.op("Add", g.op("Mul", x, cos), g.op("Mul", turned, sin))


def attention_bias(g: GraphBuilder) -> str:
    """[B, 1, T, P + T]: 0 where a new token may look, a large negative number elsewhere."""
    total = g.op("Shape", "attention_mask", start=1, end=2)
    fresh = g.op("Shape", "input_ids", start=1, end=2)
    past = g.op("Squeeze", g.op("Sub", total, fresh))
    slots = g.op("Range", g.constant(0), g.op("Squeeze", total), g.constant(1))
    rows = g.op("Add", g.op("Range", g.constant(0), g.op("Squeeze", fresh), g.constant(1)), past)
    causal = g.op("LessOrEqual", g.op("Unsqueeze", slots, g.constant([0])), g.op("Unsqueeze", rows, g.constant([1])))
    visible = g.op("Cast", "attention_mask", to=TensorProto.BOOL)
    both = g.op("And", causal, g.op("Unsqueeze", visible, g.constant([1, 2])))
    return g.op("Where", both, g.constant(0.0, np.float32), g.constant(-1e9, np.float32))


def build_graph(model: Decoder) -> onnx.ModelProto:
    """The graph of a policy (`logits` [B, T, V]) or of a value model (`value` [B, T], after the sigmoid)."""
    config = model.config
    heads, dim = config.heads, config.width // config.heads
    state = {name: value.detach().cpu().numpy() for name, value in model.state_dict().items()}
    g = GraphBuilder()
    embedding = g.weight("embed_tokens", state["embed_tokens.weight"])
    x = g.op("Gather", embedding, "input_ids")
    tables = [g.table(name, getattr(model, name).cpu().numpy()) for name in ("cos", "sin")]
    cos, sin = (g.op("Unsqueeze", g.op("Gather", table, "position_ids"), g.constant([1])) for table in tables)
    bias = attention_bias(g)
    split = g.constant([0, 0, heads, dim])
    join = g.constant([0, 0, config.width])
    inputs, outputs = [], []
    for i in range(config.layers):

        def linear(y: str, name: str, layer: int = i) -> str:
            key = f"blocks.{layer}.{name}.weight"
            return g.op("MatMul", y, g.weight(key, state[key].T.copy()))

        h = g.rms_norm(x, g.weight(f"n1_{i}", state[f"blocks.{i}.input_layernorm.weight"]), config.norm_epsilon)
        q, k, v = (g.op("Transpose", g.op("Reshape", linear(h, f"{p}_proj"), split), perm=[0, 2, 1, 3]) for p in "qkv")
        q, k = rotate(g, q, cos, sin, dim // 2), rotate(g, k, cos, sin, dim // 2)
        keys = g.op("Concat", f"past_key_values.{i}.key", k, axis=2, output=f"present.{i}.key")
        values = g.op("Concat", f"past_key_values.{i}.value", v, axis=2, output=f"present.{i}.value")
        scores = g.op("MatMul", q, g.op("Transpose", keys, perm=[0, 1, 3, 2]))
        scores = g.op("Add", g.op("Mul", scores, g.constant(dim**-0.5, np.float32)), bias)
        mixed = g.op("MatMul", g.op("Softmax", scores, axis=-1), values)
        merged = g.op("Reshape", g.op("Transpose", mixed, perm=[0, 2, 1, 3]), join)
        x = g.op("Add", x, linear(merged, "o_proj"))
        h = g.rms_norm(
            x, g.weight(f"n2_{i}", state[f"blocks.{i}.post_attention_layernorm.weight"]), config.norm_epsilon
        )
        gate = linear(h, "gate_proj")
        active = g.op("Mul", g.op("Mul", gate, g.op("Sigmoid", gate)), linear(h, "up_proj"))
        x = g.op("Add", x, linear(active, "down_proj"))
        for part in ("key", "value"):
            inputs.append(tensor(f"past_key_values.{i}.{part}", TensorProto.FLOAT, ["B", heads, "P", dim]))
            outputs.append(tensor(f"present.{i}.{part}", TensorProto.FLOAT, ["B", heads, "P + T", dim]))
    features = g.rms_norm(x, g.weight("final_norm", state["norm.weight"]), config.norm_epsilon)
    if model.value_head is None:
        g.op("MatMul", features, g.op("Transpose", embedding, perm=[1, 0]), output="logits")
        head = tensor("logits", TensorProto.FLOAT, ["B", "T", config.vocabulary])
    else:
        score = g.op("MatMul", features, g.weight("value_head", state["value_head.weight"].T.copy()))
        score = g.op("Add", score, g.weight("value_bias", state["value_head.bias"]))
        g.op("Sigmoid", g.op("Squeeze", score, g.constant([2])), output="value")
        head = tensor("value", TensorProto.FLOAT, ["B", "T"])
    ids = [tensor(name, TensorProto.INT64, ["B", t]) for name, t in GRAPH_IDS]
    graph = helper.make_graph(g.nodes, "decoder", [*ids, *inputs], [head, *outputs], g.weights)
    model_proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model_proto)
    return model_proto


GRAPH_IDS = (("input_ids", "T"), ("attention_mask", "P + T"), ("position_ids", "T"))


def tensor(name: str, kind: int, shape: list[str | int]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)
