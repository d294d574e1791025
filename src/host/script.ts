/** `embed.js`: `<script src="…/embed.js"></script>`, then `Inkling.mount(element, options)`. */
import { mountFrom } from './mount';

const { src } = document.currentScript as HTMLScriptElement;

Object.assign(globalThis, { Inkling: { mount: mountFrom(new URL('.', src).href) } });
