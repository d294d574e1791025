/** Every sentence of the page, in Spanish. */
import { carry } from './carry';
import { classroom } from './classroom';
import { imports, trace } from './files';
import { glossary } from './glossary';
import { heads } from './heads';
import { outline, step, time } from './history';
import { hub } from './hub';
import { lab } from './lab';
import { page } from './page';
import { settings } from './settings';
import { train } from './train';
import { watch } from './watch';
import type { OwnMessages } from '../types';

export const messages: OwnMessages = {
  language: 'es',
  ...page,
  settings,
  time,
  train,
  heads,
  watch,
  step,
  outline,
  lab,
  trace,
  imports,
  carry,
  classroom,
  glossary,
  hub,
};
