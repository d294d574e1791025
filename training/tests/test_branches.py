"""Solutions that share a prompt get what each would get alone."""

import numpy as np
import torch

from training.data.branches import branch_batches, read_branches
from training.data.labels import LabelledPath, label_problem
from training.model.decoder import Decoder, ModelConfig
from training.model.trunk_cache import TrunkCache

STEP_END = 3


def problem(prompt: list[int], solutions: list[list[int]]) -> list[LabelledPath]:
    return label_problem(
        prompt,
        STEP_END,
        [{"tokens": s, "count": 1, "correct": False, "reachable": [False] * s.count(STEP_END)} for s in solutions],
    )


PATHS = [
    *problem([5, 6, 7, 8], [[9, 3, 1], [9, 4, 4, 3, 1], [2, 3, 1], [4, 1], [7, 7, 3, 3, 1]]),
    *problem([6, 6, 5, 8], [[9, 1], [4, 3, 2, 1]]),
    *problem([6, 5], [[2, 1]]),
]
ENDS = np.array([len(p.tokens) for p in PATHS])


def test_every_path_comes_once_and_a_batch_has_one_prompt_length() -> None:
    for seed in range(5):
        batches = branch_batches(PATHS, ENDS, 2, 4, seed)
        assert sorted(i for groups in batches for group in groups for i in group) == list(range(len(PATHS)))
        for groups in batches:
            assert len({PATHS[i].prompt_length for group in groups for i in group}) == 1
            assert len({len(group) for group in groups}) == 1
            assert len(groups[0]) <= 2
            for group in groups:
                assert len({PATHS[i].tokens[: PATHS[i].prompt_length].tobytes() for i in group}) == 1


def test_features_are_those_of_each_row_alone() -> None:
    torch.manual_seed(4)
    model = Decoder(ModelConfig(11, width=16, layers=2, heads=2, hidden=24, context=12))
    for groups in branch_batches(PATHS, ENDS, 3, 6, 1):
        branches = read_branches(PATHS, groups, ENDS)
        features = model.branch_features(*branches)
        for row, i in enumerate(i for group in groups for i in group):
            path = PATHS[i]
            alone = model.features(torch.from_numpy(path.tokens.astype(np.int64))[None])[0]
            length = len(path.tokens) - path.prompt_length + 1
            torch.testing.assert_close(features[row, :length], alone[path.prompt_length - 1 :], rtol=1e-4, atol=1e-5)


def test_what_the_trunk_made_is_kept() -> None:
    torch.manual_seed(5)
    model = Decoder(ModelConfig(11, width=16, layers=3, heads=2, hidden=24, context=12, trunk_layers=2), True)
    cache = TrunkCache(model, PATHS, 2, "cpu")
    ends = np.array([max(p.prompt_length + 1, len(p.tokens) - 1) for p in PATHS])
    for groups in branch_batches(PATHS, ends, 3, 6, 1):
        expected = model.branch_features(*read_branches(PATHS, groups, ends))
        known = model.features_above(cache.read(groups, ends))
        for row, i in enumerate(i for group in groups for i in group):
            length = ends[i] - PATHS[i].prompt_length + 1
            torch.testing.assert_close(known[row, :length], expected[row, :length], rtol=0.01, atol=0.01)
