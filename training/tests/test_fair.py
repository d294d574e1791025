"""Verifiers that differ in their labels alone: their names, and the rule by which their rates are chosen."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from training.data.labels import label_problem
from training.model.decoder import Decoder, ModelConfig
from training.model.optimise import TrainConfig
from training.settings import IMPLICIT, LABELS, ROOT, load_settings
from training.tests.test_pipeline import PACKS, needs_pack
from training.train.train_policy import read_in_epoch
from training.train.train_value import chosen_rates, label_loss


def test_every_label_has_a_verifier_of_each_start() -> None:
    settings = load_settings(str(ROOT / "config" / "smoke.json"))
    assert [(v.name, v.reading) for v in settings.verifiers] == [
        *((label, "more") for label in LABELS),
        *((f"{label}-equal", "equal") for label in LABELS),
    ]
    assert settings.implicit.start == "policy"
    alone = replace(settings, starts=("policy",))
    assert [(v.name, v.reading) for v in alone.verifiers] == [(label, "equal") for label in LABELS]


def test_the_loss_of_a_label_is_the_mean_cross_entropy_of_its_tokens() -> None:
    torch.manual_seed(1)
    model = Decoder(ModelConfig(vocabulary=8, width=16, layers=1, heads=2, hidden=16, context=16), with_value=True)
    assert model.value_head is not None
    torch.nn.init.normal_(model.value_head.weight)
    rows = [
        {"tokens": [3, 4, 2, 1], "count": 3, "correct": True, "reachable": [True], "firstError": None, "from": 0},
        {"tokens": [3, 5, 2, 1], "count": 1, "correct": False, "reachable": [False], "firstError": 1, "from": 1},
    ]
    paths = label_problem([6, 7], 2, rows)
    total = tokens = 0.0
    for p in paths:
        with torch.inference_mode():
            values = model.value_logits(model.features(torch.from_numpy(p.tokens.astype(np.int64))[None]))[0].sigmoid()
        said = values[p.prompt_length + p.first :].numpy()
        truth = p.tvm[p.first :]
        total -= p.weight * float((truth * np.log(said) + (1 - truth) * np.log(1 - said)).sum())
        tokens += p.weight * len(truth)
    assert label_loss(model, "tvm", paths, 4, "cpu") == pytest.approx(total / tokens, rel=1e-5)


@needs_pack
def test_each_takes_the_rates_of_the_lowest_loss() -> None:
    chosen = {file.stem: json.loads(file.read_text()) for file in (PACKS.parent / "rates").glob("*.json")}
    assert set(chosen) == {IMPLICIT, *(f"{label}{more}" for label in LABELS for more in ("", "-equal"))}
    for rates in chosen.values():
        assert rates["losses"][rates["chosen"]] == min(rates["losses"])


def test_who_does_not_try_takes_the_rates_of_the_first_that_did(tmp_path: Path) -> None:
    settings = replace(
        load_settings(str(ROOT / "config" / "smoke.json")),
        out=tmp_path,
        rates=((0.1, 0.01), (0.3, 0.03)),
        rates_tried_by=("tvm", "ovm"),
    )
    (tmp_path / "rates").mkdir()
    tried: list[float] = []

    def loss_with(config: TrainConfig, target: Path) -> float:
        tried.append(config.learning_rate)
        return -config.learning_rate

    with pytest.raises(FileNotFoundError):
        chosen_rates(settings, "prm-soft", loss_with)
    assert chosen_rates(settings, "tvm", loss_with).learning_rate == 0.3
    assert tried == [0.1, 0.3]
    taken = chosen_rates(settings, "prm-soft", loss_with)
    assert (taken.learning_rate, taken.adam_rate, taken.steps) == (0.3, 0.03, settings.value.steps)
    assert tried == [0.1, 0.3]


def test_an_epoch_reads_fewer_of_many_solutions_and_in_the_end_all() -> None:
    problems = np.repeat([3, 5, 7], [1, 4, 100])
    epochs = [read_in_epoch(problems, 0.5, seed) for seed in range(200)]
    for rows in epochs:
        assert len(set(rows.tolist())) == len(rows)
        assert np.bincount(problems[rows], minlength=8).tolist() == [0, 0, 0, 1, 0, 2, 0, 10]
    assert set(np.concatenate(epochs).tolist()) == set(range(len(problems)))
    assert read_in_epoch(problems, 1, 0).tolist() == list(range(len(problems)))
