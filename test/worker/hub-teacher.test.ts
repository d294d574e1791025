/** A head on a tiny weak model teaches heads on another: each reads the text in tokens of its own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { gapsOf } from '../../src/measure/gap-recovered';
import { promptTokens } from '../../src/model/prompt';
import { modelHash } from '../../src/runtime/hub/model-hash';
import { DEFAULT_HEAD } from '../../src/workshop/head-trunk';
import { DEFAULT_REQUEST } from '../../src/workshop/request';
import { readCard } from '../../src/workshop/verifier-file';
import { openHead } from '../../workers/hub/hub-heads';
import type { HubModels } from '../../workers/hub/hub-models';
import { rememberedSampling, trainHeads, type HeadOrder, type TrainedHeads } from '../../workers/hub/hub-training';
import { textTeacher, translate } from '../../workers/hub/text-teacher';
import { passesSoFar } from '../../workers/passes';
import { readProblem, type Problem } from '../../workers/problems';
import { hubInNode, tinyHubBytes, type TinyHubModel } from '../fixtures/hub-models';

const problemOf = (prompt: string): Problem => ({
  ...readProblem('gsm8k', 'How many eggs are left of these? #### 9'),
  prompt,
  answerOf: (solution) => String(solution.length % 3),
  judge: (solution) => ({ answer: null, correct: solution.length % 2 === 0, stepsLegal: true }),
  firstError: () => null,
});
const TRAINING = Array.from({ length: 8 }, (_, i) => `Problem ${i + 1}: how many`);
const TEST = Array.from({ length: 4 }, (_, i) => `Test ${i + 1}: how many`);
const order = (changed: Partial<HeadOrder> = {}): HeadOrder => ({
  ...{ task: 'gsm8k', teacher: 'checker', head: DEFAULT_HEAD, limits: { maxSteps: 4, maxStepTokens: 20 } },
  ...{ training: TRAINING.map(problemOf), test: TEST.map(problemOf) },
  request: {
    ...{ ...DEFAULT_REQUEST, rules: ['ovm'], problems: 8, samples: 6, steps: 12, testProblems: 4, testSamples: 4 },
    ...{ levels: null, testLevels: null, start: 'policy' },
  },
  ...changed,
});

async function open(name: TinyHubModel, layer: number | 'last'): Promise<{ models: HubModels; sha256: string }> {
  const bytes = tinyHubBytes(name);
  const models = await hubInNode({ ...bytes, states: [layer] });
  return { models, sha256: await modelHash(bytes) };
}

/** Random weights seldom end a text: while more tokens do, there are solutions to judge. */
async function whileEnding<T>({ model }: HubModels, work: () => Promise<T>): Promise<T> {
  const before = model.ends.length;
  model.ends.push(...Array.from({ length: 20 }, (_, i) => 300 + i));
  const done = await work();
  model.ends.splice(before);
  return done;
}

describe('a head on another model', () => {
  let weak: HubModels;
  let strong: Awaited<ReturnType<typeof open>>;
  let teacher: ReturnType<typeof textTeacher>;
  let head: ReturnType<typeof openHead>['verifier'];
  const weakPrompt = (text: string): string => `Weak: ${text}`;
  beforeAll(async () => {
    const opened = await open('smollm2', 1);
    weak = opened.models;
    strong = await open('qwen2', 'last');
    const { runs } = await whileEnding(weak, () => trainHeads(order(), weak, opened.sha256));
    head = openHead(weak, opened.sha256, { file: 'weak.inkling.safetensors', bytes: runs[0]!.bytes }).verifier;
    const { tokenizer } = strong.models.policy;
    const promptsOf = new Map(
      [...TRAINING, ...TEST].map((text) => [promptTokens(tokenizer, text).join(), weakPrompt(text)]),
    );
    teacher = textTeacher({ head, tokenizer: weak.policy.tokenizer }, tokenizer, (prompt) =>
      promptsOf.get(prompt.join()),
    );
    return async () => {
      await weak.dispose();
      await strong.models.dispose();
    };
  });

  it('says of a text what it says of the same text of its own model, at every end of a step', async () => {
    const [{ tokenizer: from }, { tokenizer: to }] = [strong.models.policy, weak.policy];
    const parts = ['He has 3 eggs.\n', 'She buys 12 more.\n', 'The answer is 15'];
    const tokens = [...parts.flatMap((part) => from.encode(part)), from.eosToken];
    const prompt = promptTokens(from, TRAINING[0]!);
    const root = await teacher.open(prompt);
    const [said] = await teacher.score([{ prefix: root, tokens, logprobs: tokens.map(() => 0) }]);
    expect(said!.values).toHaveLength(tokens.length);

    const own = await head.open(promptTokens(to, weakPrompt(TRAINING[0]!)));
    const { tokens: translated, placeOf } = translate(tokens, from, to);
    expect(to.decode(translated.slice(0, -1))).toBe(parts.join(''));
    const [direct] = await head.score([{ prefix: own, tokens: translated, logprobs: translated.map(() => 0) }]);
    expect([...said!.values]).toEqual(placeOf.map((place) => direct!.values[place]));
    expect(said!.values.at(-1)).toBe(direct!.values.at(-1));
    // The token in which a step ends is that in which it ends for the weak model.
    let [length, at] = [0, -1];
    for (const part of parts.slice(0, 2)) {
      at += from.encode(part).length;
      length += part.length;
      const before = to.decode(translated.slice(0, placeOf[at]));
      const through = to.decode(translated.slice(0, placeOf[at]! + 1));
      expect([before.length < length, through.length >= length]).toEqual([true, true]);
    }
    // A beginning that is gone on with is the same text.
    const [first] = await teacher.score([{ prefix: root, tokens: tokens.slice(0, 4), logprobs: [0, 0, 0, 0] }]);
    const passes = passesSoFar();
    const rest = tokens.slice(4);
    const [second] = await teacher.score([{ prefix: first!.prefix, tokens: rest, logprobs: rest.map(() => 0) }]);
    expect([...second!.values]).toEqual([...said!.values.slice(4)]);
    expect(passesSoFar()).toBe(passes);
    head.release(own);
    head.release(direct!.prefix);
    expect(head.openPrefixes).toBe(0);
  });

  it('gives what does not fit into its model the last value that does', async () => {
    const { tokenizer } = strong.models.policy;
    const short = Object.create(head, {
      contextTokens: { value: promptTokens(weak.policy.tokenizer, weakPrompt(TRAINING[0]!)).length + 5 },
      open: { value: head.open.bind(head) },
      score: { value: head.score.bind(head) },
      release: { value: head.release.bind(head) },
    }) as typeof head;
    const narrow = textTeacher({ head: short, tokenizer: weak.policy.tokenizer }, tokenizer, () =>
      weakPrompt(TRAINING[0]!),
    );
    const tokens = tokenizer.encode('He has 3 eggs and buys 12 more of them, too.');
    const root = await narrow.open(promptTokens(tokenizer, TRAINING[0]!));
    const [said] = await narrow.score([{ prefix: root, tokens, logprobs: tokens.map(() => 0) }]);
    const { placeOf } = translate(tokens, tokenizer, weak.policy.tokenizer);
    const last = said!.values[placeOf.indexOf(4)]!;
    expect(placeOf.at(-1)).toBeGreaterThan(4);
    expect([...said!.values].filter((_, i) => placeOf[i]! > 4).every((value) => value === last)).toBe(true);
  });

  it('takes the place of the checker, and the gap to a ceiling from the same samples can be told', async () => {
    const sample = rememberedSampling();
    const train = (changed: Partial<HeadOrder>): Promise<TrainedHeads> =>
      whileEnding(strong.models, () => trainHeads(order({ sample, ...changed }), strong.models, strong.sha256));
    const taught = await train({ teacher: { name: head.id, verifier: teacher } });
    expect(readCard(taught.runs[0]!.bytes, 'x').data['teacher']).toBe(head.id);
    expect(taught.teacher!.places).toHaveLength(4);
    const taken = new Set(taught.runs.map(({ id }) => id.slice('head:'.length)));
    const ceiling = await train({ taken });
    expect(ceiling.teacher).toBeNull();
    // Another teacher, other labels; and another file beside the first.
    expect(ceiling.runs[0]!.file).not.toBe(taught.runs[0]!.file);
    expect(ceiling.runs[0]!.bytes).not.toEqual(taught.runs[0]!.bytes);
    const side = ({ runs }: TrainedHeads) => ({
      runs: runs.map(({ id, ...run }) => ({ ...run, head: { id } })),
      searched: null,
    });
    const [gap] = gapsOf({ ...side(taught), teacher: taught.teacher }, side(ceiling), head.id);
    expect(gap!.auc).toMatchObject({ problems: 4 });
    for (const value of [gap!.auc!.teacher, gap!.auc!.student, gap!.auc!.ceiling]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
    expect(head.openPrefixes).toBe(0);
  });
});
