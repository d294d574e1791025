"""Reads a pack back into checkpoints: `python -m training.export.unpack CONFIG [policy tvm ...] [--packs FOLDER]`.

So a verifier can be trained for the very policy that a pack holds, without training that policy again. The trunk is
read out of `tvm`, in which it is frozen. Of a configuration that goes on from a pack, the verifiers go where its
training begins from them. What is written has no optimiser state: `train` takes it as finished.
"""

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from training.export.export import LANGUAGE_MODELS
from training.export.graph_builder import MODEL_FILE, StoredWeights
from training.export.pack import PACKS
from training.model.decoder import Decoder
from training.settings import POLICY, TRUNK, Settings, load_settings


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


def all_names(settings: Settings) -> list[str]:
    """What a training begins from: the policy; where it goes on from a pack, every model in it."""
    if not settings.goes_on:
        return [POLICY]
    starts = dict.fromkeys((POLICY, *settings.starts))
    return [*starts, *(verifier.name for verifier in settings.verifiers), settings.implicit.name]


def main(settings: Settings, names: list[str], packs: Path = PACKS) -> None:
    pack = packs / json.loads((packs / "index.json").read_text())["packs"][settings.task]
    for name in names:
        source = "tvm" if name == TRUNK else name
        with_value = source not in LANGUAGE_MODELS
        model = Decoder(settings.value_model if with_value else settings.model, with_value)
        weights = stored_weights(pack / source / "onnx" / MODEL_FILE, model)
        if name == TRUNK:
            weights = trunk_weights(weights, settings.model.layers)
        folder = settings.before if settings.goes_on and name not in (POLICY, TRUNK) else settings.out
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.pt"
        torch.save({"model": weights}, target)
        print(target.relative_to(settings.out.parent))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--packs", type=Path, default=PACKS)
    given = parser.parse_args()
    settings = load_settings(given.config)
    main(settings, given.names or all_names(settings), given.packs)
