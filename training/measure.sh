#!/usr/bin/env bash
# Measures the shipped pack of a task anew, into training/results: what its card, the README and the figures tell.
# Usage: training/measure.sh game24 [RESULT ...], or word-problems; without a RESULT, all of the task's:
#   evaluation   strategies and verifiers on the test split, and which differences are more than chance
#   confidence   temperature-1   rest   report   token-guided   token-guided-drawn
#   distinct     distinct-rest   distinct-epsilon                (game24)
#   equal        distinct        levels          report         (word-problems)
set -euo pipefail
cd "$(dirname "$0")/.."
task=${1-}
[ $# -eq 0 ] || shift
results=training/results
evaluate() { npm run -s evaluate -- --task "$task" --json "$@"; }
# Cells of several evaluations as one, with the pairs of the last.
join() {
  node -e '
    const { readFileSync } = require("fs");
    const all = process.argv.slice(1).map((file) => JSON.parse(readFileSync(file, "utf8")));
    process.stdout.write(JSON.stringify({ ...all.at(-1), cells: all.flatMap(({ cells }) => cells) }));
  ' "$@"
}
# The evaluations of a folder that are called as these numbers are: of each its number, by a name, and its cells.
rows() {
  node -e '
    const [folder, name, ...numbers] = process.argv.slice(1);
    const rows = numbers.map((number) => {
      const { cells } = JSON.parse(require("fs").readFileSync(`${folder}/${number}`, "utf8"));
      return { [name]: Number(number), cells };
    });
    process.stdout.write(JSON.stringify({ rows }));
  ' "$@"
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
keep() {
  node node_modules/prettier/bin/prettier.cjs --parser json < "$scratch/$1" > "$results/$task-$1.json"
  echo "$results/$task-$1.json" >&2
}

game24() {
  local both=(--samples 20,100 --beam 4,25 --seeds 3)
  case $1 in
    evaluation)
      evaluate --strategies greedy,majority,best-of-n --verifiers tvm,ovm "${both[@]}" > "$scratch/a"
      evaluate --strategies beam --verifiers tvm,ovm,prm-soft,prm-hard,prm-valid,implicit-prm,confidence,oracle \
        "${both[@]}" --pairs > "$scratch/b"
      join "$scratch/a" "$scratch/b" > "$scratch/$1"
      ;;
    confidence) evaluate --strategies best-of-n,beam --verifiers confidence "${both[@]}" > "$scratch/$1" ;;
    temperature-1)
      evaluate --strategies beam --verifiers tvm,ovm,oracle "${both[@]}" --temperature 1 > "$scratch/$1"
      ;;
    rest)
      evaluate --split rest --strategies greedy,beam --verifiers tvm,ovm,confidence,oracle "${both[@]}" > "$scratch/$1"
      ;;
    token-guided)
      local verifiers=tvm,ovm,prm-soft,prm-hard,prm-valid,implicit-prm,confidence widths=1,2,4,8,20
      evaluate --strategies token-guided --verifiers $verifiers --samples $widths --beam $widths > "$scratch/a"
      evaluate --strategies best-of-n --verifiers tvm,ovm,confidence --samples $widths --seeds 3 > "$scratch/b"
      join "$scratch/a" "$scratch/b" > "$scratch/$1"
      ;;
    token-guided-drawn)
      local many=1,2,4,8,20,48
      evaluate --strategies token-guided --p next=drawn --verifiers tvm,ovm,confidence --samples $many --beam $many \
        --seeds 3 > "$scratch/a"
      evaluate --strategies best-of-n,beam --verifiers tvm,oracle --samples 10 --beam 2 --seeds 3 > "$scratch/b"
      join "$scratch/a" "$scratch/b" > "$scratch/$1"
      ;;
    distinct)
      evaluate --strategies distinct-beam --verifiers tvm,ovm,confidence --samples 4,6,8,10,12,16 --beam 1,2,2,2,3,4 \
        --seeds 3 > "$scratch/a"
      evaluate --strategies distinct-beam --verifiers prm-soft,prm-hard,prm-valid,implicit-prm --samples 20 --beam 4 \
        --seeds 3 > "$scratch/b"
      evaluate --strategies beam,distinct-beam --verifiers tvm,ovm,confidence,oracle "${both[@]}" --pairs > "$scratch/c"
      join "$scratch/a" "$scratch/b" "$scratch/c" > "$scratch/$1"
      ;;
    distinct-rest)
      evaluate --split rest --strategies distinct-beam --verifiers confidence,oracle "${both[@]}" > "$scratch/a"
      evaluate --split rest --strategies beam,distinct-beam --verifiers tvm,ovm "${both[@]}" --pairs > "$scratch/b"
      join "$scratch/a" "$scratch/b" > "$scratch/$1"
      ;;
    distinct-epsilon)
      # The less likely a token may be that is drawn, the wider the choice of the verifier.
      for epsilon in 0.2 0.1 0.05 0.02 0.01 0; do
        evaluate --strategies distinct-beam --verifiers tvm,ovm,prm-valid,oracle --samples 20 --beam 4 \
          --p epsilon=$epsilon > "$scratch/$epsilon"
      done
      rows "$scratch" epsilon 0.2 0.1 0.05 0.02 0.01 0 > "$scratch/$1"
      ;;
    report) npm run -s report -- --task "$task" --json > "$scratch/$1" ;;
  esac
}

word-problems() {
  local five=(--levels 1-5 --problems 200 --samples 20 --beam 4 --seeds 3 --pairs)
  case $1 in
    evaluation)
      evaluate --strategies greedy,beam --verifiers tvm,ovm,prm-soft,prm-hard,prm-valid,confidence,oracle \
        "${five[@]}" > "$scratch/$1"
      ;;
    equal)
      evaluate --strategies beam --verifiers \
        tvm-equal,ovm-equal,prm-soft-equal,prm-hard-equal,prm-valid-equal,implicit-prm,confidence,oracle \
        "${five[@]}" > "$scratch/$1"
      ;;
    distinct)
      evaluate --strategies beam,distinct-beam --verifiers tvm,tvm-equal,confidence,oracle "${five[@]}" > "$scratch/$1"
      ;;
    levels)
      for level in 1 2 3 4 5; do
        local one=(--levels "$level-$level" --problems 100)
        evaluate --strategies greedy "${one[@]}" > "$scratch/a"
        evaluate --strategies beam --verifiers tvm,tvm-equal,oracle "${one[@]}" > "$scratch/b"
        join "$scratch/a" "$scratch/b" > "$scratch/$level"
      done
      rows "$scratch" level 1 2 3 4 5 > "$scratch/$1"
      ;;
    report) npm run -s report -- --task "$task" --levels 1-5 --problems 200 --json > "$scratch/$1" ;;
  esac
}

case $task in
  game24) all=(evaluation confidence temperature-1 rest report token-guided token-guided-drawn distinct distinct-rest distinct-epsilon) ;;
  word-problems) all=(evaluation equal distinct levels report) ;;
  *) echo "There is no task $task: take game24 or word-problems." >&2 && exit 2 ;;
esac
[ $# -gt 0 ] || set -- "${all[@]}"
for result in "$@"; do
  [[ " ${all[*]} " == *" $result "* ]] && continue
  echo "$task has no result $result: take one of ${all[*]}." >&2
  exit 2
done
for result in "$@"; do
  "$task" "$result"
  keep "$result"
done
