"""The log-probability of a solution, of which the implicit reward model's score is made."""

import torch

from training.model.decoder import Decoder, ModelConfig
from training.train.train_implicit import implicit_loss, solution_logprob

CONFIG = ModelConfig(11, width=16, layers=1, heads=2, hidden=24, context=8)
TOKENS = torch.tensor([[1, 2, 3, 4, 0], [5, 6, 7, 8, 9]])
PROMPTS, TAILS = TOKENS[:, :1], TOKENS[:, 1:]
IS_SOLUTION = torch.tensor([[False, True, True, False], [False, True, True, True]])


def test_only_the_solutions_tokens_are_summed() -> None:
    torch.manual_seed(1)
    model = Decoder(CONFIG)
    logprobs = model(TOKENS)[0].detach().log_softmax(-1)
    expected = [
        sum(float(logprobs[row, t, TOKENS[row, t + 1]]) for t in range(4) if IS_SOLUTION[row, t]) for row in (0, 1)
    ]
    torch.testing.assert_close(solution_logprob(model, PROMPTS, TAILS, IS_SOLUTION).detach(), torch.tensor(expected))


def test_the_loss_starts_at_ln_2_and_falls_where_right_solutions_become_likelier() -> None:
    torch.manual_seed(2)
    reference, model = Decoder(CONFIG), Decoder(CONFIG)
    model.load_state_dict(reference.state_dict())
    loss = implicit_loss(reference, 0.1, 1.0)
    batch = (PROMPTS, TAILS, IS_SOLUTION, torch.tensor([1.0, 0.0]), torch.ones(2))
    before = loss(model, *batch)
    torch.testing.assert_close(before, torch.tensor(2.0).log())
    before.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.sub_(0.1 * parameter.grad)
    assert loss(model, *batch) < before
