"""What a frozen trunk makes of every row, computed once: the layers above are a small part of the work.

Kept in half precision: its error is far below that of the int8 weights that are shipped.
"""

import numpy as np
import torch
from torch import Tensor

from training.data.branches import branch_batches, read_branches
from training.data.labels import LabelledPath
from training.model.decoder import Decoder, Trunk

AT_ONCE = 256
"""Rows."""


class TrunkCache:
    def __init__(self, model: Decoder, paths: list[LabelledPath], branches: int, device: str) -> None:
        self.paths = paths
        self._prompts: dict[bytes, list[np.ndarray]] = {}
        self._tails: dict[int, list[np.ndarray]] = {}
        self._device = device
        lengths = np.array([len(p.tokens) for p in paths])
        for groups in branch_batches(paths, lengths, branches, AT_ONCE, 0):
            self._compute(model, groups, lengths)

    @torch.inference_mode()
    def _compute(self, model: Decoder, groups: list[list[int]], lengths: np.ndarray) -> None:
        prompts, tails = read_branches(self.paths, groups, lengths)
        trunk = Trunk(*(x.half().cpu() for x in model.trunk(prompts.to(self._device), tails.to(self._device))))
        for n, group in enumerate(groups):
            self._prompts[self._key(group)] = [x[n].numpy().copy() for x in (trunk.ahead, trunk.ahead_outcomes)]
        for row, i in enumerate(i for group in groups for i in group):
            length = lengths[i] - self.paths[i].prompt_length + 1
            self._tails[i] = [x[row, :length].numpy().copy() for x in (trunk.seen, trunk.outcomes)]

    def _key(self, group: list[int]) -> bytes:
        path = self.paths[group[0]]
        return path.tokens[: path.prompt_length].tobytes()

    def read(self, groups: list[list[int]], ends: np.ndarray) -> Trunk:
        """For the branches that `read_branches` reads of the same groups."""
        prompts = [self._prompts[self._key(group)] for group in groups]
        tails = [(self._tails[i], ends[i] - self.paths[i].prompt_length + 1) for group in groups for i in group]
        longest = max(length for _, length in tails)

        def padded(part: int) -> Tensor:
            out = np.zeros((len(tails), longest, tails[0][0][part].shape[-1]), dtype=np.float16)
            for row, (tail, length) in enumerate(tails):
                out[row, :length] = tail[part][:length]
            return torch.from_numpy(out).float()

        ahead, outcomes = (torch.from_numpy(np.stack([p[part] for p in prompts])).float() for part in (0, 1))
        return Trunk(ahead, outcomes, padded(0), padded(1))
