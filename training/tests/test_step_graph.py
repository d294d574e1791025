"""The engine's graph equals PyTorch: groups of different lengths, rows that branch, one token and many at once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from training.export.pack import write_model
from training.tests.test_model import CONFIG, make_model

HEADS, DIM = 2, 16
FAR = -1e9
# Rows of the batch: the solution each follows, its group, and its place there.
SOLUTIONS, GROUPS, PLACES = [0, 2, 1, 3], [0, 1, 0, 1], [0, 0, 1, 1]
LENGTHS = [8, 5]
"""Tokens of each group's prefix."""
STARTS = np.array([LENGTHS[g] for g in GROUPS])


def causal(old: int, new: int) -> np.ndarray:
    seen = np.arange(old + new)[None] <= old + np.arange(new)[:, None]
    return np.where(seen, 0, FAR).astype(np.float32)


def run(session, tokens, positions, grouping, bias, caches):  # type: ignore[no-untyped-def]
    group_tokens, token_place = grouping
    group, own = caches
    feeds = {
        "input_ids": tokens.astype(np.int32),
        "position_ids": positions.astype(np.int64),
        "group_tokens": group_tokens.astype(np.int32),
        "token_place": token_place.astype(np.int32),
        "group_bias": bias.astype(np.float32),
        "own": own,
        "own_bias": causal(own.shape[0], len(tokens)),
    }
    names = [f"{i}.{part}" for i in range(len(group) // 2) for part in ("key", "value")]
    feeds |= {f"group.{name}": part for name, part in zip(names, group, strict=True)}
    return session.run(None, feeds)


def grouping(new: int) -> tuple[np.ndarray, np.ndarray]:
    """Two groups of two rows with `new` tokens each: [R * T, G] and [T, B]."""
    inside, place = np.zeros((2 * new, 2), int), np.zeros((new, 4), int)
    for row, (g, r) in enumerate(zip(GROUPS, PLACES, strict=True)):
        for t in range(new):
            inside[r * new + t, g] = t * 4 + row
            place[t, row] = (r * new + t) * 2 + g
    return inside, place


@pytest.mark.parametrize(("with_value", "trunk_layers"), [(False, None), (True, None), (True, 1)])
def test_rows_that_share_prefixes_equal_whole_sequences(
    tmp_path: Path, with_value: bool, trunk_layers: int | None
) -> None:
    config = replace(CONFIG, trunk_layers=trunk_layers, prompt_end=7)
    parts = 2 * config.cached_layers
    model = make_model(with_value, config)
    write_model(tmp_path, model, 1, 0)
    session = ort.InferenceSession(str(tmp_path / "onnx" / "step.onnx"))
    ids = torch.randint(0, 50, (4, 14))
    ids[0, 3] = ids[2, 4] = ids[3, 9] = config.prompt_end
    ids[1, :8], ids[3, :5] = ids[0, :8], ids[2, :5]
    with torch.inference_mode():
        logits, scores = model(ids)
    expected = (logits if scores is None else scores.sigmoid()).numpy()
    n = ids.numpy()

    def own(rows: int) -> np.ndarray:
        return np.zeros((0, rows, parts * CONFIG.width), np.float32)

    # The prompts: no cache yet, so the one slot of an empty group is masked.
    empty = [np.zeros((1, HEADS, 1, DIM), np.float32)] * parts
    group = [np.zeros((2, HEADS, max(LENGTHS), DIM), np.float32) for _ in range(parts)]
    for g, (row, length) in enumerate(zip((0, 2), LENGTHS, strict=True)):
        all_of_it = np.arange(length)[:, None]
        none = np.full((1, 1, 1, 1), FAR)
        head, new = run(session, n[row, :length, None], all_of_it, (all_of_it,) * 2, none, (empty, own(1)))
        np.testing.assert_allclose(head[:, 0], expected[row, :length], atol=2e-5)
        for part, computed in zip(
            group, new[:, 0].reshape(length, parts, HEADS, DIM).transpose(1, 2, 0, 3), strict=True
        ):
            part[g, :, :length] = computed
    bias = np.where(np.arange(max(LENGTHS)) < np.array(LENGTHS)[:, None], 0, FAR)[:, None, None]

    def check(offset: int, count: int, before: np.ndarray) -> np.ndarray:
        places = STARTS + offset + np.arange(count)[:, None]
        head, new = run(session, n[SOLUTIONS, places], places, grouping(count), bias, (group, before))
        np.testing.assert_allclose(head, expected[SOLUTIONS, places], atol=2e-5)
        return np.concatenate([before, new])

    before = check(0, 4, own(4))
    before = check(4, 1, before)
    check(5, 1, before)
