"""What a whole small run leaves behind (made by smoke.sh before the tests)."""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

PACKS = Path(os.environ.get("INKLING_SMOKE_PACKS", "out/smoke/packs"))
needs_pack = pytest.mark.skipif(not PACKS.exists(), reason="run smoke.sh first")


def pack(packs: Path = PACKS) -> Path:
    return packs / json.loads((packs / "index.json").read_text())["packs"]["game24"]


@needs_pack
def test_manifest_names_every_file_with_its_size_and_hash() -> None:
    manifest = json.loads((pack() / "manifest.json").read_text())
    listed = {entry["path"]: entry for entry in manifest["files"]}
    for path in (p for p in pack().rglob("*") if p.is_file() and p.name != "manifest.json"):
        entry = listed.pop(str(path.relative_to(pack())))
        assert entry["sizeBytes"] == path.stat().st_size
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not listed


@needs_pack
def test_exported_models_reproduce_the_reference_outputs() -> None:
    parity = json.loads((pack() / "parity.json").read_text())
    manifest = json.loads((pack() / "manifest.json").read_text())
    for name in manifest["models"]:
        config = json.loads((pack() / name / "config.json").read_text())
        session = ort.InferenceSession(str(pack() / name / "onnx" / "model.onnx"))
        shape = (1, config["num_key_value_heads"], 0, config["head_dim"])
        for case in parity["cases"]:
            tokens = np.array([case["tokens"]])
            feeds = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
            feeds["position_ids"] = np.arange(tokens.shape[1])[None]
            for i in range(config["num_hidden_layers"]):
                for part in ("key", "value"):
                    feeds[f"past_key_values.{i}.{part}"] = np.zeros(shape, np.float32)
            head = session.run(None, feeds)[0][0]
            logits = {"policy": case["logits"], **case["moreLogits"]}.get(name)
            if logits is not None:
                np.testing.assert_allclose(head[case["logitPositions"]], logits, atol=parity["tolerance"]["logits"])
            else:
                np.testing.assert_allclose(head, case["values"][name], atol=parity["tolerance"]["value"])


@needs_pack
def test_verdicts_come_from_node_and_samples_are_counted() -> None:
    rows = [json.loads(line) for line in (PACKS.parent / "judged-rollouts.jsonl").read_text().splitlines()]
    by_prompt: dict[str, int] = {}
    for row in rows:
        by_prompt[row["prompt"]] = by_prompt.get(row["prompt"], 0) + row["count"]
        assert isinstance(row["correct"], bool)
    assert set(by_prompt.values()) == {16}


@needs_pack
def test_a_second_round_goes_on_from_the_models_of_the_first() -> None:
    second = PACKS.parent / "second"
    first, then = pack(), pack(second / "packs")
    names = [path.parent.parent.name for path in sorted(first.glob("*/onnx/model.onnx"))]
    is_same = {
        name: (first / name / "onnx/model.onnx").read_bytes() == (then / name / "onnx/model.onnx").read_bytes()
        for name in names
    }
    assert [name for name, same in is_same.items() if same] == ["policy"]
    searched = [json.loads(line) for line in (second / "judged-searched.jsonl").read_text().splitlines()]
    begun = [json.loads(line) for line in (second / "beginnings.jsonl").read_text().splitlines()]
    assert len(searched) == sum(len(row["prefixes"]) for row in begun) > 0
