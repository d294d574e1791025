"""Reads a shipped model back into checkpoints: `python unpack.py config/game24.json [policy tvm ...]`.

So a verifier can be trained for the very policy that a pack holds, without training that policy again. What it writes
has no optimiser state: `train` takes it as finished.
"""

import json
import sys
from pathlib import Path

import torch
from torch import Tensor

from export import LANGUAGE_MODELS, PACKS
from graph_builder import MODEL_FILE, StoredWeights
from model import Decoder
from settings import Settings, load_settings


def stored_weights(file: Path, model: Decoder) -> dict[str, Tensor]:
    """The weights of `model` by their PyTorch names, multiplied out from what the ONNX file stores."""
    weights = StoredWeights(file)
    state = {}
    for name, parameter in model.named_parameters():
        value = torch.ones(())
        for part in weights.parts(name):
            value = value * torch.from_numpy(part.copy()).float()
        # ONNX multiplies from the left: all but the embedding is stored as [in, out].
        turned = value.dim() == 2 and not name.startswith("embed")
        state[name] = (value.T if turned else value).reshape(parameter.shape).contiguous()
    return state


def main(settings: Settings, names: list[str], packs: Path = PACKS) -> None:
    pack = packs / json.loads((packs / "index.json").read_text())["packs"][settings.task]
    settings.out.mkdir(parents=True, exist_ok=True)
    for name in names:
        with_value = name not in LANGUAGE_MODELS
        model = Decoder(settings.value_model if with_value else settings.model, with_value)
        target = settings.out / f"{name}.pt"
        torch.save({"model": stored_weights(pack / name / "onnx" / MODEL_FILE, model)}, target)
        print(target.relative_to(settings.out.parent))


if __name__ == "__main__":
    main(load_settings(sys.argv[1]), sys.argv[2:] or ["policy"])
