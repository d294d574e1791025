"""Learns to read stories: `python -m training.stories.train_reader EXAMPLES WEIGHTS`.

EXAMPLES is written by `npm run -s story-examples`. A reading is an expression tree; its score is the sum of the
weights of its steps' features, and the probability of an answer that of all readings that come to it. What is
minimised is the negative log of the right answer's, by Adagrad, the weights averaged over the second half (a log-
linear model of trees as Roy and Roth's, EMNLP 2015, with other features and a beam for every set of numbers). WEIGHTS
gets them as 32-bit floats, `--table` those that matter as the page keeps them: bytes, behind differences of places.
`--without` leaves out the stories of some lots and tells what comes of them.
"""

import argparse
import base64
import json
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import embedding_bag

BITS = 20
BATCH, RATE, DECAY = 8, 0.05, 1e-4
KEPT = 60_000
"""Weights that the page keeps: the largest."""
PRUNED_ROUNDS = 3
"""Rounds in which these learn on, without the others."""
RAREST = 2
"""Stories in which a feature has to be seen."""


@dataclass(frozen=True)
class Example:
    """One story; `features`, `begins` are of its steps, `steps`, `owner` of its readings, flat."""

    lot: str
    features: Tensor
    begins: Tensor
    steps: Tensor
    owner: Tensor
    values: np.ndarray
    right: int

    def scores(self, weights: Tensor) -> Tensor:
        """[readings] of `weights` [2^BITS, 1]."""
        return scores_of([self], weights)


def read_examples(path: Path) -> tuple[list[Example], dict[str, int]]:
    """The stories that have readings, and how many stories each lot has."""
    examples: list[Example] = []
    sizes: dict[str, int] = {}
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        sizes[row["lot"]] = sizes.get(row["lot"], 0) + 1
        if not row["readings"]:
            continue
        lengths = [len(step) for step in row["steps"]]
        counts = [len(reading) for reading in row["readings"]]
        examples.append(
            Example(
                row["lot"],
                torch.tensor(list(chain.from_iterable(row["steps"])), dtype=torch.int32),
                torch.tensor([0, *np.cumsum(lengths)[:-1].tolist()]),
                torch.tensor(list(chain.from_iterable(row["readings"])), dtype=torch.int32),
                torch.from_numpy(np.repeat(np.arange(len(counts)), counts)),
                np.array(row["values"]),
                row["right"],
            )
        )
    return examples, sizes


def scores_of(examples: list[Example], weights: Tensor) -> Tensor:
    """[readings of all] of `weights` [2^BITS, 1], story after story."""
    return scores_by(examples, torch.cat([example.features for example in examples]), weights)


def scores_by(examples: list[Example], flat: Tensor, weights: Tensor) -> Tensor:
    """[readings of all] of weights [places, 1], where `flat` has the place of every feature of all examples."""
    begins, steps, owners = [], [], []
    features = steps_before = readings = 0
    for example in examples:
        begins.append(example.begins + features)
        steps.append(example.steps + steps_before)
        owners.append(example.owner + readings)
        features += len(example.features)
        steps_before += len(example.begins)
        readings += len(example.values)
    by_step = embedding_bag(flat.long(), weights, torch.cat(begins), mode="sum")[:, 0]
    return torch.zeros(readings).index_add(0, torch.cat(owners), by_step[torch.cat(steps).long()])


def common_features(examples: list[Example]) -> Tensor:
    """[2^BITS, 1] 1 where a place is used by `RAREST` stories or more."""
    seen = torch.zeros(1 << BITS)
    for example in examples:
        seen[example.features.unique()] += 1
    return (seen >= RAREST).float()[:, None]


def largest(weights: Tensor, count: int) -> Tensor:
    """[2^BITS, 1] 1 at the places of the largest weights."""
    mask = torch.zeros(len(weights))
    mask[weights[:, 0].abs().topk(count).indices] = 1
    return mask[:, None]


def learn(examples: list[Example], rounds: int, pruned: Tensor | None = None) -> Tensor:
    """Weights [2^BITS, 1]; where `pruned` are given, from them, and none that is zero there."""
    torch.manual_seed(0)
    useful = [example for example in examples if example.right]
    common = common_features(useful) if pruned is None else (pruned != 0).float()
    weights = torch.zeros(1 << BITS, 1) if pruned is None else pruned.clone()
    squares = torch.full((1 << BITS, 1), 1e-2)
    total, count = torch.zeros(1 << BITS, 1), 0
    for done in range(rounds):
        loss_sum = 0.0
        order = torch.randperm(len(useful)).tolist()
        for start in range(0, len(order), BATCH):
            batch = [useful[at] for at in order[start : start + BATCH]]
            losses = []
            sizes = [len(example.values) for example in batch]
            # Of millions of places a batch uses some ten thousand.
            places, flat = torch.cat([example.features for example in batch]).unique(return_inverse=True)
            used = weights[places].requires_grad_()
            for example, scores in zip(batch, scores_by(batch, flat, used).split(sizes), strict=True):
                losses.append(scores.logsumexp(0) - scores[: example.right].logsumexp(0))
            loss = torch.stack(losses).mean()
            (gradient,) = torch.autograd.grad(loss, used)
            loss_sum += loss.item() * len(losses)
            gradient *= common[places]
            squares[places] += gradient * gradient
            weights[places] -= RATE * gradient / squares[places].sqrt()
            weights *= 1 - DECAY
            if done >= rounds // 2:
                total += weights
                count += 1
        print(f"round {done + 1}/{rounds} loss {loss_sum / len(useful):.4f}", flush=True)
    return total / count


def judge(examples: list[Example], weights: Tensor) -> list[tuple[float, bool]]:
    """Of each story the probability of the likeliest answer, and whether it is right."""
    told = []
    for example in examples:
        shares = example.scores(weights).softmax(0).numpy()
        by_value = {value: shares[example.values == value].sum() for value in set(example.values.tolist())}
        best = max(by_value, key=lambda value: by_value[value])
        told.append((float(by_value[best]), best in example.values[: example.right]))
    return told


def pack(weights: Tensor) -> dict[str, object]:
    """The largest weights, as `likeness/index.ts` unpacks them."""
    flat = weights[:, 0].numpy()
    places = np.sort(np.argsort(-np.abs(flat))[:KEPT])
    scale = float(np.abs(flat).max() / 127)
    data, before = bytearray(), 0
    for place in places.tolist():
        value = round(float(flat[place]) / scale)
        if value == 0:
            continue
        by = place - before
        data += bytes([by]) if by < 0x80 else bytes([0x80 | (by & 0x7F), by >> 7])
        data.append(value & 0xFF)
        before = place
    return {"bits": BITS, "scale": round(scale, 8), "data": base64.b64encode(bytes(data)).decode()}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("examples", type=Path)
    options.add_argument("weights", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--table", type=Path)
    options.add_argument("--without", default="")
    chosen = options.parse_args()
    examples, sizes = read_examples(chosen.examples)
    apart = set(chosen.without.split(",")) - {""}
    taught = [example for example in examples if example.lot not in apart]
    weights = learn(taught, chosen.rounds)
    if chosen.table:
        # What is cut away leaves a gap that the others can fill.
        weights = learn(taught, PRUNED_ROUNDS, weights * largest(weights, KEPT))
    weights[:, 0].numpy().astype("<f4").tofile(chosen.weights)
    if chosen.table:
        chosen.table.write_text(json.dumps(pack(weights), indent=2) + "\n")
    if apart:
        told = judge([example for example in examples if example.lot in apart], weights)
        of = sum(sizes[lot] for lot in apart)
        for least in (0.8, 0.6, 0.4, 0.25, 0.0):
            read = [is_right for probability, is_right in told if probability >= least]
            print(f"from {least}: {len(read)} of {of} read, {sum(read)} rightly")


if __name__ == "__main__":
    main()
