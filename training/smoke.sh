#!/usr/bin/env bash
# Runs the whole training pipeline small enough for minutes, then the tests of its parts.
# The last line is `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")"
python=.venv/bin/python
if ! "$python" -c "import torch, onnx, onnxruntime, tokenizers, pytest" 2>/dev/null; then
  python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt || { echo "0 passed, 1 failed"; exit 1; }
fi
rm -rf out/smoke
# Models as small as these are faster on one thread, and much faster where the machine has other work.
export OMP_NUM_THREADS=1
export INKLING_SMOKE_PACKS=out/smoke/packs
passed=0 failed=0
check() { if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $*"; fi; }
mypy_all() (cd .. && "training/$python" -m mypy --config-file training/pyproject.toml training)
check "$python" -m ruff check .
check "$python" -m ruff format --check .
check mypy_all
check ./pipeline.sh config/smoke.json --packs "$INKLING_SMOKE_PACKS"
export INKLING_MODELS=training/$INKLING_SMOKE_PACKS
check ./pipeline.sh config/smoke-searched.json --packs out/smoke/second/packs
unset INKLING_MODELS
report=$("$python" -m pytest -q tests 2>&1)
echo "$report"
summary=$(echo "$report" | tail -1)
count() { echo "$summary" | grep -oE "[0-9]+ $1" | grep -oE '[0-9]+' || echo 0; }
passed=$((passed + $(count passed)))
failed=$((failed + $(count failed) + $(count error)))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
