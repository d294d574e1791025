/**
 * Where a value model's labels come from: n sampled solutions as a tree of their shared beginnings, and on every token
 * the labels that its rows of training data get (`rollouts/labels.ts` says which), each sampled path being a row.
 */
import { PrefixScope } from '../model/prefix-scope';
import { labelTree, type LabelTree } from '../rollouts/label-tree';
import { samplePaths } from '../rollouts/sample';
import type { JudgedPath, SampledPath, Sampling } from '../rollouts/types';
import type { CheckBudget } from './check';
import { countProblem, defineCheck, samplingProblem } from './define';
import { openPolicyPrefix } from './prefix';

export interface LabelsOptions {
  readonly kind: 'labels';
  readonly samples: number;
  readonly sampling: Sampling;
}

export type LabelsEvent = { readonly type: 'path' } & SampledPath;

export interface LabelsResult extends LabelTree {
  readonly kind: 'labels';
  readonly paths: number;
  readonly correct: number;
  readonly budget: CheckBudget;
}

export const labelsCheck = defineCheck<LabelsOptions, LabelsEvent, LabelsResult>(
  ({ samples, sampling }) => countProblem('samples', samples) ?? samplingProblem(sampling),
  async function* ({ samples: count, sampling }, ports, control) {
    const { policy, truth } = ports;
    const scope = new PrefixScope(policy);
    const rows: JudgedPath[] = [];
    let policyTokens = 0;
    const onTokens = (count: number): void => void (policyTokens += count);
    try {
      const opened = await openPolicyPrefix(policy, scope, truth.prompt, [], control.signal);
      const request = { ...opened, before: '', count, stream: 0, sampling };
      for await (const row of samplePaths(request, ports, { ...control, onTokens })) {
        rows.push(row);
        yield { type: 'path', ...row.path };
      }
    } finally {
      scope.releaseExcept([]);
    }
    const correct = rows.filter(({ path }) => path.correct).length;
    return {
      kind: 'labels',
      ...labelTree(rows),
      paths: rows.length,
      correct,
      budget: { policyTokens, valueTokens: 0 },
    };
  },
);
