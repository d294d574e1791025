"""The reader of stories learns which of two readings is right, and its weights come back from the page's table."""

import base64
import json
from pathlib import Path

import pytest
import torch

from training.stories.train_reader import BITS, judge, largest, learn, pack, read_examples


@pytest.fixture
def examples_file(tmp_path: Path) -> Path:
    """Of every story the reading with feature 7 is right, that with 9 wrong; 11 says nothing."""
    row = {"lot": "a", "steps": [[7, 11], [9, 11]], "readings": [[0], [1]], "values": [12, 20], "right": 1}
    empty = {"lot": "b", "steps": [], "readings": [], "values": [], "right": 0}
    path = tmp_path / "examples.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in [row] * 12 + [empty]), encoding="utf8")
    return path


def test_learns_what_tells_right_from_wrong(examples_file: Path) -> None:
    examples, sizes = read_examples(examples_file)
    assert sizes == {"a": 12, "b": 1}
    weights = learn(examples, 20)
    assert weights[7] > 0 > weights[9]
    assert abs(weights[11]) < 1e-6
    probability, is_right = judge(examples[:1], weights)[0]
    assert is_right and probability > 0.5


def test_learns_on_with_the_largest_weights_alone(examples_file: Path) -> None:
    examples, _ = read_examples(examples_file)
    weights = learn(examples, 5)
    weights[7] *= 2
    kept = learn(examples, 5, weights * largest(weights, 1))
    assert kept.nonzero()[:, 0].tolist() == [7]
    assert judge(examples[:1], kept)[0][0] > judge(examples[:1], weights * largest(weights, 1))[0][0]


def test_packs_places_and_weights() -> None:
    weights = torch.zeros(1 << BITS, 1)
    weights[3], weights[203], weights[40_000 // 2] = 2.54, -0.02, 1.0
    table = pack(weights)
    data = base64.b64decode(str(table["data"]))
    # Places as distances in one or two bytes, then the weight in steps of the scale.
    assert data == bytes([3, 127, 0x80 | (200 & 0x7F), 200 >> 7, 255, 0x80 | (19797 & 0x7F), 19797 >> 7, 50])
    assert table["bits"] == BITS and table["scale"] == 0.02
