"""Labels for every token of the sampled solutions, from the checker's verdicts.

TVM (arXiv:2407.12863): the share, among the sampled paths that begin with the tokens so far, of those that end
correct. OVM (arXiv:2311.09724): the path's own outcome on every token. Both are made from the same rows, and shares
are counted before identical paths are merged (a merged path keeps its count as weight). Summed over the rows the two
have the same gradient; what differs is the variance of one row's label.

Step labels, the same on all tokens of a step, the answer's line included: PRM-soft (Math-Shepherd, arXiv:2312.08935,
section 3) is the TVM label of the step's last token, PRM-hard whether any sample that begins so is correct, PRM-valid
whether no step so far is wrong, be it of use or not. Deviations: Math-Shepherd samples fresh completions of every step
and labels its last token; here the step labels come from the same rollouts as all others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.tokens import Tokens
from training.model.optimise import read_jsonl


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
    prm_soft: np.ndarray
    prm_hard: np.ndarray
    prm_valid: np.ndarray
    reachable: np.ndarray
    """[steps] whether 24 was still reachable after each ended step: never trained on, only measured against."""
    first: int
    """Index in the solution of the first token that has a label: what follows it is the policy's own sampling."""
    step_ends: np.ndarray
    """[steps] index in the solution of each step's last token."""


def prefix_shares(
    paths: Sequence[tuple[int, ...]], counts: Sequence[int], correct: Sequence[bool], first: Sequence[int]
) -> list[np.ndarray]:
    """For every token of every path, the share of samples with the same prefix that are correct.

    A path counts only from its token `first` on. Tokens before that get the share of the other paths, or nan when
    there are none.
    """
    totals: dict[int, list[int]] = {}
    ids: dict[tuple[int, int], int] = {}
    trails: list[list[int]] = []
    for path, count, is_correct, start in zip(paths, counts, correct, first, strict=True):
        parent, trail = 0, []
        for at, token in enumerate(path):
            parent = ids.setdefault((parent, token), len(ids) + 1)
            trail.append(parent)
            if at >= start:
                entry = totals.setdefault(parent, [0, 0])
                entry[0] += count
                entry[1] += count * is_correct
        trails.append(trail)
    shares = {node: right / all_of_them for node, (all_of_them, right) in totals.items()}
    return [np.array([shares.get(node, np.nan) for node in trail], dtype=np.float32) for trail in trails]


def step_labels(shares: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """[S] -> [S]: on all tokens of a step what its last token has. `ends` are the steps' last tokens."""
    labels = np.empty_like(shares)
    start = 0
    for end in [*(int(e) for e in ends if e < len(shares) - 1), len(shares) - 1]:
        labels[start : end + 1] = shares[end]
        start = end + 1
    return labels


def load_labelled(files: Sequence[Path], tokens: Tokens, samples: int | None = None) -> list[LabelledPath]:
    """The labelled paths of judged rollouts; samples of one problem are merged across the files.

    With `samples`, of only so many of each problem: a smaller number's are among a larger one's.
    """
    by_prompt: dict[str, list[dict]] = {}
    for file in files:
        for row in read_jsonl(file):
            by_prompt.setdefault(row["prompt"], []).append(row)
    if samples is not None:
        by_prompt = {
            prompt: fewer_samples(rows, samples, np.random.default_rng(i))
            for i, (prompt, rows) in enumerate(by_prompt.items())
        }
    tokenizer, step_end = tokens.build(), tokens.id(tokens.step_end)
    return [
        path
        for prompt, rows in by_prompt.items()
        for path in label_problem(tokenizer.encode(prompt).ids, step_end, rows)
    ]


def group_by_problem(paths: Iterable[LabelledPath]) -> list[list[LabelledPath]]:
    grouped: dict[bytes, list[LabelledPath]] = {}
    for path in paths:
        grouped.setdefault(path.tokens[: path.prompt_length].tobytes(), []).append(path)
    return list(grouped.values())


def fewer_samples(rows: list[dict], count: int, rng: np.random.Generator) -> list[dict]:
    """`count` of a problem's samples, drawn without replacement, with the counts that they then have."""
    pool = np.repeat(np.arange(len(rows)), [row["count"] for row in rows])
    kept = np.bincount(rng.permutation(pool)[:count], minlength=len(rows))
    return [{**row, "count": int(n)} for row, n in zip(rows, kept, strict=True) if n > 0]


def label_problem(prompt: list[int], step_end: int, rows: list[dict]) -> list[LabelledPath]:
    head = np.array(prompt, dtype=np.int16)
    first = [row.get("from", 0) for row in rows]
    shares = prefix_shares(
        [tuple(row["tokens"]) for row in rows],
        [row["count"] for row in rows],
        [row["correct"] for row in rows],
        first,
    )
    paths = []
    for row, share, start in zip(rows, shares, first, strict=True):
        tokens = np.array(row["tokens"], dtype=np.int16)
        ends = np.flatnonzero(tokens == step_end)[: len(row["reachable"])]
        # The step of the first error and all after it; without one, none.
        wrong = row.get("firstError")
        valid_until = len(tokens) if wrong is None else int(ends[wrong - 1]) + 1 if wrong else 0
        soft = step_labels(share, ends)
        paths.append(
            LabelledPath(
                tokens=np.concatenate([head, tokens]),
                prompt_length=len(head),
                weight=row["count"],
                tvm=share,
                ovm=np.full(len(tokens), float(row["correct"]), dtype=np.float32),
                prm_soft=soft,
                prm_hard=(soft > 0).astype(np.float32),
                prm_valid=(np.arange(len(tokens)) < valid_until).astype(np.float32),
                reachable=np.array(row["reachable"], dtype=bool)[: len(ends)],
                first=start,
                step_ends=ends,
            )
        )
    return paths


def label_summary(paths: list[LabelledPath]) -> dict:
    """How far the labels differ: the share of tokens with a TVM label strictly inside (0, 1), and mean |TVM - OVM|."""
    weights = np.concatenate([np.full(len(p.tvm) - p.first, p.weight) for p in paths])
    tvm = np.concatenate([p.tvm[p.first :] for p in paths])
    ovm = np.concatenate([p.ovm[p.first :] for p in paths])
    inside = (tvm > 0) & (tvm < 1)
    return {
        "paths": int(sum(p.weight for p in paths)),
        "distinctPaths": len(paths),
        "correct": float(np.average([p.ovm[0] for p in paths], weights=[p.weight for p in paths])),
        "strictlyInside": float(np.average(inside, weights=weights)),
        "meanDifference": float(np.average(np.abs(tvm - ovm), weights=weights)),
    }
