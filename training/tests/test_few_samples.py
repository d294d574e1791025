"""Exact values by enumeration, and what a verifier of few samples is compared with."""

import numpy as np
import pytest
import torch

from training.data.labels import label_problem
from training.model.decoder import Decoder, ModelConfig
from training.report.few_samples import Sampled, exact_values, interval, one_of_each, squared_errors

CONFIG = ModelConfig(vocabulary=6, width=16, layers=1, heads=2, hidden=16, context=8)
END = 1


def every_end(length: int) -> list[list[int]]:
    """All solutions of at most `length` tokens, the end token among them."""
    if length == 1:
        return [[END]]
    return [[END], *([token, *rest] for token in range(2, 6) for rest in every_end(length - 1))]


def test_the_exact_value_is_the_probability_of_the_right_ends() -> None:
    torch.manual_seed(1)
    policy = Decoder(CONFIG)
    prompt = [2, 3]
    right = [[*prompt, *end] for end in every_end(4) if sum(end) % 3 == 0]
    values = exact_values(policy, [np.array(row, dtype=np.int16) for row in right], [2] * len(right))
    of = {tuple(np.frombuffer(key, dtype=np.int16).tolist()): value for key, value in values.items()}
    assert all(of[tuple(row)] == pytest.approx(1) for row in right)
    for prefix, value in of.items():
        if prefix[-1] == END:
            continue
        with torch.inference_mode():
            next_of = policy.logits(policy.features(torch.tensor([prefix])))[0, -1].softmax(-1).tolist()
        told = sum(p * of.get((*prefix, token), 0.0) for token, p in enumerate(next_of))
        assert value == pytest.approx(told, rel=1e-5)
    assert 0 < of[tuple(prompt)] < 1


def test_an_error_is_the_mean_over_the_tokens_of_samples() -> None:
    torch.manual_seed(1)
    model = Decoder(CONFIG, with_value=True)
    assert model.value_head is not None
    torch.nn.init.normal_(model.value_head.weight)
    rows = [
        {"tokens": [3, 4, END], "count": 3, "correct": True, "reachable": [], "firstError": None},
        {"tokens": [5, END], "count": 1, "correct": False, "reachable": [], "firstError": None},
    ]
    paths = label_problem([2, 3], 0, rows)
    exact = [np.array([0.5, 0.75, 1.0]), np.array([0.25, 0.0])]
    tests = Sampled(paths, exact, np.array([0, 0]), {})
    total = 0.0
    for path, truth in zip(paths, exact, strict=True):
        with torch.inference_mode():
            said = model.value_logits(model.features(torch.from_numpy(path.tokens.astype(np.int64))[None]))[0].sigmoid()
        total += path.weight * float(((said[path.prompt_length :].numpy() - truth) ** 2).sum())
    assert squared_errors(model, tests) == pytest.approx([total / 11], rel=1e-5)


def test_one_path_of_each_problem_is_drawn_as_often_as_it_was_sampled() -> None:
    rows = [
        {"tokens": [3, END], "count": 3, "correct": True, "reachable": [], "firstError": None},
        {"tokens": [5, END], "count": 1, "correct": False, "reachable": [], "firstError": None},
    ]
    problems = [label_problem([2, 3], 0, rows), label_problem([4, 3], 0, rows[:1])]
    rng = np.random.default_rng(1)
    drawn = [one_of_each(problems, rng) for _ in range(400)]
    assert all(len(paths) == 2 and paths[1].prompt_length == 2 for paths in drawn)
    assert np.mean([paths[0].weight == 3 for paths in drawn]) == pytest.approx(0.75, abs=0.07)


def test_an_interval_holds_the_mean_of_all_seeds_and_problems() -> None:
    errors = np.random.default_rng(1).normal(0.2, 0.1, size=(5, 50))
    told = interval(errors)
    assert told["value"] == pytest.approx(errors.mean(), abs=1e-5)
    assert told["low"] < told["value"] < told["high"]
    assert interval(np.full((5, 50), 0.5)) == {"value": 0.5, "low": 0.5, "high": 0.5}
