/** Thin entry of the engine's thread for readers with WebGPU. */
import * as flavour from 'onnxruntime-web/webgpu';
import { serve } from './serve';

serve(flavour);
