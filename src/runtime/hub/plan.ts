/** Which files of a hub model are needed here, and in which of its sizes. */
import type { BackendId } from '../../core/ids';
import { AppError } from '../../core/errors';
import { hubGraph, type HubDtype } from '../../protocol/hub';
import type { HubFile, HubListing } from './listing';

/**
 * Best first. On WebGPU int8 graphs have no kernels, and half precision needs `shader-f16`; WASM computes half precision
 * through single, so it comes after everything that is smaller or exact.
 */
const PREFERRED = {
  webgpu: ['q4', 'fp32', 'q2', 'q1'],
  webgpuHalf: ['q4f16', 'fp16', 'q4', 'fp32', 'q2f16', 'q2', 'q1f16', 'q1'],
  wasm: ['q8', 'q4', 'int8', 'uint8', 'fp32', 'bnb4', 'q4f16', 'fp16', 'q2', 'q1'],
} as const satisfies Record<string, readonly HubDtype[]>;

export interface HubDevice {
  readonly backend: BackendId;
  /** WebGPU with `shader-f16`. */
  readonly hasHalf: boolean;
  /** Gibibytes, as the browser tells it; null where it does not. */
  readonly memoryGiB: number | null;
}

export interface HubPlan {
  readonly dtype: HubDtype;
  /** Those that are needed, the graph among them. */
  readonly files: readonly HubFile[];
  readonly totalBytes: number;
  /** Files of weights beside the graph that the library itself asks for. */
  readonly dataFiles: number;
}

const GIB = 2 ** 30;
/** More than this no browser holds in one piece. */
export const MAX_FILE_BYTES = 2 ** 31 - 1;
const DESCRIPTIONS = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
];
/** A file of settings larger than this is none. A tokenizer can have tens of megabytes. */
const MAX_DESCRIPTION_BYTES = 64 * 1024 * 1024;

/** Bytes of a model that fit: WASM addresses 4 GiB, of which the weights must leave room for the rest. */
export const largestModel = ({ memoryGiB }: HubDevice): number => Math.min(3, (memoryGiB ?? 8) / 2) * GIB;

/**
 * The files of weights beside a graph: as the library asks for them, `_data`, `_data_1`, … up to the first that lacks;
 * without those, `.data`, as exporters name the only one.
 */
function dataOf(graph: string, files: readonly HubFile[]): HubFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const data: HubFile[] = [];
  for (let file = byPath.get(`${graph}_data`); file; file = byPath.get(`${graph}_data_${data.length}`)) data.push(file);
  const named = byPath.get(`${graph}.data`);
  return data.length || !named ? data : [named];
}

/** The sizes that a model comes in and that this device can run, best first. */
export function plansOf({ files }: HubListing, { backend, hasHalf }: HubDevice): HubPlan[] {
  const descriptions = files.filter(({ path }) => DESCRIPTIONS.includes(path));
  const preferred: readonly HubDtype[] = PREFERRED[backend === 'wasm' ? 'wasm' : hasHalf ? 'webgpuHalf' : 'webgpu'];
  return preferred.flatMap((dtype) => {
    const graph = hubGraph(dtype);
    const found = files.find(({ path }) => path === graph);
    if (!found) return [];
    const data = dataOf(graph, files);
    const needed = [...descriptions, found, ...data];
    const totalBytes = needed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const dataFiles = data.filter(({ path }) => !path.endsWith('.data')).length;
    return [{ dtype, files: needed, totalBytes, dataFiles }];
  });
}

/**
 * The plans that fit, best first.
 * @throws AppError `not-a-model` where there is nothing that a browser could run, `too-large` where nothing fits,
 * `file-damaged` where a file of settings is larger than any.
 */
export function usablePlans(listing: HubListing, device: HubDevice): HubPlan[] {
  const { name, files } = listing;
  const lacks = ['config.json', 'tokenizer.json'].find((path) => !files.some((file) => file.path === path));
  const plans = plansOf(listing, device);
  if (lacks !== undefined || !plans.length) {
    const file = lacks ?? 'onnx/model.onnx';
    throw new AppError('not-a-model', `${name} has no ${file} that this browser could run.`, { model: name, file });
  }
  const heavy = plans[0]!.files.find(
    ({ path, sizeBytes }) => DESCRIPTIONS.includes(path) && sizeBytes > MAX_DESCRIPTION_BYTES,
  );
  if (heavy) {
    const [size, most] = [heavy.sizeBytes, MAX_DESCRIPTION_BYTES].map((bytes) => Math.round(bytes / 2 ** 20));
    const message = `${heavy.path} of ${name} has ${size} MB, and at most ${most} MB are read.`;
    throw new AppError('file-damaged', message, { model: name, file: heavy.path });
  }
  const limit = largestModel(device);
  const fitting = plans.filter(
    (plan) => plan.totalBytes <= limit && plan.files.every(({ sizeBytes }) => sizeBytes <= MAX_FILE_BYTES),
  );
  if (fitting.length) return fitting;
  const least = Math.min(...plans.map(({ totalBytes }) => totalBytes));
  const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
  throw new AppError('too-large', `${name} needs ${gigabytes(least)} GB and this device takes ${gigabytes(limit)}.`, {
    model: name,
    size: gigabytes(least),
    limit: gigabytes(limit),
  });
}
