"""Building ONNX graphs: nodes, constants and weights.

A model has two graphs: `model.onnx` (`onnx_graph.py`) holds the weights, and is what transformers.js and other tools
load; `step.onnx` (`step_graph.py`), which the engine runs, names the places of the same weights inside `model.onnx`. So
they are stored once, and a reader downloads them once.
"""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.export.storage import is_matrix, quantise
from training.model.decoder import SUM_SCALE, Decoder, Forecast, ModelConfig

OPSET = 17
MICROSOFT = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""
MODEL_FILE = "model.onnx"
STEP_FILE = "step.onnx"


class Weights:
    """A model's weights as they are stored, by their names in PyTorch. Matrices are [in, out], the embedding [V, C]."""

    def __init__(self, model: Decoder, file: bytes | None = None) -> None:
        """`file` is the serialised `model.onnx` that holds them, for a graph that only names them."""
        self.state = model.state_dict()
        self.file = file

    def parts(self, key: str) -> list[np.ndarray]:
        """The stored arrays whose product is the weight."""
        if not is_matrix(key):
            value = self.state[key].half()
            return [(value.T if value.dim() == 2 else value).numpy()]
        whole, scale = quantise(self.state[key])
        return [array.numpy() if key.startswith("embed") else array.T.numpy() for array in (whole, scale)]

    def tensor(self, value: np.ndarray, name: str) -> TensorProto:
        value = np.ascontiguousarray(value)
        if self.file is None:
            return numpy_helper.from_array(value, name)
        raw = value.tobytes()
        # Weights that are equal byte for byte may share a place.
        place = {"location": MODEL_FILE, "offset": self.file.index(raw), "length": len(raw)}
        stored = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(value.dtype), dims=value.shape)
        stored.data_location = TensorProto.EXTERNAL
        for field, text in place.items():
            stored.external_data.add(key=field, value=str(text))
        return stored


class StoredWeights(Weights):
    """The weights inside a `model.onnx`, byte for byte."""

    def __init__(self, model: Path) -> None:
        self.file = model.read_bytes()
        self.stored = {p.name: numpy_helper.to_array(p) for p in onnx.load(str(model)).graph.initializer}

    def parts(self, key: str) -> list[np.ndarray]:
        return [self.stored[f"{key}_{i}"] for i in range(2 if is_matrix(key) else 1)]


class GraphBuilder:
    def __init__(self, source: Weights) -> None:
        self.source = source
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.constants: dict[tuple, str] = {}
        self.made: dict[str, str] = {}
        self.count = 0

    def ops(self, kind: str, *inputs: str, outputs: list[str], domain: str = "", **attributes: Any) -> list[str]:
        self.count += 1
        self.nodes.append(
            helper.make_node(kind, list(inputs), outputs, name=f"n{self.count}", domain=domain, **attributes)
        )
        return outputs

    def op(self, kind: str, *inputs: str, output: str | None = None, domain: str = "", **attributes: Any) -> str:
        name = output or f"{kind.lower()}_{self.count}"
        return self.ops(kind, *inputs, outputs=[name], domain=domain, **attributes)[0]

    def many(self, kind: str, *inputs: str, count: int, domain: str = "", **attributes: Any) -> list[str]:
        """An operator with several outputs."""
        names = [f"{kind.lower()}_{self.count}_{i}" for i in range(count)]
        return self.ops(kind, *inputs, outputs=names, domain=domain, **attributes)

    def constant(self, value: list | int | float, dtype: type = np.int64) -> str:
        key = (str(value), dtype)
        if key not in self.constants:
            self.constants[key] = f"constant_{len(self.constants)}"
            self.weights.append(numpy_helper.from_array(np.array(value, dtype), self.constants[key]))
        return self.constants[key]

    def weight(self, key: str) -> str:
        """A weight in single precision; the runtime multiplies it out when it loads."""
        if key not in self.made:
            parts = self.source.parts(key)
            names = [f"{key}_{i}" for i in range(len(parts))]
            self.weights += [self.source.tensor(part, name) for part, name in zip(parts, names, strict=True)]
            whole = self.op("Cast", names[0], to=TensorProto.FLOAT)
            self.made[key] = self.op("Mul", whole, names[1]) if len(names) == 2 else whole
        return self.made[key]

    def table(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(value.astype(np.float32), name))
        return name

    def model(self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, "decoder", inputs, outputs, self.weights)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def tensor(name: str, kind: int, shape: list[str | int]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


MEMORY = 10.0
"""Every number of the key and of the query by which the memory of the forecast finds the token before."""


def forecast_numbers(g: GraphBuilder, before: str, embedded: str, embedding: str) -> str:
    """`Forecast.numbers` of decoder.py; before, embedded [.., .., C] -> [.., .., 4]."""

    def total(x: str) -> str:
        return g.op("ReduceSum", x, g.constant([-1]), keepdims=1)

    logits = g.op("MatMul", before, g.op("Transpose", embedding, perm=[1, 0]))
    best = g.op("ReduceMax", logits, axes=[-1], keepdims=1)
    below = g.op("Sub", logits, best)
    share = g.op("Exp", below)
    sum_ = total(share)
    log_sum = g.op("Log", sum_)
    own = g.op("Sub", total(g.op("Mul", before, embedded)), best)
    logprob = g.op("Sub", own, log_sum)
    entropy = g.op("Sub", log_sum, g.op("Div", total(g.op("Mul", share, below)), sum_))
    return g.op("Concat", g.op("Exp", logprob), logprob, own, entropy, axis=-1)


class MeanSoFar(Protocol):
    """The mean over all tokens up to each of x [.., .., C] and of what the cache has before; `is_kept`: x is cached."""

    def __call__(self, x: str, is_kept: bool) -> str: ...


def count_of(g: GraphBuilder, position: str) -> str:
    """position [.., ..] of tokens -> [.., .., 1] how many there are up to each: what a mean over them is to be
    multiplied with."""
    count = g.op("Add", g.op("Cast", position, to=TensorProto.FLOAT), g.constant(1.0, np.float32))
    return g.op("Unsqueeze", count, g.constant([2]))


def forecast_told(
    g: GraphBuilder, config: ModelConfig, numbers: str, tokens: str, position: str, mean_so_far: MeanSoFar
) -> str:
    """What `Forecast.forward` of decoder.py adds, and the sums of `Decoder.outcomes`, by means over all tokens so far.

    One layer of the cache holds for every token whether it ends the prompt and, where it is after that, its numbers.
    How many tokens ended the prompt is asked of it first; with that the new tokens' own numbers are known.
    """
    width = Forecast.NUMBERS + 1
    count = count_of(g, position)
    is_end = g.op("Cast", g.op("Equal", tokens, g.constant(config.prompt_end, np.int64)), to=TensorProto.FLOAT)
    is_end = g.op("Unsqueeze", is_end, g.constant([2]))

    def part(x: str, start: int, end: int) -> str:
        return g.op("Slice", x, g.constant([start]), g.constant([end]), g.constant([-1]))

    def with_zeros(x: str, zeros: int) -> str:
        return g.op("Pad", x, g.constant([0, 0, 0, 0, 0, zeros]))

    def mean(x: str, is_kept: bool) -> str:
        return mean_so_far(with_zeros(x, config.width - width), is_kept)

    ended = g.op("Mul", part(mean(with_zeros(is_end, width - 1), False), 0, 1), count)
    # As many as a product of rounded numbers tells: near enough to a whole one.
    is_inside = g.op(
        "Clip", g.op("Round", g.op("Sub", ended, is_end)), g.constant(0.0, np.float32), g.constant(1.0, np.float32)
    )
    counted = g.op("Concat", is_end, g.op("Mul", is_inside, numbers), axis=-1)
    sums = g.op("Mul", part(mean(counted, True), 1, width), count)
    scaled = g.op("Div", sums, g.constant(SUM_SCALE, np.float32))
    logs = g.op("Log", g.op("Add", g.op("Abs", sums), g.constant(1.0, np.float32)))
    return g.op("MatMul", g.op("Concat", numbers, scaled, logs, axis=-1), g.weight("forecast.told.weight"))


def value_head(g: GraphBuilder, features: str, axes: tuple[str, str]) -> onnx.ValueInfoProto:
    """features [*axes, C] -> `value` [*axes], after the sigmoid."""
    score = g.op("Add", g.op("MatMul", features, g.weight("value_head.weight")), g.weight("value_head.bias"))
    g.op("Sigmoid", g.op("Squeeze", score, g.constant([2])), output="value")
    return tensor("value", TensorProto.FLOAT, [*axes])


def logit_head(
    g: GraphBuilder, features: str, embedding: str, vocabulary: int, axes: tuple[str, str]
) -> onnx.ValueInfoProto:
    """features [*axes, C] -> `logits` [*axes, V]."""
    g.op("MatMul", features, g.op("Transpose", embedding, perm=[1, 0]), output="logits")
    return tensor("logits", TensorProto.FLOAT, [*axes, vocabulary])
