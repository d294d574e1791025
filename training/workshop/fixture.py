"""What PyTorch computes of one batch for the layers that a workshop trains: `python -m training.workshop.fixture FILE`.

The page's learner has to reach the same loss, logits and gradients (`test/unit/workshop/learner.test.ts`). Two layers
of random weights above a trunk, prompts and solutions of different lengths; no padding here, so that the learner's is
tested as well.
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from training.model.decoder import SUM_SCALE, Decoder, Forecast, ModelConfig, Trunk

CONFIG = ModelConfig(
    vocabulary=5, width=8, layers=3, heads=2, hidden=12, context=24, rope_theta=300.0, trunk_layers=1, prompt_end=3
)
PROMPTS = (5, 8)
SOLUTIONS = ((0, 6), (0, 3), (1, 7))
"""The prompt of each, and its tokens."""


def told_numbers(outcomes: Tensor) -> Tensor:
    """[.., 8] -> [.., 12], what `Forecast.forward` multiplies."""
    numbers, sums = outcomes.chunk(2, -1)
    return torch.cat([numbers, sums / SUM_SCALE, torch.log1p(sums.abs())], -1)


def numbers(x: Tensor) -> list[float]:
    return [float(f"{value:.9g}") for value in x.detach().flatten().tolist()]


def name_of(name: str) -> str | None:
    """A parameter that is learned, as the pack's graphs call it; None for one of the trunk."""
    if name.startswith(("embed", "blocks.0.", "forecast.norm")):
        return None
    return name


def write_fixture(
    path: Path, model: Decoder, ahead: list[Tensor], ahead_outcomes: list[Tensor], rows: list[dict], loss: Tensor
) -> None:
    """The batch, the weights, the loss and, after `backward`, its gradients."""
    learned: dict[str, list[float]] = {}
    gradients: dict[str, list[float]] = {}
    for name, parameter in model.named_parameters():
        if name_of(name) is None:
            continue
        assert parameter.grad is not None
        # The graphs have matrices as [in, out].
        turn = (lambda x: x.T) if parameter.dim() == 2 else (lambda x: x)
        learned[name], gradients[name] = numbers(turn(parameter)), numbers(turn(parameter.grad))
    fixture = {
        "shape": {
            "width": CONFIG.width,
            "heads": CONFIG.heads,
            "hidden": CONFIG.hidden,
            "told": 3 * Forecast.NUMBERS,
            "layers": [CONFIG.trunk_layers, CONFIG.layers],
            "epsilon": CONFIG.norm_epsilon,
            "ropeTheta": CONFIG.rope_theta,
        },
        "prompts": [
            {"seen": numbers(x), "told": numbers(told_numbers(y))} for x, y in zip(ahead, ahead_outcomes, strict=True)
        ],
        "solutions": rows,
        "weights": learned,
        "loss": float(loss.detach()),
        "gradients": gradients,
    }
    path.write_text(json.dumps(fixture) + "\n")


def main(path: Path) -> None:
    torch.manual_seed(7)
    model = Decoder(CONFIG, with_value=True)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    ahead = [torch.randn(1, length, CONFIG.width) for length in PROMPTS]
    ahead_outcomes = [torch.randn(1, length, 2 * Forecast.NUMBERS) for length in PROMPTS]
    rows, total, weight = [], torch.zeros(()), torch.zeros(())
    for prompt, length in SOLUTIONS:
        seen = torch.randn(1, length, CONFIG.width)
        outcomes = torch.randn(1, length, 2 * Forecast.NUMBERS)
        labels, weights = torch.rand(1, length), torch.rand(1, length)
        trunk = Trunk(ahead[prompt], ahead_outcomes[prompt], seen, outcomes)
        logits = model.value_logits(model.features_above(trunk))
        each = F.binary_cross_entropy_with_logits(logits, labels, reduction="none")
        total, weight = total + (each * weights).sum(), weight + weights.sum()
        rows.append(
            {
                "prompt": prompt,
                "seen": numbers(seen),
                "told": numbers(told_numbers(outcomes)),
                "labels": numbers(labels),
                "weights": numbers(weights),
                "logits": numbers(logits),
            }
        )
    loss = total / weight
    loss.backward()
    write_fixture(path, model, ahead, ahead_outcomes, rows, loss)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
