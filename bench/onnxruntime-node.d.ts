/** Types of a package that only `npm ci --prefix bench` installs: its interface is that of every ONNX Runtime. */
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common';
}
