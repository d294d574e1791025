"""Builds the graph that the engine runs: one pass over candidates that share what came before them.

A search grows many candidates from few prefixes. The keys and values of a prefix are given once for all candidates that
grow from it (*group cache*), those of the tokens since then once a candidate (*own cache*), and only the new tokens'
keys and values come back. The attention is computed in two parts, over the group's and over a row's own cache, under
one softmax, as in Hydragen (arXiv:2402.05099, section 3.1; there each part has its softmax, and the two are merged).

Shapes: B rows (candidates), T new tokens of each, t own tokens before them, G groups of at most R rows, S slots of the
longest group cache, H heads of D numbers, C = H * D. Tokens come before rows, so that a row's keys lie behind those of
its earlier tokens and nothing is turned round: a pass with one token a row has some 190 operators, each of which costs
more than its arithmetic.

- `input_ids`, `position_ids` [T, B]: a row's tokens come first, what is after them is noise.
- `group_tokens` [R * T, G]: which token, of T * B, stands in each place of its group; unused places may name any.
- `token_place` [T, B]: the place of each token, of R * T * G.
- `group_bias` [G, 1, 1, S]: 0 where a group's cache has a key, a large negative number elsewhere.
- `own_bias` [T, t + T]: the same for a row's own keys: causal.
- `group.i.key`, `group.i.value` [G, H, S, D].
- `own` [t, B, 2 * L * C], L layers with a cache: the oldest token first, of each key and value of the first layer, and
  so on; the last two are the memories of the forecast, where there is one.

Outputs: `logits` [T, B, V] or `value` [T, B]; `new` [T, B, 2 * L * C], which goes behind `own`.
Keys are after rotation.
"""

from functools import partial
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto

from training.export.graph_builder import (
    MEMORY,
    MICROSOFT,
    GraphBuilder,
    Weights,
    forecast_numbers,
    forecast_told,
    logit_head,
    tensor,
    value_head,
)
from training.model.decoder import ModelConfig, rotary_tables

PARTS = ("key", "value")


class StepGraph(GraphBuilder):
    def __init__(self, config: ModelConfig, source: Weights) -> None:
        super().__init__(source)
        self.config = config
        self.heads, self.dim = config.heads, config.width // config.heads
        half = self.dim // 2
        cos, sin = rotary_tables(config)
        self.tables = [self.table("cos", cos[:, :half].numpy()), self.table("sin", sin[:, :half].numpy())]
        slots = self.op("Shape", "group_bias", start=3, end=4)
        seen = self.op("Shape", "own_bias", start=1, end=2)
        self.cut = self.op("Concat", slots, seen, axis=0)
        self.by_token = self.op("Concat", self.constant([-1, self.heads]), slots, axis=0)
        """Of scores: [T * B, H, S]."""
        both = self.op("Shape", "input_ids")
        split = self.constant([self.heads, self.dim])
        self.by_row = self.op("Concat", self.constant([-1]), self.op("Shape", "input_ids", start=1), split, axis=0)
        """Of queries, keys and values: [T, B, H, D]."""
        self.by_head = self.constant([-1, self.heads, self.dim])
        self.flat = self.constant([-1, config.width])
        # The rotary operator takes tokens by sequence and has a limit for their number: here each is one of its own.
        self.alone = self.constant([-1, 1])
        self.alone_wide = self.constant([-1, 1, config.width])
        self.whole = self.op("Concat", both, self.constant([-1]), axis=0)
        """Of outputs: [T, B, W]."""
        self.place = self.op("Reshape", "token_place", self.alone)
        self.position = self.op("Reshape", "position_ids", self.alone)
        parts = len(PARTS) * config.cached_layers
        own = self.op("Reshape", "own", self.constant([0, 0, parts * self.heads, self.dim]))
        self.own = self.many("Split", own, self.constant([self.heads] * parts), count=parts, axis=2)
        """[t, B, H, D]"""
        self.new: list[str] = []

    def joined(self, *names: str) -> str:
        """Several matrices [in, out] as one product: the runtime joins them when it loads."""
        return self.op("Concat", *(self.weight(name) for name in names), axis=1)

    def norm(self, x: str, added: str | None, weight: str) -> tuple[str, str]:
        """RMS norm of x + added; returns it and the sum."""
        epsilon = self.config.norm_epsilon
        if added is None:
            return self.op("SimplifiedLayerNormalization", x, self.weight(weight), axis=-1, epsilon=epsilon), x
        names = [f"norm_{self.count}", "", "", f"sum_{self.count}"]
        inputs = (x, added, self.weight(weight))
        self.ops("SkipSimplifiedLayerNormalization", *inputs, outputs=names, domain=MICROSOFT, epsilon=epsilon)
        return names[0], names[3]

    def rotate(self, x: str, position: str | None = None) -> str:
        """x [T * B, 1, C]."""
        at = position or self.position
        return self.op("RotaryEmbedding", x, at, *self.tables, domain=MICROSOFT, num_heads=self.heads)

    def product(self, a: str, b: str, **attributes: Any) -> str:
        return self.op("FusedMatMul", a, b, domain=MICROSOFT, **attributes)

    def attention(self, layer: int, q: str, k: str, v: str) -> str:
        """q, k, v [T * B, 1, C] -> the same. `transBatch` reads [X, Y, H, D] as [Y, H, X, D] without moving it."""
        scale = self.dim**-0.5
        old = self.own[2 * layer : 2 * layer + 2]
        fresh = (self.op("Reshape", x, self.by_row) for x in (k, v))
        keys, values = (self.op("Concat", a, b, axis=0) for a, b in zip(old, fresh, strict=True))
        own = self.op("Reshape", q, self.by_row)
        own = self.product(own, keys, transBatchA=1, transBatchB=1, transB=1, alpha=scale)
        own = self.op("Transpose", self.op("Add", own, "own_bias"), perm=[2, 0, 1, 3])
        shared = self.op("Gather", self.op("Reshape", q, self.by_head), "group_tokens")
        shared = self.product(shared, f"group.{layer}.key", transBatchA=1, transB=1, alpha=scale)
        shared = self.op("Transpose", self.op("Add", shared, "group_bias"), perm=[2, 0, 1, 3])
        shared = self.op("Gather", self.op("Reshape", shared, self.by_token), "token_place")
        both = self.op("Softmax", self.op("Concat", shared, own, axis=-1), axis=-1)
        shared, own = self.many("Split", both, self.cut, count=2, axis=-1)
        own = self.op("Transpose", self.product(own, values, transBatchA=1, transBatchB=1), perm=[2, 0, 1, 3])
        shared = self.op("Gather", self.op("Reshape", shared, self.by_token), "group_tokens")
        shared = self.product(shared, f"group.{layer}.value", transBatchA=1)
        shared = self.op("Reshape", self.op("Transpose", shared, perm=[2, 0, 1, 3]), self.flat)
        return self.op("Add", self.op("Gather", shared, self.place), self.op("Reshape", own, self.alone_wide))

    def token_before(self, x: str) -> tuple[str, list[str]]:
        """x [T * B, 1, C] -> the same of the token before each, and the key and the value to cache.

        By an attention whose keys are all one vector, turned by its position, and whose queries are that vector turned
        by the position before. With a large vector it looks at that one token (the next best has a weight below
        1e-13), and the cache of the engine serves it as it serves every layer.
        """
        same = self.op("Expand", self.constant([[[MEMORY] * self.config.width]], np.float32), self.op("Shape", x))
        previous = self.op("Max", self.op("Sub", self.position, self.constant(1)), self.constant(0))
        key = self.rotate(same)
        return self.attention(self.config.layers, self.rotate(same, previous), key, x), [key, x]

    def mean_so_far(self, memories: list[str], x: str, is_kept: bool) -> str:
        """x [T * B, 1, C] -> its mean over all tokens up to each. `is_kept`: the key and the value go to the memories.

        By an attention whose keys and queries are nothing, so that it weighs all alike.
        """
        nothing = self.op("Mul", x, self.constant(0.0, np.float32))
        memories += [nothing, x] if is_kept else []
        return self.attention(self.config.layers + 1, nothing, nothing, x)

    def layer(self, i: int, x: str, added: str | None) -> tuple[str, str]:
        """Returns the running sum and what is still to be added to it."""
        c, name = self.config, f"blocks.{i}."
        h, x = self.norm(x, added, f"{name}input_layernorm.weight")
        qkv = self.op("MatMul", h, self.joined(*(f"{name}{p}_proj.weight" for p in "qkv")))
        q, k, v = self.many("Split", qkv, self.constant([c.width] * 3), count=3, axis=-1)
        q, k = self.rotate(q), self.rotate(k)
        self.new += [k, v]
        mixed = self.op("MatMul", self.attention(i, q, k, v), self.weight(f"{name}o_proj.weight"))
        h, x = self.norm(x, mixed, f"{name}post_attention_layernorm.weight")
        both = self.op("MatMul", h, self.joined(f"{name}gate_proj.weight", f"{name}up_proj.weight"))
        gate, up = self.many("Split", both, self.constant([c.hidden] * 2), count=2, axis=-1)
        active = self.op("Mul", self.op("QuickGelu", gate, domain=MICROSOFT, alpha=1.0), up)
        return x, self.op("MatMul", active, self.weight(f"{name}down_proj.weight"))


def build_step_graph(config: ModelConfig, with_value: bool, source: Weights) -> onnx.ModelProto:
    g = StepGraph(config, source)
    embedding = g.weight("embed_tokens.weight")
    embedded = g.op("Gather", embedding, g.op("Reshape", "input_ids", g.alone))
    memories: list[str] = []
    x, added = embedded, None
    for i in range(config.layers):
        if i == config.trunk_layers:
            x, _ = g.norm(x, added, "forecast.norm.weight")
            before, memories = g.token_before(x)
            numbers = forecast_numbers(g, before, embedded, embedding)
            tokens = g.op("Cast", g.op("Reshape", "input_ids", g.alone), to=TensorProto.INT64)
            mean_so_far = partial(g.mean_so_far, memories)
            added = forecast_told(g, config, numbers, tokens, g.position, mean_so_far)
        x, added = g.layer(i, x, added)
    g.new += memories
    features = g.op("Reshape", g.norm(x, added, "norm.weight")[0], g.whole)
    axes = ("T", "B")
    head = value_head(g, features, axes) if with_value else logit_head(g, features, embedding, config.vocabulary, axes)
    float_, int_ = TensorProto.FLOAT, TensorProto.INT32
    inputs = [
        tensor("input_ids", int_, ["T", "B"]),
        tensor("position_ids", TensorProto.INT64, ["T", "B"]),
        tensor("group_tokens", int_, ["R * T", "G"]),
        tensor("token_place", int_, ["T", "B"]),
        tensor("group_bias", float_, ["G", 1, 1, "S"]),
        tensor("own_bias", float_, ["T", "t + T"]),
    ]
    width = len(g.new) * config.width
    g.op("Reshape", g.op("Concat", *g.new, axis=-1), g.whole, output="new")
    inputs.append(tensor("own", float_, ["t", "B", width]))
    for name in (f"{i}.{part}" for i in range(config.cached_layers) for part in PARTS):
        inputs.append(tensor(f"group.{name}", float_, ["G", g.heads, "S", g.dim]))
    return g.model(inputs, [head, tensor("new", float_, ["T", "B", width])])
