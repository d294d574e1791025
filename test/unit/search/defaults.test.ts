import { describe, expect, it } from 'vitest';
import { STRATEGY_IDS } from '../../../src/core/ids';
import { DEFAULT_STRATEGY, parameterProblem } from '../../../src/search/defaults';
import { DEFAULT_PARAMETERS } from '../../../src/tasks/registry';
import { round } from '../../../src/core/precision';
import { STRATEGIES, strategyOf } from '../../../src/search/registry';

const defaults = DEFAULT_PARAMETERS.game24;

describe('parameters', () => {
  it('accepts the defaults for every strategy', () => {
    for (const id of STRATEGY_IDS) expect(parameterProblem(id, defaults)).toBeNull();
  });

  it.each([
    [{ samples: 0 }, 'The number of samples (K) must be a whole number from 1 to 1024, and this is 0.'],
    [{ samples: 1025 }, 'The number of samples (K) must be a whole number from 1 to 1024, and this is 1025.'],
    [{ samples: 2.5 }, 'The number of samples (K) must be a whole number from 1 to 1024, and this is 2.5.'],
    [{ beam: NaN }, 'The number of beams (b) must be a whole number from 1 to 1024, and this is NaN.'],
    [{ temperature: -1 }, 'The temperature must be a number from 0 to 5, and this is -1.'],
    [{ seed: 2 ** 31 }, 'The seed must be a whole number from 0 to 2147483647, and this is 2147483648.'],
    [
      { beam: 40 },
      'The samples (K = 20) must be a multiple of the beams (b = 40): for this K, b can be 1, 2, 4, 5, 10, 20.',
    ],
  ])('refuses %o with one sentence', (changed, sentence) => {
    expect(parameterProblem('beam', { ...defaults, ...changed })).toBe(sentence);
  });

  it('does not ask the beams to divide the samples of a strategy without beams', () => {
    expect(parameterProblem('majority', { ...defaults, samples: 7 })).toBeNull();
  });
});

describe('the registry', () => {
  it('finds each strategy by its identifier, and nothing else', () => {
    expect(STRATEGIES.map(({ id }) => id)).toEqual(STRATEGY_IDS);
    for (const strategy of STRATEGIES) expect(strategyOf(strategy.id)).toBe(strategy);
    expect(strategyOf(DEFAULT_STRATEGY)).not.toBeNull();
    expect(strategyOf('magic')).toBeNull();
    expect(strategyOf('toString')).toBeNull();
  });
});

describe('round', () => {
  it.each([
    [0.123456789, 0.123457],
    [-12.3456789, -12.3457],
    [1e-9 / 3, 3.33333e-10],
    [-0, 0],
    [1, 1],
  ])('rounds %d to %d', (value, expected) => expect(round(value)).toBe(expected));

  it.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => round(value)).toThrow(expect.objectContaining({ code: 'backend-wrong-numbers' }) as Error);
  });
});
