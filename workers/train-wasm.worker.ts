/** Thin entry of the workshop's thread, for pages that hold the smaller runtime. */
import * as flavour from 'onnxruntime-web/wasm';
import { serveTraining } from './serve-training';

serveTraining(flavour);
