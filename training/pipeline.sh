#!/usr/bin/env bash
# The whole pipeline for one configuration: data, policy, rollouts, verdicts, verifiers, pack.
# Usage: training/pipeline.sh config/game24.json [--packs FOLDER] [--cuda]
# A configuration that goes on from a pack takes the shipped one, or that in the folder INKLING_MODELS.
# Every stage goes on from its checkpoint; delete training/out to begin anew.
set -euo pipefail
cd "$(dirname "$0")"
export PYTHONPATH=$PWD/..
config=$1
shift
python=${PYTHON:-.venv/bin/python}
field() { "$python" -c "import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])" "$config" "$1"; }
task=$(field task) data=$(field data) out=$(field out)
node_data() { (cd .. && npx --no-install tsx src/cli/data.ts "$@"); }
# The order of sums, and with it the last bits of the weights, depends on the number of threads; and what is compiled
# on more than one gives other bits every time.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
cuda=()
[[ " $* " == *" --cuda "* ]] && cuda=(--cuda)

# Of a task whose problems are made: how many, and of which levels.
mapfile -t wanted < <("$python" -c "
import json, sys
for name, value in json.load(open(sys.argv[1])).get('problems', {}).items(): print(f'--{name}', value, sep='\n')
" "$config")
node_data problems --task "$task" --out "training/$data" "${wanted[@]}"
# A second round: the policy, and the verifiers that go on, are those of the pack before.
if grep -q '"goes_on": true' "$config" && [ ! -d "$out/before" ]; then
  "$python" -m training.export.unpack "$config" --packs "$(cd .. && realpath "${INKLING_MODELS:-public/models}")"
fi
"$python" -m training.train.train_policy "$config" "${cuda[@]}"
"$python" -m training.train.train_policy "$config" --trunk "${cuda[@]}"
# Beginnings that a search with the pack before looked at, where samples go on from them.
if grep -q '"searched_per_prefix"' "$config" && [ ! -f "$data/beginnings.jsonl" ]; then
  most=$("$python" -c "import json,sys; print(json.load(open(sys.argv[1]))['rollouts']['problems'])" "$config")
  node_data searched --task "$task" --in "training/$data/value.jsonl" --out "training/$data/beginnings.tmp" \
    --problems "$most"
  mv "$data/beginnings.tmp" "$data/beginnings.jsonl"
fi
"$python" -m training.data.sample "$config" "${cuda[@]}"
for kind in settings-rollouts rollouts explored slipped strayed searched; do
  [ -f "$out/$kind.jsonl" ] || continue
  node_data judge --task "$task" --in "training/$out/$kind.jsonl" --out "training/$out/judged-$kind.jsonl"
done
"$python" -m training.train.train_value "$config" "${cuda[@]}"
"$python" -m training.train.train_implicit "$config" "${cuda[@]}"
"$python" -m training.export.export "$config" "$@"
