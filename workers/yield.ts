/**
 * Lets waiting messages in. A forward pass on WASM blocks its thread, and promises alone never return to the event
 * loop: without a macrotask between passes a `stop` would arrive after the run. Not `setTimeout`, which browsers
 * stretch to 4 ms when nested.
 */
export function yieldToMessages(): Promise<void> {
  // Node: a message channel would keep a finished process alive.
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
