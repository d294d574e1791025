"""Sampling from a prompt that was computed once gives what a plain forward pass gives."""

import torch

from training.data.sample import Ends, cut_length, sample, strayed_firsts
from training.model.decoder import Decoder, ModelConfig
from training.settings import RolloutConfig


def tiny() -> tuple[Decoder, RolloutConfig]:
    """A model of random weights, and a temperature that leaves nothing to chance."""
    torch.manual_seed(3)
    model = Decoder(ModelConfig(vocabulary=17, width=16, layers=2, heads=2, hidden=24, context=24)).eval()
    config = RolloutConfig(
        per_problem=2,
        temperature=1e-7,
        largest=1,
        problems=1,
        batch=8,
        seed=1,
        explore_per_problem=0,
        explore_temperature=1,
    )
    return model, config


def likeliest_after(model: Decoder, prompt: torch.Tensor, row: torch.Tensor) -> list[int]:
    """What the whole sequence's logits say of each token of the row."""
    return model.logits(model.features(torch.cat([prompt, row])[None])).argmax(-1)[0, len(prompt) - 1 : -1].tolist()


def test_greedy_samples_are_the_likeliest_tokens_of_the_whole_sequence() -> None:
    model, config = tiny()
    prompts = torch.randint(3, 17, (3, 5))
    generator = torch.Generator().manual_seed(1)
    out = sample(model, prompts, torch.zeros(6, dtype=torch.long), config, Ends(1, 2), generator)
    assert out.shape == (6, 19)
    for row, prompt in zip(out, prompts.repeat_interleave(2, 0), strict=True):
        length = int((row == 1).nonzero()[0]) + 1 if (row == 1).any() else len(row)
        assert likeliest_after(model, prompt, row[:length]) == row[:length].tolist()


def test_a_sample_strays_at_its_place_and_nowhere_else() -> None:
    model, config = tiny()
    prompts, ends = torch.randint(3, 17, (1, 5)), Ends(1, 2)
    strays = torch.arange(40) % 8
    generator = torch.Generator().manual_seed(1)
    out = sample(model, prompts, torch.zeros(40, dtype=torch.long), config, ends, generator, strays)
    begun = strayed_firsts(out.numpy(), strays.tolist(), ends)
    written = set()
    for row, place, first in zip(out, strays.tolist(), begun, strict=True):
        length = cut_length(row.numpy(), ends.solution)
        told = likeliest_after(model, prompts[0], row[:length])
        strayed = [i for i in range(length) if told[i] != row[i]]
        assert strayed in ([], [place])
        assert first == (place if place < length else 0)
        written.add((place, int(row[min(place, length - 1)])))
    assert len({token for place, token in written if place == 0}) > 3
