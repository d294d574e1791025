"""A pack's weights come back as they were written."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from training.export.pack import write_model
from training.export.storage import quantise, round_weights
from training.export.unpack import stored_weights, trunk_weights
from training.model.decoder import Decoder, ModelConfig
from training.model.optimise import TrainConfig, train

CONFIG = ModelConfig(13, width=16, layers=2, heads=2, hidden=24, context=8)


@pytest.mark.parametrize("with_value", [False, True])
def test_what_is_read_back_is_what_was_stored(tmp_path: Path, with_value: bool) -> None:
    torch.manual_seed(3)
    model = Decoder(CONFIG, with_value)
    if model.value_head is not None:
        torch.nn.init.normal_(model.value_head.weight)
    round_weights(model)
    write_model(tmp_path, model, 1, 0)
    state = stored_weights(tmp_path / "onnx" / "model.onnx", Decoder(CONFIG, with_value))
    torch.testing.assert_close(state, dict(model.named_parameters()), rtol=1e-6, atol=1e-7)
    again = quantise(state["blocks.0.up_proj.weight"])[0]
    assert torch.equal(again, quantise(model.blocks[0].up_proj.weight.data)[0])


def test_weights_read_back_are_not_trained_on(tmp_path: Path) -> None:
    model, stored = Decoder(CONFIG), Decoder(CONFIG)
    torch.save({"model": stored.state_dict()}, tmp_path / "policy.pt")

    def no_batches(epoch: int) -> None:
        raise AssertionError("nothing is to be trained")

    train(model, TrainConfig(1, 1), no_batches, lambda *_: None, tmp_path / "policy.pt", "cpu")  # type: ignore[arg-type]
    torch.testing.assert_close(model.state_dict(), stored.state_dict())


def test_the_trunk_under_a_value_model_is_a_language_model() -> None:
    model = Decoder(replace(CONFIG, layers=3, trunk_layers=2), True)
    trunk = Decoder(CONFIG)
    trunk.load_state_dict(trunk_weights(dict(model.state_dict()), 2))
    assert model.forecast is not None
    assert torch.equal(trunk.norm.weight, model.forecast.norm.weight)
    assert torch.equal(trunk.blocks[1].q_proj.weight, model.blocks[1].q_proj.weight)
