import { describe, expect, it } from 'vitest';
import type { HubLoaded } from '../../../src/protocol/hub';
import { DEFAULT_PARAMETERS, HUB_PARAMETERS } from '../../../src/tasks/registry';
import { atTask, withHubModel, withoutHubModel } from '../../../src/ui/shell/settings';
import { DEFAULT_STATE, withTask, type UrlState } from '../../../src/url/fields';

const LOADED = { verifiers: ['confidence'], hasChatTemplate: true } as unknown as HubLoaded;
const stories = withTask(DEFAULT_STATE, 'word-problems');
const hub = (state: UrlState): UrlState => withHubModel(state, 'owner/name', LOADED);

describe('what a hub model begins with', () => {
  it('is few candidates with room for sentences, and is taken back with it', () => {
    expect(hub(stories).parameters).toMatchObject({ samples: 4, beam: 2, maxSteps: 20, maxStepTokens: 120 });
    expect(withoutHubModel(hub(stories)).parameters).toEqual(stories.parameters);
    expect(HUB_PARAMETERS.gsm8k).toEqual(DEFAULT_PARAMETERS.gsm8k);
  });

  it('leaves alone what the reader chose, and the seed', () => {
    const chosen = { ...stories, parameters: { ...stories.parameters, samples: 8 } };
    expect(hub(chosen).parameters).toEqual(chosen.parameters);
    const seeded = { ...stories, parameters: { ...stories.parameters, seed: 7 } };
    expect(hub(seeded).parameters).toMatchObject({ samples: 4, seed: 7 });
  });

  it('leaves alone what was chosen for a task that it has no chance at', () => {
    const { parameters, task } = hub(DEFAULT_STATE);
    expect([DEFAULT_STATE.task, task, parameters.samples]).toEqual(['game24', 'gsm8k', 4]);
    const options = { width: 3 };
    const asked = { ...DEFAULT_STATE.parameters, samples: 6, beam: 3, temperature: 1, seed: 5, options };
    expect(hub({ ...DEFAULT_STATE, parameters: asked }).parameters).toEqual({
      ...{ ...HUB_PARAMETERS.gsm8k, samples: 6, beam: 3, temperature: 1, seed: 5, options },
    });
    // One of the two alone could be no width of a beam.
    const wide = { ...DEFAULT_STATE.parameters, beam: 10 };
    expect(hub({ ...DEFAULT_STATE, parameters: wide }).parameters).toMatchObject({ samples: 20, beam: 10 });
  });

  it('holds for a task that is chosen later, and only with such a model', () => {
    const asked = hub(stories);
    expect(asked.task).toBe('word-problems');
    expect(atTask(hub(withTask(stories, 'gsm8k')), 'word-problems', true).parameters).toMatchObject({ samples: 4 });
    expect(atTask(stories, 'game24', false).parameters).toMatchObject({ samples: 20, maxStepTokens: 40 });
    expect(atTask(stories, 'word-problems', true)).toBe(stories);
  });
});
