"""The decoder's three ways of running agree: whole sequences, token by token, and as ONNX with ragged caches."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from training.data.sample import Ends, sample
from training.export.pack import write_model
from training.export.storage import round_weights
from training.model.decoder import SUM_SCALE, Decoder, ModelConfig
from training.settings import RolloutConfig

CONFIG = ModelConfig(vocabulary=50, width=32, layers=2, heads=2, hidden=48, context=40)
FORECAST = replace(CONFIG, trunk_layers=1, prompt_end=7)


def make_model(with_value: bool, config: ModelConfig = CONFIG) -> Decoder:
    torch.manual_seed(3)
    model = Decoder(config, with_value)
    told = None if model.forecast is None else model.forecast.told
    for head in (model.value_head, told):
        if head is not None:
            torch.nn.init.normal_(head.weight)
    return round_weights(model)


def run_onnx(session: ort.InferenceSession, ids, mask, positions, past):  # type: ignore[no-untyped-def]
    feeds = {"input_ids": ids, "attention_mask": mask, "position_ids": positions}
    for i, (keys, values) in enumerate(past):
        feeds[f"past_key_values.{i}.key"], feeds[f"past_key_values.{i}.value"] = keys, values
    head, *present = session.run(None, feeds)
    return head, list(zip(present[0::2], present[1::2], strict=True))


@pytest.mark.parametrize("config", [CONFIG, FORECAST])
def test_onnx_with_holes_in_the_cache_equals_pytorch(tmp_path: Path, config: ModelConfig) -> None:
    for with_value in (False, True):
        model = make_model(with_value, config)
        write_model(tmp_path, model, 1, 0)
        session = ort.InferenceSession(str(tmp_path / "onnx" / "model.onnx"))
        ids = torch.randint(0, 50, (3, 20))
        ids[0, 4] = ids[1, 14] = ids[1, 17] = config.prompt_end
        with torch.inference_mode():
            logits, scores = model(ids)
        expected = (logits if scores is None else scores.sigmoid()).numpy()
        n, rows = ids.numpy(), np.arange(20)[None].repeat(3, 0)
        empty = [(np.zeros((3, 2, 0, 16), np.float32),) * 2] * config.cached_layers
        first, past = run_onnx(session, n[:, :12], np.ones((3, 12), np.int64), rows[:, :12], empty)
        noise = np.random.default_rng(0).normal(size=(3, 2, 3, 16)).astype(np.float32)
        holed = [(np.concatenate([k, noise], 2), np.concatenate([v, noise], 2)) for k, v in past]
        mask = np.concatenate([np.ones((3, 12)), np.zeros((3, 3)), np.ones((3, 8))], 1).astype(np.int64)
        second, _ = run_onnx(session, n[:, 12:], mask, rows[:, 12:], holed)
        np.testing.assert_allclose(first, expected[:, :12], atol=1e-4)
        np.testing.assert_allclose(second, expected[:, 12:], atol=1e-4)


def test_nearly_greedy_sampling_takes_the_likeliest_token() -> None:
    model = make_model(False)
    prompts = torch.randint(2, 50, (4, 5))
    config = RolloutConfig(4, 1e-4, 99, 4, 4, 0, explore_per_problem=0, explore_temperature=1.0)
    none = torch.zeros(4, dtype=torch.long)
    out = sample(model, prompts, none, config, ends=Ends(1, 2), generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        for row, prompt in zip(out, prompts, strict=True):
            tokens = prompt.clone()
            for token in row[:10]:
                likeliest = model(tokens[None])[0][0, -1].argmax()
                assert likeliest == token
                tokens = torch.cat([tokens, token[None]])
                if token == 1:
                    break


def test_what_came_before_is_shared_by_branches() -> None:
    """The forecast of a branch's first token is the prompt's last."""
    model = make_model(True, FORECAST)
    prompts, tails = torch.randint(0, 50, (2, 7)), torch.randint(0, 50, (6, 5))
    prompts[0, 3] = tails[3:, 0] = FORECAST.prompt_end
    with torch.inference_mode():
        whole = model.features(torch.cat([prompts.repeat_interleave(3, 0), tails], 1))
        torch.testing.assert_close(model.branch_features(prompts, tails), whole[:, 7:], atol=1e-4, rtol=1e-4)


def test_a_forecast_tells_the_probability_of_the_token_that_came_and_its_sum() -> None:
    model = make_model(True, FORECAST)
    ids = torch.randint(0, 50, (1, 9))
    ids[0, 0] = ids[0, 4] = FORECAST.prompt_end
    heard: list[torch.Tensor] = []
    assert model.forecast is not None
    model.forecast.told.register_forward_pre_hook(lambda _, given: heard.append(given[0]))
    trunk = Decoder(replace(CONFIG, layers=1))
    trunk.load_state_dict(model.state_dict() | {"norm.weight": model.forecast.norm.weight}, strict=False)
    with torch.inference_mode():
        model.features(ids)
        logprobs = trunk(ids)[0].log_softmax(-1)[0]
    expected = logprobs[:-1].gather(-1, ids[0, 1:, None])[:, 0]
    torch.testing.assert_close(heard[0][0, 1:, 1], expected, atol=1e-5, rtol=1e-4)
    entropy = -(logprobs.exp() * logprobs).sum(-1)
    torch.testing.assert_close(heard[0][0, 1:, 3], entropy[:-1], atol=1e-4, rtol=1e-4)
    # From the second token on: the first is the first that ends a prompt.
    summed = torch.cat([torch.zeros(1), expected.cumsum(0)])
    torch.testing.assert_close(heard[0][0, :, 5], summed / SUM_SCALE, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(heard[0][0, :, 9], torch.log1p(summed.abs()), atol=1e-5, rtol=1e-4)
