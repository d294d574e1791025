/**
 * `embed.js`: `<script src="…/embed.js"></script>`, then `Inkling.mount(element, options)`. As a module, imported, inline or
 * evaluated it does not know its own address: then `src` has to say where Inkling is.
 */
import { mountFrom } from './mount';

function ownFolder(): string | null {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || !/^(https?|file):/.test(script.src)) return null;
  return new URL('.', script.src).href;
}

Object.assign(globalThis, { Inkling: { mount: mountFrom(ownFolder()) } });
