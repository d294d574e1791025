"""Builds the graph that the engine runs: one pass over candidates that share what came before them.

A search grows many candidates from few prefixes. The keys and values of a prefix are given once for all candidates that
grow from it (*group cache*), those of the tokens since then once a candidate (*own cache*), and only the new tokens'
keys and values come back. The attention is computed in two parts, over the group's and over a row's own cache, under
one softmax, as in Hydragen (arXiv:2402.05099, section 3.1; there each part has its softmax, and the two are merged).

Shapes: B rows (candidates), T new tokens of each, t own tokens before them, G groups of at most R rows, S slots of the
longest group cache, H heads of D numbers, C = H * D.

- `input_ids`, `position_ids` [B, T]: a row's tokens are on the left, what is right of them is noise.
- `group_tokens` [G, R * T]: which token, of B * T, stands in each place of its group; unused places may name any.
- `token_place` [B, T]: the place of each token, of G * R * T.
- `group_bias` [G, 1, 1, S]: 0 where a group's cache has a key, a large negative number elsewhere.
- `own_bias` [T, t + T]: the same for a row's own keys: causal.
- `group.i.key`, `group.i.value` [G, H, S, D].
- `own` [t, B, 2 * layers * C]: the oldest token first, of each token key and value of the first layer, and so on.

Outputs: `logits` [B, T, V] or `value` [B, T]; `new` [B, T, 2 * layers * C], which with T = 1 is the next row of `own`.
Keys are after rotation.
"""

import onnx
from onnx import TensorProto

from graph_builder import MICROSOFT, GraphBuilder, Weights, logit_head, tensor, value_head
from model import ModelConfig, rotary_tables

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
        # Of scores: [B * T, H, S], and for a row's own [B, T, H, t + T].
        self.by_token = self.op("Concat", self.constant([-1, self.heads]), slots, axis=0)
        tokens = self.op("Shape", "input_ids")
        self.by_row = self.op("Concat", tokens, self.constant([self.heads]), seen, axis=0)
        self.own_flat = self.op("Concat", self.constant([-1, self.heads]), seen, axis=0)
        self.in_groups = self.constant([0, -1, self.heads, self.dim])
        self.split_heads = self.constant([0, 0, self.heads, self.dim])
        self.flat = self.constant([-1, config.width])
        self.flat_place = self.op("Reshape", "token_place", self.constant([-1]))
        self.merge_heads = self.constant([0, 0, config.width])
        parts = len(PARTS) * config.layers
        own = self.op("Reshape", "own", self.constant([0, 0, parts, self.heads, self.dim]))
        own = self.op("Transpose", own, perm=[2, 1, 3, 0, 4])
        each = self.many("Split", own, self.constant([1] * parts), count=parts, axis=0)
        self.own = [self.op("Squeeze", part, self.constant([0])) for part in each]
        """[B, H, t, D]"""
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

    def rotate(self, x: str) -> str:
        """x [B, T, C]."""
        return self.op("RotaryEmbedding", x, "position_ids", *self.tables, domain=MICROSOFT, num_heads=self.heads)

    def scores(self, queries: str, keys: str) -> str:
        return self.op("FusedMatMul", queries, keys, domain=MICROSOFT, transB=1, alpha=self.dim**-0.5)

    def by_head(self, x: str) -> str:
        """x [B, T, C] -> [B, H, T, D]"""
        return self.op("Transpose", self.op("Reshape", x, self.split_heads), perm=[0, 2, 1, 3])

    def attention(self, layer: int, q: str, k: str, v: str) -> str:
        """q, k, v [B, T, C] -> [B, T, C]"""
        old = self.own[2 * layer : 2 * layer + 2]
        keys, values = (self.op("Concat", a, self.by_head(b), axis=2) for a, b in zip(old, (k, v), strict=True))
        own = self.op("Add", self.scores(self.by_head(q), keys), "own_bias")
        own = self.op("Reshape", self.op("Transpose", own, perm=[0, 2, 1, 3]), self.own_flat)
        grouped = self.op("Gather", self.op("Reshape", q, self.flat), "group_tokens")
        grouped = self.op("Transpose", self.op("Reshape", grouped, self.in_groups), perm=[0, 2, 1, 3])
        shared = self.op("Add", self.scores(grouped, f"group.{layer}.key"), "group_bias")
        shared = self.op("Reshape", self.op("Transpose", shared, perm=[0, 2, 1, 3]), self.by_token)
        shared = self.op("Gather", shared, self.flat_place)
        both = self.op("Softmax", self.op("Concat", shared, own, axis=-1), axis=-1)
        shared, own = self.many("Split", both, self.cut, count=2, axis=-1)
        own = self.op("Transpose", self.op("Reshape", own, self.by_row), perm=[0, 2, 1, 3])
        own = self.op("Transpose", self.op("MatMul", own, values), perm=[0, 2, 1, 3])
        shared = self.op("Transpose", self.op("Gather", shared, "group_tokens"), perm=[0, 2, 1, 3])
        shared = self.op("MatMul", shared, f"group.{layer}.value")
        shared = self.op("Reshape", self.op("Transpose", shared, perm=[0, 2, 1, 3]), self.flat)
        shared = self.op("Gather", shared, "token_place")
        return self.op("Add", shared, self.op("Reshape", own, self.merge_heads))

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
    x, added = g.op("Gather", embedding, "input_ids"), None
    for i in range(config.layers):
        x, added = g.layer(i, x, added)
    features, _ = g.norm(x, added, "norm.weight")
    head = value_head(g, features) if with_value else logit_head(g, features, embedding, config.vocabulary)
    float_, int_ = TensorProto.FLOAT, TensorProto.INT32
    inputs = [
        tensor("input_ids", int_, ["B", "T"]),
        tensor("position_ids", TensorProto.INT64, ["B", "T"]),
        tensor("group_tokens", int_, ["G", "R * T"]),
        tensor("token_place", int_, ["B", "T"]),
        tensor("group_bias", float_, ["G", 1, 1, "S"]),
        tensor("own_bias", float_, ["T", "t + T"]),
    ]
    width = len(g.new) * config.width
    g.op("Concat", *g.new, output="new", axis=-1)
    inputs.append(tensor("own", float_, ["t", "B", width]))
    for name in (f"{i}.{part}" for i in range(config.layers) for part in PARTS):
        inputs.append(tensor(f"group.{name}", float_, ["G", g.heads, "S", g.dim]))
    return g.model(inputs, [head, tensor("new", float_, ["B", "T", width])])
