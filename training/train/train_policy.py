"""Trains the policy on enumerated solutions: `python -m training.train.train_policy CONFIG`.

With `--trunk`, a model that reads more is trained anew into `trunk.pt`, from which verifiers begin where a
configuration has a `trunk`. A verifier that has read as much as its policy misreads the same stories; one that has read
more does not.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.data.tokens import EOS, Tokens
from training.model.decoder import Decoder
from training.model.optimise import (
    IGNORED,
    TrainConfig,
    language_loss,
    pad_rows,
    read_jsonl,
    seed_everything,
    shuffled_batches,
    train,
)
from training.settings import TRUNK, Settings, load_settings


def load_solutions(path: Path, tokens: Tokens) -> tuple[list[np.ndarray], list[int], np.ndarray]:
    """Token rows (prompt, solution, end), the length of each row's prompt, and which problem each row solves [N]."""
    tokenizer = tokens.build()
    eos = tokens.id(EOS)
    rows, prompts, problems = [], [], []
    for number, problem in enumerate(read_jsonl(path)):
        prompt = tokenizer.encode(problem["prompt"]).ids
        for encoding in tokenizer.encode_batch(problem["solutions"]):
            row = np.array([*prompt, *encoding.ids, eos], dtype=np.int16)
            rows.append(row)
            prompts.append(len(prompt))
            problems.append(number)
    return rows, prompts, np.array(problems)


def read_in_epoch(problems: np.ndarray, exponent: float, seed: int) -> np.ndarray:
    """problems [N], the problem of each row -> the rows that an epoch reads: of a problem's n rounded n ** exponent,
    drawn anew. Below 1, problems that few solutions solve are a larger part of what is read."""
    if exponent == 1:
        return np.arange(len(problems))
    order = np.random.default_rng(seed).permutation(len(problems))
    order = order[np.argsort(problems[order], kind="stable")]
    _, starts, counts = np.unique(problems[order], return_index=True, return_counts=True)
    place = np.arange(len(problems)) - np.repeat(starts, counts)
    kept = np.maximum(1, np.rint(counts**exponent))
    return np.sort(order[place < np.repeat(kept, counts)])


def policy_loss(model: Decoder, tokens: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy of the solution's tokens; the prompt is given, not learned."""
    return language_loss(model, model.features(tokens[:, :-1]), targets[:, 1:])


def main(settings: Settings, config: TrainConfig, checkpoint: Path, device: str) -> None:
    seed_everything(config.seed)
    rows, prompts, problems = load_solutions(settings.data / "policy.jsonl", settings.tokens)
    lengths = np.array([len(row) for row in rows])
    print(f"{len(rows)} solutions, {lengths.sum()} tokens, longest {lengths.max()}")

    def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
        read = read_in_epoch(problems, settings.solutions_exponent, config.seed + epoch)
        for batch in shuffled_batches(len(read), lengths[read], config.batch, config.seed + epoch):
            index = read[batch]
            tokens = pad_rows([rows[i] for i in index], 0, np.int64)
            targets = pad_rows([rows[i] for i in index], IGNORED, np.int64)
            for row, i in enumerate(index):
                targets[row, : prompts[i]] = IGNORED
            yield torch.from_numpy(tokens), torch.from_numpy(targets)

    model = Decoder(settings.model).to(device)
    print(f"{model.parameter_count} parameters")
    train(model, config, batches, policy_loss, checkpoint, device)


if __name__ == "__main__":
    settings, device = load_settings(sys.argv[1]), "cuda" if "--cuda" in sys.argv else "cpu"
    if "--trunk" not in sys.argv:
        main(settings, settings.policy, settings.out / "policy.pt", device)
    elif settings.trunk is not None:
        main(settings, settings.trunk, settings.start_file(TRUNK), device)
