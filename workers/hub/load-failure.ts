/** What a reader is told when a hub model cannot be loaded. The runtime's own words quote its source, and say nothing to them. */
import type { BackendId } from '../../src/core/ids';
import { AppError, type ErrorCode } from '../../src/core/errors';

type Told = readonly [code: ErrorCode, message: string];

/** The first line of the library's message, without its stack trace. */
export const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.slice(0, 2000);

/**
 * The failure of loading the graph of `id`: `out-of-memory`, `file-damaged` for a graph that is none or does not fit its
 * weights, `bad-input` for a model that no device can run here, `backend-unavailable` where another size or back end may.
 */
export function loadFailure(cause: unknown, id: string, backend: BackendId): AppError {
  const [code, message] = told(`${String(cause)} ${reasonOf(cause)}`, id, backend);
  return new AppError(code, message, { file: id }, { cause });
}

function told(said: string, id: string, backend: BackendId): Told {
  // An exception of C++ without words comes as a number alone: mostly it is want of memory.
  if (/bad_alloc|out of memory|allocation failed|RangeError|^(?:Error: )?\d+ /i.test(said))
    return ['out-of-memory', `${id} is too large for this device.`];
  if (/external data/i.test(said))
    return ['file-damaged', `The graph of ${id} asks for weights in a file that does not belong to the model.`];
  const kind = /Unsupported model type: (\S{1,60})/.exec(said)?.[1];
  if (kind !== undefined)
    return ['bad-input', `${id} is of the kind “${kind}”, which is no language model that runs here.`];
  if (/IR version|ONNX Runtime only \*?guarantees|under development/i.test(said))
    return ['bad-input', `The graph of ${id} is written for a newer runtime than this page has.`];
  const operation =
    /No Op registered for (\S{1,80})|error: (\S{1,80})\(-?\d+\) is not a registered|implementation for (\S{1,80}?)\(|opset import for domain '([^']{1,80})'/i.exec(
      said,
    );
  if (operation) {
    const name = operation.slice(1).find((found) => found !== undefined);
    return ['backend-unavailable', `The graph of ${id} has an operation that the runtime does not know, ${name}.`];
  }
  if (/Could not locate file/i.test(said)) return ['file-damaged', `A file of ${id} is missing: ${reasonLine(said)}`];
  if (/protobuf|parse/i.test(said)) return ['file-damaged', `The graph of ${id} cannot be read.`];
  // Without a GPU every graph that is one can be run.
  if (/ERROR_CODE/.test(said) && backend === 'wasm')
    return ['file-damaged', `The graph of ${id} is no valid one: its parts do not fit together.`];
  return ['backend-unavailable', `${id} could not be loaded: ${reasonLine(said)}`];
}

const reasonLine = (said: string): string =>
  said
    .split('\n')[0]!
    .replace(/^\w*Error: /, '')
    .slice(0, 300);
