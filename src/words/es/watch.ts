/** The sentences of a search that is watched: the line above the tree, and what is true of it; in Spanish. */
import type { Messages } from '../types';

export const watch: Messages['watch'] = {
  staleOf: 'Búsqueda de {problem}',
  staleRun: 'pulsa Ejecutar para el problema nuevo',
};
