"""Writes a model pack from the trained weights: `python export.py config/game24.json [--packs FOLDER]`.

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

import numpy as np
import onnx
import torch

from graph_builder import MODEL_FILE, STEP_FILE, Weights
from model import Decoder, ModelConfig
from onnx_graph import build_graph
from optimise import read_jsonl
from settings import ROOT, Settings, load_settings
from step_graph import build_step_graph
from storage import round_weights
from tokens import EOS, PAD, UNKNOWN

PACKS = ROOT.parent / "public" / "models"
TOLERANCE = {"logits": 2e-3, "value": 1e-3}
VERIFIERS = ("tvm", "ovm", "prm-soft", "prm-hard", "prm-valid", "implicit-prm")
LANGUAGE_MODELS = ("policy", "implicit-prm")


def hugging_face_config(config: ModelConfig, eos: int, pad: int) -> dict:
    return {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "vocab_size": config.vocabulary,
        "hidden_size": config.width,
        "intermediate_size": config.hidden,
        "num_hidden_layers": config.cached_layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.heads,
        "head_dim": config.width // config.heads,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_theta,
        "rms_norm_eps": config.norm_epsilon,
        "hidden_act": "silu",
        "tie_word_embeddings": True,
        "eos_token_id": eos,
        "bos_token_id": None,
        "pad_token_id": pad,
        **(
            {} if config.trunk_layers is None else {key: getattr(config, key) for key in ("trunk_layers", "prompt_end")}
        ),
    }


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def load_model(settings: Settings, name: str, file: str) -> Decoder:
    """The trained weights of the checkpoint `file`, rounded to what is stored of them."""
    with_value = name not in LANGUAGE_MODELS
    model = Decoder(settings.value_model if with_value else settings.model, with_value)
    model.load_state_dict(torch.load(settings.out / f"{file}.pt", map_location="cpu")["model"])
    return round_weights(model)


def write_model(folder: Path, model: Decoder, eos: int, pad: int) -> None:
    write_json(folder / "config.json", hugging_face_config(model.config, eos, pad))
    onnx_folder = folder / "onnx"
    onnx_folder.mkdir(parents=True, exist_ok=True)
    with_value = model.value_head is not None
    whole = build_graph(model.config, with_value, Weights(model)).SerializeToString()
    (onnx_folder / MODEL_FILE).write_bytes(whole)
    onnx.save(build_step_graph(model.config, with_value, Weights(model, whole)), onnx_folder / STEP_FILE)


@torch.inference_mode()
def parity_cases(settings: Settings, models: dict[str, Decoder]) -> list[dict]:
    """Reference outputs in PyTorch on a few solutions of training puzzles."""
    tokenizer = settings.tokens.build()
    eos = settings.tokens.id(EOS)
    cases = []
    for problem in list(read_jsonl(settings.data / "policy.jsonl"))[::1500][:4]:
        ids = [*tokenizer.encode(problem["prompt"] + problem["solutions"][0]).ids, eos]
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


def describe(name: str, settings: Settings) -> dict:
    """What the manifest says of a model beside its folder and size."""
    if name == "policy":
        return {}
    if name == "implicit-prm":
        return {"scale": "unbounded", "beta": settings.implicit_beta}
    return {"scale": "probability"}


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


def main(settings: Settings, packs: Path, policy: str = "policy") -> None:
    tokenizer = settings.tokens.build()
    eos, pad = settings.tokens.id(EOS), settings.tokens.id(PAD)
    names = ["policy", *(name for name in VERIFIERS if (settings.out / f"{name}.pt").exists())]
    models = {name: load_model(settings, name, policy if name == "policy" else name) for name in names}
    work = settings.out / "pack"
    shutil.rmtree(work, ignore_errors=True)
    for name, model in models.items():
        write_model(work / name, model, eos, pad)
    (work / "policy" / "tokenizer.json").write_text(tokenizer.to_str(pretty=True))
    write_json(
        work / "policy" / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "eos_token": EOS,
            "pad_token": PAD,
            "unk_token": UNKNOWN,
            "clean_up_tokenization_spaces": False,
            "model_max_length": settings.model.context,
        },
    )
    write_json(work / "policy" / "generation_config.json", {"eos_token_id": eos, "pad_token_id": pad})
    write_json(
        work / "parity.json",
        {"format": "inkling-parity", "version": 1, "tolerance": TOLERANCE, "cases": parity_cases(settings, models)},
    )
    metrics = settings.out / "metrics.json"
    card = settings.out / "card.md"
    if card.exists():
        shutil.copy(card, work / "README.md")
    files = [work / n / "onnx" / file for n in names for file in (MODEL_FILE, STEP_FILE)]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    pack_id = f"{settings.task}-{digest[:8]}"
    write_json(
        work / "manifest.json",
        {
            "format": "inkling-pack",
            "version": 1,
            "id": pack_id,
            "task": settings.task,
            "models": {
                n: {"folder": n, "parameters": m.parameter_count, **describe(n, settings)} for n, m in models.items()
            },
            "contextTokens": settings.model.context,
            "training": {"config": settings.raw, "dataSha256": data_hash(settings)},
            "metrics": json.loads(metrics.read_text()) if metrics.exists() else {},
            "license": "MIT",
            "files": manifest_files(work),
        },
    )
    for old in packs.glob(f"{settings.task}-*"):
        shutil.rmtree(old)
    shutil.copytree(work, packs / pack_id)
    index = packs / "index.json"
    known = json.loads(index.read_text())["packs"] if index.exists() else {}
    write_json(index, {"format": "inkling-pack-index", "version": 1, "packs": {**known, settings.task: pack_id}})
    print(pack_id)


def data_hash(settings: Settings) -> str:
    digest = hashlib.sha256()
    for name in ("policy.jsonl", "value.jsonl"):
        digest.update((settings.data / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("--packs", type=Path, default=PACKS)
    parser.add_argument("--policy", default="policy")
    parser.add_argument("--cuda", action="store_true", help="of no use here; every stage takes it")
    given = parser.parse_args()
    given.packs.mkdir(parents=True, exist_ok=True)
    main(load_settings(given.config), given.packs, given.policy)
