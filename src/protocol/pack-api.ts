/**
 * What the page asks of the worker of the site's packs (over comlink). Types only: the worker implements it, the page's
 * host in `src/runtime` calls it, and neither imports the other.
 */
import type { LoadedEngine, LoadRequest, RuntimeFile } from './engine';
import type { ModelApi } from './model-host';

/** What the worker of the site's packs answers. */
export interface PackApi extends ModelApi {
  /**
   * Compiles the runtime out of the browser's own cache, where that is the way to the code that it compiled on an
   * earlier visit. False where it is not in there: then `load` has to bring the bytes.
   */
  compileRuntime(file: RuntimeFile): Promise<boolean>;
  load(request: LoadRequest, onProgress: (fraction: number, phase: string) => void): Promise<LoadedEngine>;
}
