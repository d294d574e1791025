"""What PyTorch says of the rule `goal` (arXiv:2407.13887): `python -m training.workshop.goal_fixture FILE`.

The page's learner has to reach the same loss and gradients (`test/unit/workshop/goal.test.ts`). Layers as in
`training.workshop.fixture`; two problems with right and wrong solutions of different lengths, three pairs of them.
"""

import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from training.model.decoder import Decoder, Forecast, Trunk
from training.workshop.fixture import CONFIG, PROMPTS, numbers, told_numbers, write_fixture

SOLUTIONS = ((0, 6, True), (0, 3, False), (1, 5, False), (1, 7, True), (1, 1, False))
"""The prompt of each, its tokens, and whether it is right."""
PAIRS = ((0, 1), (3, 2), (3, 4))
CONTRASTED, BETA = 16, 0.5


def spread(start: int, end: int) -> list[int]:
    span = max(1, end - start)
    return [start + i * span // CONTRASTED for i in range(CONTRASTED)]


def cosines(sources: Tensor, goals: Tensor) -> Tensor:
    """[K, C] and [K, C] -> [K, K]."""
    return F.cosine_similarity(sources[:, None], goals[None], dim=-1)


def contrast(right: Tensor, wrong: Tensor) -> Tensor:
    """Of the states [T, C] of the last layer."""
    middle, other = len(right) // 2, len(wrong) // 2
    sources, goals = right[spread(0, middle)], right[spread(middle, len(right))]
    near = cosines(sources, goals).sigmoid().mean()
    far = cosines(sources, wrong[spread(other, len(wrong))]).sigmoid().mean()
    return -near.log() - (1 - far).log()


def main(path: Path) -> None:
    torch.manual_seed(11)
    model = Decoder(CONFIG, with_value=True)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    assert model.forecast is not None
    ahead = [torch.randn(1, length, CONFIG.width) for length in PROMPTS]
    ahead_outcomes = [torch.randn(1, length, 2 * Forecast.NUMBERS) for length in PROMPTS]
    rows, states, rewards = [], [], []
    for prompt, length, right in SOLUTIONS:
        seen = torch.randn(1, length, CONFIG.width)
        outcomes = torch.randn(1, length, 2 * Forecast.NUMBERS)
        trunk = Trunk(ahead[prompt], ahead_outcomes[prompt], seen, outcomes)
        before = model.forecast(trunk.ahead, trunk.ahead_outcomes)
        blocks = list(model.blocks)[CONFIG.trunk_layers :]
        last = model.run_branches(blocks, before, model.forecast(trunk.seen, trunk.outcomes))[1]
        states.append(last[0])
        rewards.append(model.value_logits(model.norm(last))[0, -1])
        rows.append({"prompt": prompt, "seen": numbers(seen), "told": numbers(told_numbers(outcomes)), "right": right})
    losses = [
        -F.logsigmoid(rewards[right] - rewards[wrong]) + BETA * contrast(states[right], states[wrong])
        for right, wrong in PAIRS
    ]
    loss = torch.stack(losses).mean()
    loss.backward()
    write_fixture(path, model, ahead, ahead_outcomes, rows, loss)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
