"""Sampling from a prompt that was computed once gives what a plain forward pass gives."""

import torch

from training.data.sample import Ends, sample
from training.model.decoder import Decoder, ModelConfig
from training.settings import RolloutConfig


def test_greedy_samples_are_the_likeliest_tokens_of_the_whole_sequence() -> None:
    torch.manual_seed(3)
    model = Decoder(ModelConfig(vocabulary=17, width=16, layers=2, heads=2, hidden=24, context=24)).eval()
    config = RolloutConfig(
        per_problem=2,
        temperature=1e-4,
        largest=1,
        problems=1,
        batch=8,
        seed=1,
        explore_per_problem=0,
        explore_temperature=1,
    )
    prompts = torch.randint(3, 17, (3, 5))
    generator = torch.Generator().manual_seed(1)
    out = sample(model, prompts, torch.zeros(6, dtype=torch.long), config, Ends(1, 2), generator)
    assert out.shape == (6, 19)
    for row, prompt in zip(out, prompts.repeat_interleave(2, 0), strict=True):
        length = int((row == 1).nonzero()[0]) + 1 if (row == 1).any() else len(row)
        whole = torch.cat([prompt, row[:length]])[None]
        likeliest = model.logits(model.features(whole)).argmax(-1)[0, 4:-1]
        assert likeliest.tolist() == row[:length].tolist()
