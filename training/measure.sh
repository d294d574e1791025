#!/usr/bin/env bash
# Measures the shipped pack of a task anew, into training/results: what its card, the README and the figures tell.
# Usage: training/measure.sh game24 [RESULT ...], or word-problems; without a RESULT, all of the task's:
#   evaluation   strategies and verifiers on the test split, and which differences are more than chance
#   confidence   temperature-1   rest   report   token-guided   token-guided-drawn   (game24)
#   equal        levels          report                         (word-problems)
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
    levels)
      for level in 1 2 3 4 5; do
        local one=(--levels "$level-$level" --problems 100)
        evaluate --strategies greedy "${one[@]}" > "$scratch/a"
        evaluate --strategies beam --verifiers tvm,tvm-equal,oracle "${one[@]}" > "$scratch/b"
        join "$scratch/a" "$scratch/b" > "$scratch/$level"
      done
      node -e '
        const rows = [1, 2, 3, 4, 5].map((level) => {
          const { cells } = JSON.parse(require("fs").readFileSync(`${process.argv[1]}/${level}`, "utf8"));
          return { level, cells };
        });
        process.stdout.write(JSON.stringify({ rows }));
      ' "$scratch" > "$scratch/$1"
      ;;
    report) npm run -s report -- --task "$task" --levels 1-5 --problems 200 --json > "$scratch/$1" ;;
  esac
}

case $task in
  game24) all=(evaluation confidence temperature-1 rest report token-guided token-guided-drawn) ;;
  word-problems) all=(evaluation equal levels report) ;;
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
