"""A model pack's folder: graphs, tokenizer, reference outputs, manifest, and its name in the index of all packs."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from training.export.graph_builder import MODEL_FILE, STEP_FILE, Weights
from training.export.hugging_face import hugging_face_config, refuse
from training.export.onnx_graph import build_graph
from training.export.step_graph import build_step_graph
from training.model.decoder import Decoder
from training.settings import ROOT

PACKS = ROOT.parent / "public" / "models"
TOLERANCE = {"logits": 2e-3, "value": 1e-3}
MOST_BYTES = 64 * 1024 * 1024
"""The largest file that the page loads."""


@dataclass(frozen=True)
class Pack:
    """What a pack is made of beside the reference outputs, which `write_pack` computes."""

    task: str
    models: dict[str, Decoder]
    """By name, `policy` first; already rounded to what is stored of them."""
    about: dict[str, dict[str, Any]]
    """What the manifest says of a model beside its folder and size."""
    eos: int
    pad: int
    tokenizer: bytes
    """`tokenizer.json`."""
    tokenizer_config: dict[str, Any]
    examples: Sequence[list[int]]
    """Token sequences whose outputs are stored, for each back end to reproduce before it is used."""
    context: int
    """The longest sequence, in tokens."""
    license: str
    origin: dict[str, Any]
    """Of the training: entries that the manifest has besides."""
    card: Path | None = None


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_model(folder: Path, model: Decoder, eos: int, pad: int) -> None:
    write_json(folder / "config.json", hugging_face_config(model.config, eos, pad))
    onnx_folder = folder / "onnx"
    onnx_folder.mkdir(parents=True, exist_ok=True)
    with_value = model.value_head is not None
    whole = build_graph(model.config, with_value, Weights(model)).SerializeToString()
    (onnx_folder / MODEL_FILE).write_bytes(whole)
    onnx.save(build_step_graph(model.config, with_value, Weights(model, whole)), onnx_folder / STEP_FILE)


@torch.inference_mode()
def parity_cases(models: dict[str, Decoder], examples: Sequence[list[int]]) -> list[dict[str, Any]]:
    """What PyTorch computes on the examples: logits [3, V] at three positions, and a value for every token."""
    cases = []
    for ids in examples:
        tokens = torch.tensor([ids])
        positions = sorted({0, len(ids) // 3, len(ids) - 1})
        logits = {name: m(tokens)[0][0, positions] for name, m in models.items() if m.value_head is None}
        values = {
            name: m.value_logits(m.features(tokens)).sigmoid()[0]
            for name, m in models.items()
            if m.value_head is not None
        }
        rows = {name: np.round(x.numpy().astype(float), 5).tolist() for name, x in logits.items()}
        cases.append(
            {
                "tokens": ids,
                "logitPositions": positions,
                "logits": rows.pop("policy"),
                "values": {name: np.round(v.numpy().astype(float), 6).tolist() for name, v in values.items()},
                **({"moreLogits": rows} if rows else {}),
            }
        )
    return cases


def manifest_files(folder: Path) -> list[dict]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    return [
        {
            "path": str(p.relative_to(folder)),
            "sizeBytes": p.stat().st_size,
            "sha256": hashlib.sha256(p.read_bytes()).hexdigest(),
        }
        for p in files
    ]


def pack_digest(folder: Path, names: Sequence[str]) -> str:
    """The hash that a pack is named by: of the graphs of its models, in their order, weights included."""
    graphs = [folder / name / "onnx" / file for name in names for file in (MODEL_FILE, STEP_FILE)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in graphs)).hexdigest()


def write_pack(pack: Pack, packs: Path) -> Path:
    """Writes the pack below `packs`, names it in `index.json`, and returns its folder.

    A model that the page would not load, for its size, is refused, and nothing is left of the pack.
    """
    work = packs / f"{pack.task}-work"
    shutil.rmtree(work, ignore_errors=True)
    for name, model in pack.models.items():
        write_model(work / name, model, pack.eos, pack.pad)
        if (size := (work / name / "onnx" / MODEL_FILE).stat().st_size) > MOST_BYTES:
            shutil.rmtree(work)
            raise refuse(
                f"{name} takes {size / 1e6:.0f} MB as int8, and the page loads at most {MOST_BYTES / 1e6:.0f}."
            )
    (work / "policy" / "tokenizer.json").write_bytes(pack.tokenizer)
    write_json(work / "policy" / "tokenizer_config.json", pack.tokenizer_config)
    write_json(work / "policy" / "generation_config.json", {"eos_token_id": pack.eos, "pad_token_id": pack.pad})
    cases = parity_cases(pack.models, pack.examples)
    write_json(work / "parity.json", {"format": "inkling-parity", "version": 1, "tolerance": TOLERANCE, "cases": cases})
    if pack.card is not None:
        shutil.copy(pack.card, work / "README.md")
    pack_id = f"{pack.task}-{pack_digest(work, list(pack.models))[:8]}"
    write_json(
        work / "manifest.json",
        {
            "format": "inkling-pack",
            "version": 1,
            "id": pack_id,
            "task": pack.task,
            "models": {
                name: {"folder": name, "parameters": model.parameter_count, **pack.about.get(name, {})}
                for name, model in pack.models.items()
            },
            "contextTokens": pack.context,
            **pack.origin,
            "license": pack.license,
            "files": manifest_files(work),
        },
    )
    shutil.rmtree(packs / pack_id, ignore_errors=True)
    work.rename(packs / pack_id)
    index = packs / "index.json"
    known = json.loads(index.read_text())["packs"] if index.exists() else {}
    write_json(index, {"format": "inkling-pack-index", "version": 1, "packs": {**known, pack.task: pack_id}})
    return packs / pack_id
