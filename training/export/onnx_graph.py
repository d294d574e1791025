"""Builds the ONNX graph of a decoder from plain operators that every back end of ONNX Runtime has.

Inputs and outputs carry the names that Hugging Face's exporters use, so transformers.js loads the folder as well:
`input_ids` [B, T], `attention_mask` [B, P + T] (1 where a key may be seen; holes are allowed anywhere in the past, so
rows of different lengths share a batch), `position_ids` [B, T], `past_key_values.i.key` [B, H, P, D] (keys are cached
after rotation, so they may lie in any slot). Compute is fp32, from weights stored as `storage.py` says.

The engine runs `step_graph.py` instead; this graph is for transformers.js and other tools.
"""

import numpy as np
import onnx
from onnx import TensorProto

from training.export.graph_builder import (
    MEMORY,
    GraphBuilder,
    Weights,
    forecast_numbers,
    forecast_told,
    logit_head,
    tensor,
    value_head,
)
from training.model.decoder import ModelConfig, rotary_tables


def rms_norm(g: GraphBuilder, x: str, weight: str, epsilon: float) -> str:
    mean = g.op("ReduceMean", g.op("Mul", x, x), axes=[-1], keepdims=1)
    root = g.op("Sqrt", g.op("Add", mean, g.constant(epsilon, np.float32)))
    return g.op("Mul", g.op("Div", x, root), weight)


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


def build_graph(config: ModelConfig, with_value: bool, source: Weights) -> onnx.ModelProto:
    """The graph of a policy (`logits` [B, T, V]) or of a value model (`value` [B, T], after the sigmoid)."""
    heads, dim = config.heads, config.width // config.heads
    g = GraphBuilder(source)
    embedding = g.weight("embed_tokens.weight")
    embedded = x = g.op("Gather", embedding, "input_ids")
    tables = [g.table(name, t.numpy()) for name, t in zip(("cos", "sin"), rotary_tables(config), strict=True)]

    def turned(x: str, positions: str) -> str:
        cos, sin = (g.op("Unsqueeze", g.op("Gather", table, positions), g.constant([1])) for table in tables)
        return rotate(g, x, cos, sin, dim // 2)

    bias = attention_bias(g)
    split = g.constant([0, 0, heads, dim])
    join = g.constant([0, 0, config.width])

    def by_head(x: str) -> str:
        return g.op("Transpose", g.op("Reshape", x, split), perm=[0, 2, 1, 3])

    def attention(i: int, q: str, k: str, v: str, is_kept: bool = True) -> str:
        """q, k after rotation, v [B, H, T, D] -> [B, T, C]. `is_kept`: the keys and the values are cached."""
        outputs = [f"present.{i}.{part}" if is_kept else None for part in ("key", "value")]
        keys = g.op("Concat", f"past_key_values.{i}.key", k, axis=2, output=outputs[0])
        values = g.op("Concat", f"past_key_values.{i}.value", v, axis=2, output=outputs[1])
        scores = g.op("MatMul", q, g.op("Transpose", keys, perm=[0, 1, 3, 2]))
        scores = g.op("Add", g.op("Mul", scores, g.constant(dim**-0.5, np.float32)), bias)
        mixed = g.op("MatMul", g.op("Softmax", scores, axis=-1), values)
        return g.op("Reshape", g.op("Transpose", mixed, perm=[0, 2, 1, 3]), join)

    def with_forecast(x: str) -> str:
        """The trunk's features [B, T, C], normed, and what the forecast tells."""
        seen = rms_norm(g, x, g.weight("forecast.norm.weight"), config.norm_epsilon)
        same = by_head(g.op("Expand", g.constant([[[MEMORY] * config.width]], np.float32), g.op("Shape", x)))
        previous = g.op("Max", g.op("Sub", "position_ids", g.constant(1)), g.constant(0))
        before = attention(config.layers, turned(same, previous), turned(same, "position_ids"), by_head(seen))
        numbers = forecast_numbers(g, before, embedded, embedding)
        nothing = g.op("Mul", seen, g.constant(0.0, np.float32))

        def mean_so_far(x: str, is_kept: bool) -> str:
            return attention(config.layers + 1, by_head(nothing), by_head(nothing), by_head(x), is_kept)

        told = forecast_told(g, config, numbers, "input_ids", "position_ids", mean_so_far)
        return g.op("Add", seen, told)

    for i in range(config.layers):

        def linear(y: str, name: str, layer: int = i) -> str:
            return g.op("MatMul", y, g.weight(f"blocks.{layer}.{name}.weight"))

        def norm(y: str, name: str, layer: int = i) -> str:
            return rms_norm(g, y, g.weight(f"blocks.{layer}.{name}.weight"), config.norm_epsilon)

        if i == config.trunk_layers:
            x = with_forecast(x)
        h = norm(x, "input_layernorm")
        q, k, v = (by_head(linear(h, f"{p}_proj")) for p in "qkv")
        mixed = attention(i, turned(q, "position_ids"), turned(k, "position_ids"), v)
        x = g.op("Add", x, linear(mixed, "o_proj"))
        h = norm(x, "post_attention_layernorm")
        gate = linear(h, "gate_proj")
        active = g.op("Mul", g.op("Mul", gate, g.op("Sigmoid", gate)), linear(h, "up_proj"))
        x = g.op("Add", x, linear(active, "down_proj"))
    features = rms_norm(g, x, g.weight("norm.weight"), config.norm_epsilon)
    axes = ("B", "T")
    head = value_head(g, features, axes) if with_value else logit_head(g, features, embedding, config.vocabulary, axes)
    cached = [f"{i}.{part}" for i in range(config.cached_layers) for part in ("key", "value")]
    inputs = [tensor(f"past_key_values.{c}", TensorProto.FLOAT, ["B", heads, "P", dim]) for c in cached]
    outputs = [tensor(f"present.{c}", TensorProto.FLOAT, ["B", heads, "P + T", dim]) for c in cached]
    ids = [tensor(name, TensorProto.INT64, ["B", t]) for name, t in GRAPH_IDS]
    return g.model([*ids, *inputs], [head, *outputs])


GRAPH_IDS = (("input_ids", "T"), ("attention_mask", "P + T"), ("position_ids", "T"))
