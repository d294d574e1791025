/** Thin entry of the workshop's thread, for pages that hold the runtime with both back ends. It is fetched when a reader trains. */
import * as flavour from 'onnxruntime-web/webgpu';
import { serveTraining } from './serve-training';

serveTraining(flavour);
