"""Batches in which the solutions of one problem share its prompt: its keys and values are computed once for all.

Prompts of word problems are twice as long as their solutions. Only the prompt is shared: were equal beginnings of
solutions shared as well, an OVM label there would become the mean over the paths, which is the TVM label.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from training.data.labels import LabelledPath
from training.model.optimise import pad_rows


class Branches(NamedTuple):
    """The solutions of N problems whose prompts have one length, K of each: B = N * K."""

    prompts: Tensor
    """[N, P] the prompts without their last token."""
    tails: Tensor
    """[B, S] the prompt's last token and the solution."""


def branch_batches(
    paths: list[LabelledPath], ends: np.ndarray, branches: int, batch: int, seed: int
) -> list[list[list[int]]]:
    """Every path once, in random order: batches of equally many (at most `branches`) paths of each problem.

    A batch has about `batch` paths and its prompts have one length. `ends` [paths] are the lengths that are read; rows
    of nearly equal lengths come together, for little padding.
    """
    rng = np.random.default_rng(seed)
    of_prompt: dict[bytes, list[int]] = defaultdict(list)
    for i, path in enumerate(paths):
        of_prompt[path.tokens[: path.prompt_length].tobytes()].append(i)
    alike: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    for rows in of_prompt.values():
        for part in np.array_split(rng.permutation(rows), -(-len(rows) // branches)):
            alike[paths[part[0]].prompt_length, len(part)].append(part.tolist())
    batches: list[list[list[int]]] = []
    for (_, size), groups in alike.items():
        problems = max(1, batch // size)
        longest = np.array([ends[group].max() for group in groups])
        order = rng.permutation(len(groups))
        for start in range(0, len(groups), problems * 16):
            pool = order[start : start + problems * 16]
            pool = pool[np.argsort(longest[pool], kind="stable")]
            batches += [[groups[i] for i in pool[at : at + problems]] for at in range(0, len(pool), problems)]
    return [batches[i] for i in rng.permutation(len(batches))]


def read_branches(paths: list[LabelledPath], groups: list[list[int]], ends: np.ndarray) -> Branches:
    prompts = [paths[group[0]].tokens[: paths[group[0]].prompt_length - 1] for group in groups]
    tails = [paths[i].tokens[paths[i].prompt_length - 1 : ends[i]] for group in groups for i in group]
    return Branches(torch.from_numpy(pad_rows(prompts, 0, np.int64)), torch.from_numpy(pad_rows(tails, 0, np.int64)))
