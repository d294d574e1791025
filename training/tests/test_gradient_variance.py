"""The gradient of one path is that of its text, read from the beginning."""

import numpy as np
import torch
import torch.nn.functional as F

from training.data.labels import LabelledPath
from training.model.decoder import Decoder, ModelConfig
from training.report.gradient_variance import path_gradient


def test_a_path_is_read_behind_its_prompt_as_in_one_text() -> None:
    torch.manual_seed(1)
    model = Decoder(ModelConfig(vocabulary=20, width=16, layers=2, heads=2, hidden=24, context=12), with_value=True)
    tokens = np.array([3, 5, 7, 2, 9, 11, 4, 8, 6, 1, 10, 12], dtype=np.int16)
    labels = np.linspace(0, 1, 8, dtype=np.float32)
    none = np.zeros(0, dtype=bool)
    path = LabelledPath(tokens, 4, 1, labels, labels, labels, labels, labels, none, 0, np.zeros(0, dtype=np.int64))
    learned = list(model.parameters())
    whole = model.value_logits(model.features(torch.from_numpy(tokens.astype(np.int64))[None]))[0, 4:]
    loss = F.binary_cross_entropy_with_logits(whole, torch.from_numpy(labels))
    parts = torch.autograd.grad(loss, learned, allow_unused=True)
    expected = torch.cat(
        [(torch.zeros_like(p) if g is None else g).flatten() for p, g in zip(learned, parts, strict=True)]
    )
    torch.testing.assert_close(path_gradient(model, learned, path, "tvm"), expected, rtol=1e-4, atol=1e-6)
