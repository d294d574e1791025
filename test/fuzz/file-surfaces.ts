/** Files that a reader opens or that a site serves: traces, trees of other tools, descriptions of models, weights. */
import { readFileSync } from 'node:fs';
import * as flavour from 'onnxruntime-web/wasm';
import { readRuntimeWasm } from '../../src/cli/model-files';
import { AppError } from '../../src/core/errors';
import { pick, type Rng } from '../../src/core/rng';
import { listTrees, readTree } from '../../src/import/listing';
import { readLesson } from '../../src/lessons/schema';
import { findPack, readEngineFiles, verifiersOf } from '../../src/runtime/engine-files';
import { fetchListing } from '../../src/runtime/hub/listing';
import { usablePlans } from '../../src/runtime/hub/plan';
import { networkFiles } from '../../src/runtime/network-files';
import { readTrace, type ReadTrace } from '../../src/trace/read';
import { encodeTrace } from '../../src/trace/codec';
import { loadModels } from '../../workers/models';
import { useOrt } from '../../workers/ort';
import { fixture } from '../unit/import/files';
import { filesOf, TINY_PACK } from '../unit/runtime/fake-files';
import { beamTrace } from '../unit/trace/fixtures';
import { refusal, type Surface } from './contract';
import { damageBytes, damagedFile, damageText } from './mutate';

const outcomeOf = (read: { ok: true } | { ok: false; code: string; message: string }): string =>
  read.ok ? 'read' : refusal(read.code, read.message);

const ownTrace = beamTrace().then((trace) => JSON.parse(encodeTrace(trace)) as unknown);

export const traces: Surface = {
  name: 'traces',
  async attempt(rng) {
    const read: ReadTrace = readTrace(damagedFile(rng, await ownTrace));
    // What was taken in can be written and read again.
    if (read.ok && !readTrace(encodeTrace(read.trace)).ok) throw new Error('not read again');
    return outcomeOf(read);
  },
};

const FOREIGN = [
  ...['llm-reasoners-beam.json', 'llm-reasoners-mcts.json', 'ovm-steps.jsonl', 'ovm-scores.jsonl'],
  ...['beam_search_completions.jsonl', 'tree.ll.json'],
].map((name) => fixture(name).toString());

/** Its first line where it has lines: the whole of it takes longer and shows no more. */
function foreignRecord(text: string): unknown {
  try {
    return JSON.parse(text.split('\n')[0]!);
  } catch {
    return JSON.parse(text);
  }
}
const RECORDS = FOREIGN.map((text) => {
  try {
    return foreignRecord(text);
  } catch {
    return null;
  }
});

export const imports: Surface = {
  name: 'imports',
  async attempt(rng) {
    const at = rng.integer(0, FOREIGN.length - 1);
    const record = RECORDS[at];
    const content = record && rng.integer(0, 3) > 0 ? damagedFile(rng, record) : damageText(rng, FOREIGN[at]!);
    const bytes = new Blob([content]);
    const { entries, skipped } = await listTrees(bytes);
    for (const { reason } of skipped) refusal('skipped', reason);
    const outcomes = [];
    for (const entry of entries.slice(0, 3)) outcomes.push(outcomeOf(await readTree(bytes, entry)));
    return outcomes.find((outcome) => outcome !== 'read') ?? 'read';
  },
};

const BASE = new URL('https://site.example/');
const FILES = filesOf(TINY_PACK);
const MANIFEST = `models/${TINY_PACK}/manifest.json`;
const parsed = (path: string): unknown => JSON.parse(new TextDecoder().decode(FILES[path]));
const LESSON: unknown = JSON.parse(readFileSync('public/lessons/tour.en.json', 'utf8'));
const LISTING = {
  sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
  gated: false,
  private: false,
  cardData: { license: 'apache-2.0' },
  tags: ['onnx', 'license:mit'],
  safetensors: { total: 1000 },
  siblings: ['config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/model_quantized.onnx'].map((rfilename) => ({
    rfilename,
    size: 1000,
    lfs: { sha256: '0'.repeat(64), size: 1000 },
  })),
};

/** Answers every request out of these files while `work` runs; no case is at work beside another one. */
async function served<T>(files: Readonly<Record<string, BodyInit | undefined>>, work: () => Promise<T>): Promise<T> {
  const before = globalThis.fetch;
  globalThis.fetch = async (url) => {
    const path = new URL(url as string).pathname.slice(1);
    return files[path] === undefined ? new Response('', { status: 404 }) : new Response(files[path]);
  };
  try {
    return await work();
  } finally {
    globalThis.fetch = before;
  }
}

const engineFiles = () => ({
  source: networkFiles(BASE),
  webgpu: {
    runtime: { path: 'runtime.wasm', url: null, sizeBytes: 4 },
    worker: { path: 'worker.js', url: 'worker.js' },
  },
});

/** Reads the tiny pack through what a site's page reads it with. */
function readSite(files: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>) {
  return served({ ...FILES, ...files }, async () => {
    const site = engineFiles();
    const pack = await findPack(site, 'game24');
    const wants = { runtime: true, policy: true, verifiers: verifiersOf(pack).slice(0, 1) };
    return readEngineFiles(site, site.webgpu, pack, wants, () => undefined);
  });
}

export const manifests: Surface = {
  name: 'manifests',
  async attempt(rng) {
    const kind = rng.integer(0, 4);
    if (kind === 0) {
      const lesson = readLesson(damagedFile(rng, LESSON));
      return lesson ? 'read' : 'no-lesson';
    }
    if (kind === 1) {
      const address = { host: 'https://hub.example', id: 'a/b' };
      const listing = await served({ 'api/models/a/b': damagedFile(rng, LISTING) }, () => fetchListing(address));
      usablePlans(listing, { backend: pick(rng, ['wasm', 'webgpu']), hasHalf: true, memoryGiB: 8 });
      return 'read';
    }
    const path = pick(rng, ['models/index.json', MANIFEST]);
    await readSite({ [path]: damagedFile(rng, parsed(path)) });
    return 'read';
  },
};

const ofPack = (name: string): string => `models/${TINY_PACK}/${name}`;
const MODEL_FILES = [
  ...['policy/onnx/step.onnx', 'policy/onnx/model.onnx', 'tvm/onnx/step.onnx', 'tvm/onnx/model.onnx'],
  ...['policy/tokenizer.json', 'policy/tokenizer_config.json', 'policy/config.json', 'tvm/config.json', 'parity.json'],
];
/** One case in so many gives the damaged file to the runtime, as if the manifest described it. */
const UNHASHED = 8;
const runtime = readRuntimeWasm();

function damagedModelFile(rng: Rng): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } {
  const name = pick(rng, MODEL_FILES);
  const bytes = FILES[ofPack(name)]!;
  const isText = name.endsWith('.json') && rng.integer(0, 1) === 1;
  const damaged = isText ? new TextEncoder().encode(damagedFile(rng, parsed(ofPack(name)))) : damageBytes(rng, bytes);
  return { name, bytes: damaged };
}

export const weights: Surface = {
  name: 'weights',
  prepare: loadsUndamaged,
  async attempt(rng) {
    const { name, bytes } = damagedModelFile(rng);
    if (rng.integer(0, UNHASHED - 1) > 0) {
      const isSame = Buffer.compare(bytes, FILES[ofPack(name)]!) === 0;
      await readSite({ [ofPack(name)]: bytes, [ofPack('ovm/onnx/model.onnx')]: FILES[ofPack('ovm/onnx/model.onnx')]! });
      // The site's page reads the policy and one verifier.
      const isRead = name.startsWith('policy/') || name === 'parity.json';
      if (isRead && !isSame) throw new Error(`${name} is damaged, and was taken`);
      return 'read';
    }
    useOrt(flavour);
    const files = Object.fromEntries(MODEL_FILES.map((file) => [file, FILES[ofPack(file)]!.slice()]));
    const pack = { id: TINY_PACK, files: { ...files, 'manifest.json': FILES[MANIFEST]!, [name]: bytes } };
    const loaded = await loadModels({ runtimeWasm: await runtime, pack, verifiers: ['tvm'], backend: 'wasm' });
    await loaded.dispose();
    return 'loaded';
  },
};

/** That the runtime still works after all that it was given. */
export async function loadsUndamaged(): Promise<void> {
  useOrt(flavour);
  const files = Object.fromEntries(MODEL_FILES.map((file) => [file, FILES[ofPack(file)]!.slice()]));
  const pack = { id: TINY_PACK, files: { ...files, 'manifest.json': FILES[MANIFEST]! } };
  const loaded = await loadModels({ runtimeWasm: await runtime, pack, verifiers: ['tvm'], backend: 'wasm' });
  await loaded.dispose();
  if (loaded.models.length !== 2) throw new AppError('internal', 'The pack was not loaded.');
}
