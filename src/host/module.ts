/** `embed.esm.js`: `import { mount } from '…/embed.esm.js'`. */
import { mountFrom } from './mount';

export const mount = mountFrom(new URL(/* @vite-ignore */ '.', import.meta.url).href);
