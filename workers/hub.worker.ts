/** Thin entry of the thread that runs hub models. It is fetched when the reader asks for one. */
import * as flavour from 'onnxruntime-web/webgpu';
import { expose } from 'comlink';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import type { HubLoaded, HubLoadRequest } from '../src/protocol/hub';
import { HubEngine } from './hub/hub-engine';
import { prepareLibrary } from './hub/hub-model';
import { useOrt } from './ort';

useOrt(flavour);
installErrorTransfer();

/** The library is given its runtime before its first model. */
class PreparedEngine extends HubEngine {
  #isPrepared = false;

  override load(request: HubLoadRequest, onProgress: (fraction: number, phase: string) => void): Promise<HubLoaded> {
    if (!this.#isPrepared) prepareLibrary(request.runtimeWasm);
    this.#isPrepared = true;
    return super.load(request, onProgress);
  }
}

expose(new PreparedEngine());
