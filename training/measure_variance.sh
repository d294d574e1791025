#!/usr/bin/env bash
# Measures the packs that `training.train.variance CONFIG` left: search and value error on the same held-out stories for each number
# of samples.
# Usage: training/measure_variance.sh config/word-problems-study.json results/word-problems-variance.json
set -euo pipefail
cd "$(dirname "$0")"
config=$1 target=$2
python=${PYTHON:-.venv/bin/python}
out=$("$python" -c "import json,sys; print(json.load(open(sys.argv[1]))['out'])" "$config")
stories=(--task word-problems --verifiers tvm,ovm --levels 1-3 --json)
for samples in 1 4 16 64; do
  pack=$out/variance/$samples
  [ -f "$pack/index.json" ] || continue
  export INKLING_MODELS=$PWD/$pack
  [ -s "$pack/evaluation.json" ] || (cd .. && npm run -s evaluate -- "${stories[@]}" \
    --problems 300 --samples 20 --beam 4 --seeds 1) >"$pack/evaluation.json"
  [ -s "$pack/report.json" ] || (cd .. && npm run -s report -- "${stories[@]}" \
    --problems 200 --solutions 4) >"$pack/report.json"
done
"$python" - "$out/variance" >"$target" <<'JOIN'
import json, sys
from pathlib import Path

folders = sorted((p for p in Path(sys.argv[1]).iterdir() if (p / "report.json").exists()), key=lambda p: int(p.name))
read = lambda file: json.loads(file.read_text())
rows = [
    {"samples": int(p.name), "cells": read(p / "evaluation.json")["cells"], "report": read(p / "report.json")}
    for p in folders
]
print(json.dumps({"format": "inkling-variance", "version": 1, "rows": rows}))
JOIN
