/** The engine of the site's packs. `engine.worker.ts` exposes it. */
import { AppError } from '../src/core/errors';
import type { LoadedEngine, LoadRequest, RuntimeFile } from '../src/protocol/engine';
import type { PackApi } from '../src/protocol/pack-api';
import { modelsNeeded } from '../src/verifiers/find';
import { compileCached } from './compiled-runtime';
import { Engine, type LoadedSearch } from './engine';
import { addVerifiers, loadModels, manifestOf, type LoadedModels } from './models';
import { provideRuntime } from './onnx-session';
import { joinTrained } from './trained-verifier';

export class PackEngine extends Engine implements PackApi {
  #models: LoadedModels | null = null;

  protected get loaded(): LoadedSearch | null {
    // A call of a pack's models takes milliseconds: a stop lets it end, so that what it computes is shown.
    return this.#models && { models: this.#models, adapt: (problem) => problem, interruptsCalls: false };
  }

  async compileRuntime(file: RuntimeFile): Promise<boolean> {
    const module = await compileCached(file);
    if (module) provideRuntime(module);
    return module !== null;
  }

  /** Replaces what was loaded before, or adds verifiers to it. */
  async load(
    request: LoadRequest,
    onProgress: (fraction: number, phase: string) => void | Promise<void>,
  ): Promise<LoadedEngine> {
    if (this.isBusy) throw new AppError('busy', 'A search is running.');
    const wanted = {
      ...request,
      verifiers: modelsNeeded(request.verifiers),
      onProgress: (fraction: number, phase: string) => void onProgress(fraction, phase),
    };
    if (request.joins) {
      if (!this.#models) throw new AppError('not-loaded', 'There is no model that a verifier could join.');
      this.#models = await addVerifiers(this.#models, wanted);
    } else {
      await this.#models?.dispose();
      this.#models = null;
      this.#models = await loadModels(wanted);
    }
    const { heads = [], pack } = request;
    if (heads.length) this.#models = await joinTrained(this.#models, pack, manifestOf(pack), heads);
    const { backend, backendReason, models } = this.#models;
    return { backend, backendReason, models };
  }
}
