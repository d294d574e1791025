"""Labels on a hand-made prefix tree, and what the two rules have in common."""

import numpy as np

from training.data.labels import fewer_samples, label_problem, prefix_shares

PATHS = [(1, 2, 9), (1, 3, 9), (4, 2, 9)]
COUNTS = [3, 1, 2]
CORRECT = [True, False, False]


def test_share_counts_every_sample_with_the_same_beginning() -> None:
    shares = prefix_shares(PATHS, COUNTS, CORRECT, [0, 0, 0])
    np.testing.assert_allclose(shares[0], [3 / 4, 1, 1])
    np.testing.assert_allclose(shares[1], [3 / 4, 0, 0])
    np.testing.assert_allclose(shares[2], [0, 0, 0])


def test_token_after_a_different_prefix_is_another_node() -> None:
    shares = prefix_shares([(1, 2), (3, 2)], [1, 1], [True, False], [0, 0])
    assert shares[0][1] == 1
    assert shares[1][1] == 0


def test_explored_steps_count_for_no_share() -> None:
    shares = prefix_shares([(1, 2, 3), (1, 2, 4)], [1, 1], [True, False], [0, 1])
    np.testing.assert_allclose(shares[0], [1, 0.5, 1])
    np.testing.assert_allclose(shares[1], [1, 0.5, 0])
    lonely = prefix_shares([(1, 2)], [1], [True], [1])
    np.testing.assert_allclose(lonely[0], [np.nan, 1])


def test_tvm_and_ovm_agree_in_the_mean_of_every_prefix() -> None:
    """So that their full-batch gradients are the same: only the variance of one row's label differs."""
    rng = np.random.default_rng(0)
    paths = sorted({tuple(rng.integers(0, 3, 5)) for _ in range(60)})
    counts = [int(c) for c in rng.integers(1, 9, len(paths))]
    correct = [bool(c) for c in rng.random(len(paths)) < 0.4]
    shares = prefix_shares(paths, counts, correct, [0] * len(paths))
    for length in range(1, 6):
        for prefix in {p[:length] for p in paths}:
            rows = [i for i, p in enumerate(paths) if p[:length] == prefix]
            outcome = np.average([correct[i] for i in rows], weights=[counts[i] for i in rows])
            np.testing.assert_allclose([shares[i][length - 1] for i in rows], outcome, rtol=1e-6)


def test_step_labels_are_those_of_the_step_s_last_token_on_all_its_tokens() -> None:
    rows = [
        {"tokens": [5, 0, 6, 0, 1], "count": 1, "correct": True, "reachable": [True, True], "firstError": None},
        {"tokens": [5, 0, 7, 0, 2], "count": 3, "correct": False, "reachable": [True, False], "firstError": 1},
        {"tokens": [8, 0, 7, 0, 2], "count": 1, "correct": False, "reachable": [False, False], "firstError": 0},
    ]
    right, late, early = label_problem([9], 0, rows)
    np.testing.assert_allclose(right.prm_soft, [1 / 4, 1 / 4, 1, 1, 1])
    np.testing.assert_allclose(right.prm_hard, [1, 1, 1, 1, 1])
    np.testing.assert_allclose(late.prm_soft, [1 / 4, 1 / 4, 0, 0, 0])
    np.testing.assert_allclose(late.prm_hard, [1, 1, 0, 0, 0])
    np.testing.assert_allclose(late.prm_valid, [1, 1, 0, 0, 0])
    np.testing.assert_allclose(early.prm_valid, [0, 0, 0, 0, 0])
    np.testing.assert_allclose(early.tvm, [0, 0, 0, 0, 0])


def test_fewer_samples_are_among_more_and_keep_the_count() -> None:
    rows = [{"name": i, "count": c} for i, c in enumerate([5, 1, 10])]
    kept = {n: fewer_samples(rows, n, np.random.default_rng(3)) for n in (1, 4, 16)}
    assert [sum(row["count"] for row in kept[n]) for n in kept] == [1, 4, 16]
    assert kept[16] == rows
    counts = {n: {row["name"]: row["count"] for row in kept[n]} for n in kept}
    for fewer, more in ((1, 4), (4, 16)):
        assert all(count <= counts[more][name] for name, count in counts[fewer].items())
