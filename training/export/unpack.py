"""Reads a shipped model back into checkpoints: `python -m training.export.unpack CONFIG [policy trunk tvm ...]`.

So a verifier can be trained for the very policy that a pack holds, without training that policy again. The trunk is
read out of `tvm`, in which it is frozen. What is written has no optimiser state: `train` takes it as finished.
"""

import json
import sys
from pathlib import Path

import torch
from torch import Tensor

from training.export.export import LANGUAGE_MODELS
from training.export.graph_builder import MODEL_FILE, StoredWeights
from training.export.pack import PACKS
from training.model.decoder import Decoder
from training.settings import Settings, load_settings


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


def trunk_weights(value: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Of a value model's weights those of the language model under it: the first `layers` blocks, and its own norm."""
    blocks = tuple(f"blocks.{i}." for i in range(layers))
    kept = {name: weight for name, weight in value.items() if name.startswith(("embed", *blocks))}
    return {**kept, "norm.weight": value["forecast.norm.weight"]}


def main(settings: Settings, names: list[str], packs: Path = PACKS) -> None:
    pack = packs / json.loads((packs / "index.json").read_text())["packs"][settings.task]
    settings.out.mkdir(parents=True, exist_ok=True)
    for name in names:
        source = "tvm" if name == "trunk" else name
        with_value = source not in LANGUAGE_MODELS
        model = Decoder(settings.value_model if with_value else settings.model, with_value)
        weights = stored_weights(pack / source / "onnx" / MODEL_FILE, model)
        if name == "trunk":
            weights = trunk_weights(weights, settings.model.layers)
        target = settings.out / f"{name}.pt"
        torch.save({"model": weights}, target)
        print(target.relative_to(settings.out.parent))


if __name__ == "__main__":
    main(load_settings(sys.argv[1]), sys.argv[2:] or ["policy"])
