/**
 * Runs what each chapter of the site's lessons sets the page to, with the shipped models, and holds the chapter to what it
 * says of it: in every language, since a test of the words holds them to the same.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCheck } from '../../src/checks/run-check';
import { findVerifier, runSearch } from '../../src/cli/run-search';
import { headName } from '../../src/cli/head-files';
import { loadNodeModels, loadWorkshop } from '../../src/cli/node-models';
import type { TaskId } from '../../src/core/ids';
import { readLesson, type Chapter, type ChapterTraining } from '../../src/lessons/schema';
import type { TrainedRun } from '../../src/protocol/train';
import { STRATEGIES } from '../../src/search/registry';
import { problemOf, TASKS } from '../../src/tasks/registry';
import { solutionText, treeAt } from '../../src/trace/reducer';
import { largestFall } from '../../src/ui/lessons/trying.svelte';
import { firstChoice } from '../../src/ui/views/train/presets';
import { LESSONS, type UrlState } from '../../src/url/fields';
import { parseFields } from '../../src/url/parse';
import { truthOf, type Truth } from '../../src/viz/truth';
import { buildViewTree, pathTo } from '../../src/viz/view-tree';
import { readProblem } from '../../workers/problems';
import { runOrder } from '../../workers/train-order';
import { CLAIMS, type Claim } from '../fixtures/lesson-claims';

type Fields = Readonly<Record<string, string | number>>;

const stateOf = (fields: Fields): UrlState =>
  parseFields(Object.entries(fields).map(([name, value]) => [name, `${value}`] as const)).state;

/** One search, and what is true of its steps. */
async function search(fields: Fields) {
  const state = stateOf(fields);
  const models = await loadNodeModels(state.task, [state.verifier]);
  try {
    const problem = readProblem(state.task, state.problem);
    const verifier = findVerifier(state.verifier, models, problem);
    const strategy = STRATEGIES.find(({ id }) => id === state.strategy)!;
    const { events, result } = await runSearch(
      strategy,
      problem,
      { policy: models.policy, verifier },
      state.parameters,
    );
    const tree = treeAt(events);
    const view = buildViewTree(tree.nodes);
    const end = tree.done?.id ?? null;
    const path = end === null ? [] : pathTo(view, view.shownAs.get(end) ?? null);
    const teller = problemOf(state.task, problem.text)!;
    const steps = [...view.nodes.values()].filter(({ depth }) => depth > 0);
    const truth = (id: number): Truth | null =>
      truthOf(solutionText(tree.nodes, id), tree.nodes[id]!.status === 'finished', teller);
    return { state, events, result, tree, path, steps, truth, verifier: verifier.id };
  } finally {
    await models.dispose();
  }
}
type Searched = Awaited<ReturnType<typeof search>>;

async function judged({ state, events, tree }: Searched, ids: readonly string[]): Promise<number> {
  const models = await loadNodeModels(state.task, ids);
  try {
    const problem = readProblem(state.task, state.problem);
    const verifierOf = (id: string) => findVerifier(id, models, problem);
    const options = { kind: 'frozen', nodes: tree.nodes, events, verifiers: ids } as const;
    const result = await runCheck(options, { policy: models.policy, verifierOf, truth: problem }, {}, () => undefined);
    if (result.kind !== 'frozen') throw new Error('It was asked something else.');
    return Math.max(...result.verifiers.map(({ differing }) => differing));
  } finally {
    await models.dispose();
  }
}

async function variances(fields: Fields) {
  const { task, problem: text, parameters } = stateOf(fields);
  const models = await loadNodeModels(task, []);
  try {
    const problem = readProblem(task, text);
    const { seed, maxSteps, maxStepTokens } = parameters;
    const sampling = { temperature: 1, seed, maxSteps, maxStepTokens };
    const verifierOf = () => {
      throw new Error('No verifier is asked.');
    };
    const ports = { policy: models.policy, verifierOf, truth: problem };
    const result = await runCheck({ kind: 'labels', samples: 256, sampling }, ports, {}, () => undefined);
    if (result.kind !== 'labels') throw new Error('It was asked something else.');
    return result.variance;
  } finally {
    await models.dispose();
  }
}

async function training(task: TaskId, wanted: ChapterTraining): Promise<TrainedRun> {
  const loaded = await loadWorkshop(task, []);
  try {
    const { teacher, ...request } = { ...firstChoice(TASKS[task]), ...wanted };
    const { runs } = await runOrder({ task, teacher, request, taken: [] }, loaded, {});
    return runs[0]!;
  } finally {
    await loaded.models.dispose();
  }
}

const trainings = new Map<string, Promise<TrainedRun>>();
/** Several chapters are about one training. */
function trainOnce({ state, do: task }: Pick<Chapter, 'state' | 'do'>): Promise<TrainedRun> {
  if (!task?.train) throw new Error('The chapter trains nothing.');
  const key = JSON.stringify(task.train);
  const found = trainings.get(key) ?? training(stateOf(state).task, task.train);
  trainings.set(key, found);
  return found;
}

const searched = new Map<string, Promise<Searched>>();
/** Several claims are about one search. */
function searchOnce(fields: Fields): Promise<Searched> {
  const key = JSON.stringify(fields);
  const found = searched.get(key) ?? search(fields);
  searched.set(key, found);
  return found;
}

/** Resolves where it is so, and else fails. */
async function hold(claim: Claim, chapter: Chapter, chapters: readonly Chapter[]): Promise<void> {
  const { state, do: task } = chapter;
  const { view: _, ...fields } = state;
  if (claim.kind === 'refused') {
    const { task: id, problem } = stateOf({ ...fields, ...task?.set });
    const read = TASKS[id].parse(problem);
    expect(!read.ok && JSON.stringify(read)).toContain(claim.sentence);
    return;
  }
  if (claim.kind === 'warned') {
    const read = TASKS[stateOf(fields).task].parse(stateOf(fields).problem);
    expect(read.ok && read.problem.warning).not.toBe(null);
    return;
  }
  if (claim.kind === 'with') {
    for (const other of claim.claims) await hold(other, { state: { ...fields, ...claim.set } } as Chapter, chapters);
    return;
  }
  if (claim.kind === 'learned') {
    const { test, points, exploded } = await trainOnce(chapter);
    const held = points.flatMap(({ heldOut }) => heldOut ?? []);
    expect([test.auc! > claim.auc, held.at(-1)! < held[0]!, exploded]).toEqual([true, true, false]);
    return;
  }
  if (claim.kind === 'with-trained') {
    const { head } = await trainOnce(chapter);
    const file = join(mkdtempSync(join(tmpdir(), 'inkling-lesson-')), head.file);
    writeFileSync(file, head.bytes);
    const verifier = headName(`head:${file}`);
    for (const other of claim.claims) await hold(other, { ...chapter, state: { ...fields, verifier } }, chapters);
    return;
  }
  if (claim.kind === 'worse') {
    const other = chapters[claim.than - 1]!;
    expect(task?.train).toEqual({ ...other.do?.train, ...claim.but });
    expect((await trainOnce(chapter)).test.auc).toBeLessThan((await trainOnce(other)).test.auc!);
    return;
  }
  if (claim.kind === 'least-variance') {
    const { [claim.label]: least, ...others } = await variances(fields);
    expect(Math.min(...Object.values(others))).toBeGreaterThan(least);
    return;
  }
  if (claim.kind === 'equal-cost') {
    const costs = await Promise.all(
      claim.strategies.map(async (strategy) => (await searchOnce({ ...fields, strategy })).result.budget.policyTokens),
    );
    expect(Math.max(...costs) / Math.min(...costs)).toBeLessThan(1.1);
    return;
  }
  const found = await searchOnce(fields);
  const { steps, path, result, tree, truth } = found;
  if (claim.kind === 'policy-tokens') {
    expect(Math.abs(result.budget.policyTokens / claim.about - 1)).toBeLessThan(0.02);
  } else if (claim.kind === 'first-steps') {
    const first = tree.nodes.filter(({ parent }) => parent === 0);
    const different = first.filter(({ duplicateOf }) => duplicateOf === undefined);
    expect([first.length, different.length]).toEqual([claim.written, claim.different]);
    if (claim.truths) for (const { id } of different) expect(claim.truths).toContain(truth(id));
  } else if (claim.kind === 'parts') {
    expect(await judged(found, claim.verifiers)).toBeGreaterThan(0);
  } else if (claim.kind === 'ends') {
    expect(claim.as).toContain(result.answer === null ? 'none' : result.correct ? 'right' : 'wrong');
  } else if (claim.kind === 'lines') {
    expect(path.slice(1, -1).map(({ node }) => node.text.trim())).toEqual(claim.lines);
  } else if (claim.kind === 'fall') {
    const { node, token } = largestFall(path, found.verifier)!;
    const { depth, node: step } = path.find(({ id }) => id === node)!;
    const valueOf = (at: number): number => step.tokens[at]!.values![found.verifier]!;
    expect([depth, step.tokens[token]!.text]).toEqual([1, claim.token]);
    expect(valueOf(token - 1)).toBeGreaterThan(claim.from);
    expect(valueOf(token)).toBeLessThan(claim.to);
  } else if (claim.kind === 'finished') {
    const finished = steps.filter(({ status }) => status === 'finished');
    expect(finished.length).toBeGreaterThanOrEqual(claim.least);
    expect(new Set(finished.map(({ id }) => truth(id)))).toEqual(new Set([claim.truth]));
    const best = Math.max(...finished.map(({ node }) => node.value!));
    expect(tree.nodes[tree.done!.id!]!.value).toBe(best);
  } else {
    const step = steps.find(({ node }) => node.text.trim() === claim.text);
    if (!step) throw new Error(`There is no step ${claim.text}.`);
    expect(truth(step.id)).toBe(claim.truth);
    if (claim.isFirst) expect(step.depth).toBe(1);
    if (claim.isChosen) expect(path).toContain(step);
    if (claim.status) expect(step.status).toBe(claim.status);
    if (claim.value) expect(step.node.value!.toFixed(2)).toBe(claim.value);
  }
}

describe.each(LESSONS)('the lesson %s', (name) => {
  const { chapters } = readLesson(readFileSync(`public/lessons/${name}.en.json`, 'utf8'))!;

  it.each(chapters.map((chapter, i) => [i + 1, chapter.title, chapter] as const))(
    'chapter %i, %s: what it says is so',
    async (at, _, chapter) => {
      const { claims } = CLAIMS[`${name}:${at}`]!;
      expect(chapter.do?.point ?? claims[0]).toBeDefined();
      for (const claim of claims) await hold(claim, chapter, chapters);
      // What its button points at in the tree is there.
      const point = chapter.do?.point;
      if (point && 'step' in point) {
        const { view: __, ...fields } = chapter.state;
        const { steps } = await searchOnce(fields);
        expect(steps.map(({ node }) => node.text.trim())).toContain(point.step);
      }
    },
  );
});
