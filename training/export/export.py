"""Writes a model pack from the trained weights: `python -m training.export.export CONFIG [--packs FOLDER]`.

A pack holds what the page loads (ONNX in the Hugging Face folder layout), a manifest with every file's size and
SHA-256, and the reference outputs that each back end must reproduce before it is used. With `--policy trunk` the trunk
takes the policy's place, to measure how well the weights that verifiers begin from solve by themselves; such a pack
goes to a FOLDER of its own.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import torch

from training.data.tokens import EOS, PAD, UNKNOWN
from training.export.pack import PACKS, Pack, write_pack
from training.export.storage import round_weights
from training.model.decoder import Decoder
from training.model.optimise import read_jsonl
from training.settings import IMPLICIT, POLICY, Settings, load_settings

LANGUAGE_MODELS = (POLICY, IMPLICIT)


def load_model(settings: Settings, name: str, file: str) -> Decoder:
    """The trained weights of the checkpoint `file`, rounded to what is stored of them."""
    with_value = name not in LANGUAGE_MODELS
    model = Decoder(settings.value_model if with_value else settings.model, with_value)
    model.load_state_dict(torch.load(settings.out / f"{file}.pt", map_location="cpu")["model"])
    return round_weights(model)


def examples(settings: Settings) -> list[list[int]]:
    """A few solutions of training puzzles, as tokens, for the reference outputs."""
    tokenizer, eos = settings.tokens.build(), settings.tokens.id(EOS)
    problems = list(read_jsonl(settings.data / "policy.jsonl"))[::1500][:4]
    return [[*tokenizer.encode(p["prompt"] + p["solutions"][0]).ids, eos] for p in problems]


def describe(name: str, settings: Settings) -> dict[str, Any]:
    """What the manifest says of a model beside its folder and size."""
    if name == POLICY:
        return {}
    scale = {"scale": "unbounded", "beta": settings.implicit_beta} if name == IMPLICIT else {"scale": "probability"}
    return {**scale, "reading": settings.finished[name].reading}


def main(settings: Settings, packs: Path, policy: str = POLICY) -> None:
    """Writes the pack in the place of the task's others."""
    names = [POLICY, *settings.finished]
    metrics, card = settings.out / "metrics.json", settings.out / "card.md"
    written = write_pack(
        Pack(
            task=settings.task,
            models={name: load_model(settings, name, policy if name == POLICY else name) for name in names},
            about={name: describe(name, settings) for name in names},
            eos=settings.tokens.id(EOS),
            pad=settings.tokens.id(PAD),
            tokenizer=settings.tokens.build().to_str(pretty=True).encode(),
            tokenizer_config={
                "tokenizer_class": "PreTrainedTokenizerFast",
                "eos_token": EOS,
                "pad_token": PAD,
                "unk_token": UNKNOWN,
                "clean_up_tokenization_spaces": False,
                "model_max_length": settings.model.context,
            },
            examples=examples(settings),
            context=settings.model.context,
            license="MIT",
            origin={
                "training": {"config": settings.raw, "dataSha256": data_hash(settings)},
                "metrics": json.loads(metrics.read_text()) if metrics.exists() else {},
            },
            card=card if card.exists() else None,
        ),
        packs,
    )
    for old in packs.glob(f"{settings.task}-*"):
        if old != written:
            shutil.rmtree(old)
    print(written.name)


def data_hash(settings: Settings) -> str:
    digest = hashlib.sha256()
    for name in ("policy.jsonl", "value.jsonl"):
        digest.update((settings.data / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("--packs", type=Path, default=PACKS)
    parser.add_argument("--policy", default=POLICY)
    parser.add_argument("--cuda", action="store_true", help="of no use here; every stage takes it")
    given = parser.parse_args()
    given.packs.mkdir(parents=True, exist_ok=True)
    main(load_settings(given.config), given.packs, given.policy)
