/** A page that has models at once, as those see it who ask them. */
import { vi } from 'vitest';
import type { ModelWork } from '../../../src/protocol/model-host';
import type { UrlState } from '../../../src/url/fields';
import { DEFAULT_STATE } from '../../../src/url/fields';
import { messagesFor } from '../../../src/words';
import type { Asking } from '../../../src/ui/shell/asking';
import { Jobs } from '../../../src/ui/shell/jobs.svelte';
import type { LoadedEngine } from '../../../src/ui/shell/ports';

export const POLICY = { id: 'p/policy', role: 'policy', parameters: 1 } as const;
const LOADED: LoadedEngine = { backend: 'wasm', backendReason: 'x', models: [POLICY] };

export function fakeAsking(port: Partial<ModelWork>, settings: UrlState = DEFAULT_STATE, loaded = () => LOADED) {
  const jobs = new Jobs();
  const refuse = vi.fn<(sentence: string | null) => void>();
  const ask: Asking['ask'] = (kind, { task, problem, verifierOptions = settings.verifierOptions }, work) =>
    jobs.start(kind, (job) => {
      job.onStop(() => port.stop?.(job.id));
      return work(port as ModelWork, { runId: job.id, task, problem, verifierOptions }, { loaded: loaded(), job });
    });
  return {
    ...{ settings, ask, jobs, refuse, messages: messagesFor('en') },
    stop: () => jobs.stop(),
    tell: vi.fn<(error: unknown) => void>(),
  };
}
