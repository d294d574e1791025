import { describe, expect, it } from 'vitest';
import { labelsCheck } from '../../../src/checks/labels';
import { drain, fakePorts, SAMPLING } from '../../fixtures/checks';
import { EOS, type Table } from '../../fixtures/fake-models';

describe('the check of labels', () => {
  it('has one mean for TVM, OVM and PRM-soft on every token, and variances in their order', async () => {
    const ports = fakePorts();
    const { events, result } = await drain(labelsCheck({ kind: 'labels', samples: 150, sampling: SAMPLING }, ports));
    expect(events).toHaveLength(150);
    expect(result.paths).toBe(150);
    expect(result.tokens.filter(({ parent }) => parent === null).reduce((sum, { paths }) => sum + paths, 0)).toBe(150);
    for (const { labels } of result.tokens) {
      expect(labels.tvm.mean).toBe(labels.ovm.mean);
      expect(labels['prm-soft'].mean).toBeCloseTo(labels.ovm.mean, 5);
      expect(labels['prm-hard'].mean).toBeGreaterThanOrEqual(labels.tvm.mean);
      expect(labels['prm-soft'].variance).toBeLessThanOrEqual(labels.ovm.variance + 1e-6);
    }
    expect(result.variance['prm-soft']).toBeGreaterThan(0);
    expect(result.variance.ovm).toBeGreaterThan(result.variance['prm-soft']);
    expect(ports.openPrefixes()).toBe(0);
  });

  it('labels the steps of a policy whose steps are no lines', async () => {
    // A line end after the first letter, the step's end after the second; the answer decides.
    const table: Table = {
      '0:': { a: 1 },
      '0:a': { '\n': 1 },
      '0:a\n': { b: 0.5, c: 0.5 },
      '0:a\nb': { d: 1 },
      '0:a\nc': { d: 1 },
      '1:': { 'The answer is ': 1 },
      '1:The answer is ': { x: 1 },
      '1:The answer is x': { [EOS]: 1 },
    };
    const ports = fakePorts(table, {}, 'd');
    const { result } = await drain(labelsCheck({ kind: 'labels', samples: 40, sampling: SAMPLING }, ports));
    const [a, lineEnd] = result.tokens;
    expect([a!.text, lineEnd!.text, a!.endsStep, lineEnd!.endsStep]).toEqual(['a', '\n', false, false]);
    expect(result.tokens.filter(({ endsStep }) => endsStep).map(({ text }) => text)).toEqual(['d', 'd']);
    // What is written with a c is wrong. Were the line a step, its label would be the share of right ones and not vary.
    expect(a!.labels['prm-soft'].variance).toBeGreaterThan(0.2);
    expect(lineEnd!.labels['prm-soft'].variance).toBeGreaterThan(0.2);
  });
});
