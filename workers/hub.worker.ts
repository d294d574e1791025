/** Thin entry of the thread that runs hub models. It is fetched when the reader asks for one. */
import * as flavour from 'onnxruntime-web/webgpu';
import { expose } from 'comlink';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import type { HubApi, HubLoadRequest } from '../src/protocol/hub';
import { HubEngine } from './hub/hub-engine';
import { prepareLibrary } from './hub/hub-model';
import { useOrt } from './ort';

useOrt(flavour);
installErrorTransfer();

const engine = new HubEngine();
let isPrepared = false;
const api: HubApi = {
  holdLock: (name) => engine.holdLock(name),
  load: (request: HubLoadRequest, onProgress) => {
    if (!isPrepared) prepareLibrary(request.runtimeWasm);
    isPrepared = true;
    return engine.load(request, onProgress);
  },
  run: (request, onEvents) => engine.run(request, onEvents),
  together: (request, onEvents) => engine.together(request, onEvents),
  check: (request, onEvents) => engine.check(request, onEvents),
  stop: (runId) => engine.stop(runId),
  abort: (runId) => engine.abort(runId),
};
expose(api);
