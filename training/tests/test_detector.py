"""A leaf sees what a sequence that ends with it would, and the generator never proposes the solution's own token."""

import numpy as np
import torch

from model import Decoder, ModelConfig
from optimise import IGNORED
from train_detector import ALTERNATIVES, batches_of_one_prompt_length, propose

CONFIG = ModelConfig(vocabulary=50, width=32, layers=2, heads=2, hidden=48, context=40)


def test_a_leaf_has_the_features_of_the_sequence_that_ends_with_it() -> None:
    torch.manual_seed(3)
    model = Decoder(CONFIG)
    tokens, leaves = torch.randint(0, 50, (3, 12)), torch.randint(0, 50, (3, 2, 5))
    with torch.inference_mode():
        features, others = model.leaf_features(tokens, leaves)
        torch.testing.assert_close(features, model.features(tokens), atol=1e-5, rtol=1e-4)
        for a in range(2):
            for s in range(5):
                alone = torch.cat([tokens[:, : 7 + s], leaves[:, a, s : s + 1]], 1)
                torch.testing.assert_close(others[:, a, s], model.features(alone)[:, -1], atol=1e-5, rtol=1e-4)


def test_proposals_differ_from_the_solution_and_from_each_other() -> None:
    torch.manual_seed(3)
    tokens = torch.randint(0, 50, (6, 12))
    leaves = propose(Decoder(CONFIG), tokens, 5, torch.Generator().manual_seed(0))
    assert leaves.tokens.shape == (6, ALTERNATIVES, 5)
    together = torch.cat([tokens[:, None, -5:], leaves.tokens], 1).sort(1).values
    assert (together.diff(dim=1) > 0).all()
    assert (leaves.surprise <= 0).all()


def test_every_solution_comes_once_beside_its_targets() -> None:
    rng = np.random.default_rng(0)
    prompts = [int(n) for n in rng.integers(2, 5, 40)]
    rows = [np.arange(i * 100, i * 100 + p + int(rng.integers(2, 8))) for i, p in enumerate(prompts)]
    seen = []
    for tokens, targets in batches_of_one_prompt_length(rows, prompts, 4, seed=1):
        for row, wanted in zip(tokens.numpy(), targets.numpy(), strict=True):
            i = int(row[0]) // 100
            seen.append(i)
            solution = wanted[wanted != IGNORED]
            np.testing.assert_array_equal(np.concatenate([row[: prompts[i]], solution]), rows[i])
            np.testing.assert_array_equal(row[len(row) - len(wanted) :][: len(solution)], solution)
    assert sorted(seen) == list(range(40))
