"""Labels for every token of the sampled solutions, from the checker's verdicts.

TVM (arXiv:2407.12863): the share, among the sampled paths that begin with the tokens so far, of those that end
correct. OVM (arXiv:2311.09724): the path's own outcome on every token. Both are made from the same rows, and shares
are counted before identical paths are merged (a merged path keeps its count as weight). Summed over the rows the two
have the same gradient; what differs is the variance of one row's label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from optimise import read_jsonl
from tokens import build_tokenizer


@dataclass(frozen=True)
class LabelledPath:
    tokens: np.ndarray
    """[T] prompt and solution."""
    prompt_length: int
    weight: int
    """How often this path was sampled."""
    tvm: np.ndarray
    """[S] one label for every solution token, S = T - prompt_length."""
    ovm: np.ndarray
    reachable: np.ndarray
    """[steps] whether 24 was still reachable after each ended step: never trained on, only measured against."""
    step_ends: np.ndarray
    """[steps] index in the solution of each step's last token."""


def prefix_shares(paths: Sequence[tuple[int, ...]], counts: Sequence[int], correct: Sequence[bool]) -> list[np.ndarray]:
    """For every token of every path, the share of samples with the same prefix that are correct."""
    totals: dict[tuple[int, int], list[int]] = {}
    nodes: list[list[tuple[int, int]]] = []
    ids: dict[tuple[int, int], int] = {}
    for path, count, is_correct in zip(paths, counts, correct, strict=True):
        parent, trail = 0, []
        for token in path:
            key = (parent, token)
            parent = ids.setdefault(key, len(ids) + 1)
            entry = totals.setdefault(key, [0, 0])
            entry[0] += count
            entry[1] += count * is_correct
            trail.append(key)
        nodes.append(trail)
    return [np.array([totals[key][1] / totals[key][0] for key in trail], dtype=np.float32) for trail in nodes]


def load_labelled(path: Path) -> list[LabelledPath]:
    tokenizer = build_tokenizer()
    delimiter = tokenizer.token_to_id(")\n")
    out = []
    for prompt, group in groupby(read_jsonl(path), key=lambda row: row["prompt"]):
        rows = list(group)
        head = tokenizer.encode(prompt).ids
        shares = prefix_shares(
            [tuple(r["tokens"]) for r in rows], [r["count"] for r in rows], [r["correct"] for r in rows]
        )
        for row, share in zip(rows, shares, strict=True):
            tokens = np.array(row["tokens"], dtype=np.int16)
            ends = np.flatnonzero(tokens == delimiter)
            out.append(
                LabelledPath(
                    tokens=np.concatenate([np.array(head, dtype=np.int16), tokens]),
                    prompt_length=len(head),
                    weight=row["count"],
                    tvm=share,
                    ovm=np.full(len(tokens), float(row["correct"]), dtype=np.float32),
                    reachable=np.array(row["reachable"], dtype=bool)[: len(ends)],
                    step_ends=ends[: len(row["reachable"])],
                )
            )
    return out


def label_summary(paths: list[LabelledPath]) -> dict:
    """How far the labels differ: the share of tokens with a TVM label strictly inside (0, 1), and mean |TVM - OVM|."""
    weights = np.concatenate([np.full(len(p.tvm), p.weight) for p in paths])
    tvm = np.concatenate([p.tvm for p in paths])
    ovm = np.concatenate([p.ovm for p in paths])
    inside = (tvm > 0) & (tvm < 1)
    return {
        "paths": int(sum(p.weight for p in paths)),
        "distinctPaths": len(paths),
        "correct": float(np.average([p.ovm[0] for p in paths], weights=[p.weight for p in paths])),
        "strictlyInside": float(np.average(inside, weights=weights)),
        "meanDifference": float(np.average(np.abs(tvm - ovm), weights=weights)),
    }
