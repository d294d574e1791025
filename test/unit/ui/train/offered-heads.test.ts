import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HeadFile } from '../../../../src/protocol/train';
import type { EnginePort } from '../../../../src/ui/shell/ports';
import { PageSession } from '../../../../src/ui/shell/page-session.svelte';
import { parseUrl } from '../../../../src/url/parse';

const headOf = (id: string, task: HeadFile['task'] = 'game24', bytes = [1]): HeadFile => ({
  ...{ id, task, scale: 'probability', rule: 'tvm', file: `${id}.safetensors`, bytes: Uint8Array.from(bytes) },
});
const port = {
  packOffer: vi.fn(async () => ({ tasks: ['game24', 'word-problems'], verifiers: ['tvm', 'ovm'] })),
  addHead: vi.fn(),
  load: vi.fn(async () => ({ backend: 'wasm', backendReason: 'x', models: [] })),
  isLoaded: () => true,
};
const open = async (query = ''): Promise<PageSession> => {
  const session = new PageSession(port as unknown as EnginePort, parseUrl(query));
  await session.learnOffer();
  return session;
};
const trainedOf = ({ offeredVerifiers }: PageSession) => offeredVerifiers.filter((id) => id.startsWith('head:'));

beforeEach(() => {
  vi.clearAllMocks();
  vi.stubGlobal('document', { hidden: false });
});

describe('a verifier that a reader trained', () => {
  it('is offered beside its own task’s, last, with its scale, and handed to the engine', async () => {
    const session = await open();
    const head = headOf('head:mine');
    session.offer.addHead(head);
    session.offer.addHead(headOf('head:stories', 'word-problems'));
    expect(session.offeredVerifiers.at(-1)).toBe('head:mine');
    expect(trainedOf(session)).toEqual(['head:mine']);
    expect(session.offer.scaleOf('head:mine')).toBe('probability');
    expect(port.addHead).toHaveBeenCalledWith(head);
    session.change({ verifier: 'head:mine' });
    await session.learnOffer();
    // It is there: nothing takes its place.
    expect([session.settings.verifier, session.urlProblems]).toEqual(['head:mine', []]);
    await session.chooseTask('word-problems');
    expect(trainedOf(session)).toEqual(['head:stories']);
    expect(session.settings.verifier).toBe('tvm');
  });

  it('is not here on a page that is opened by a link to it: the default takes its place, with a sentence', async () => {
    const session = await open('?verifier=head:mine');
    expect(session.settings.verifier).toBe('tvm');
    expect(session.urlProblems).toMatchObject([{ code: 'not-offered', field: 'verifier', value: 'head:mine' }]);
  });

  it('keeps its name: the same file changes nothing, another one is refused', async () => {
    const session = await open();
    session.offer.addHead(headOf('head:mine'));
    session.offer.addHead(headOf('head:mine'));
    expect(trainedOf(session)).toEqual(['head:mine']);
    expect(() => session.offer.addHead(headOf('head:mine', 'game24', [2]))).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    expect(port.addHead).toHaveBeenCalledOnce();
  });
});
