import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter';

/** A worker in this thread that can be made to die. */
export class FakeWorker extends EventTarget {
  readonly #port: MessagePort;
  readonly #inside: MessagePort;
  isTerminated = false;
  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#port, this.#inside] = [port1, port2];
    expose(api, nodeEndpoint(port2));
    port1.on('message', (data) => this.dispatchEvent(new MessageEvent('message', { data })));
  }
  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#port.postMessage(message, transfer as never);
  }
  start(): void {}
  terminate(): void {
    this.isTerminated = true;
    this.#port.close();
    this.#inside.close();
  }
  garble(): void {
    this.dispatchEvent(new Event('messageerror'));
  }
  /** As the browser tells a script that threw. */
  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}
