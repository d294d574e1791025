/** Thin entry of the engine's thread for readers without WebGPU: its runtime is half the size. */
import * as flavour from 'onnxruntime-web/wasm';
import { serve } from './serve';

serve(flavour);
