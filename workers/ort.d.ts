/** The type of `#ort`, which package.json points at a flavour of ONNX Runtime Web; all flavours have one type. */
export * from 'onnxruntime-web';
