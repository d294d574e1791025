/** The sentences of a search that is watched: the line above the tree, and what is true of it; in Spanish. */
import type { Messages } from '../types';

export const watch: Messages['watch'] = {
  staleOf: 'Búsqueda de {problem}',
  staleRun: 'pulsa Ejecutar para el problema nuevo',
  show: 'Mostrar lo que es cierto',
  showWorst: 'Muéstrame dónde se equivoca más {verifier}',
  worst: {
    0: '{verifier} da aquí {value}, y ya no puede seguir ninguna respuesta correcta.',
    1: '{verifier} da aquí {value}, y la respuesta es correcta.',
  },
  truths: {
    right: 'correcta',
    wrong: 'incorrecta',
    open: 'aún puede acabar bien',
    hopeless: 'sin salida: ya no puede seguir una respuesta correcta',
    broken: 'infringe una regla, aquí o antes',
  },
  verdicts: { right: 'correcta', wrong: 'incorrecta' },
  key: {
    right: 'correcta',
    wrong: 'incorrecta',
    open: 'aún puede acabar bien',
    hopeless: 'sin salida',
    broken: 'infringe una regla',
  },
  parted: 'el verificador está lejos de la verdad',
  keyParted: 'verificador muy errado',
  onlyKnown: 'De esta tarea solo se pueden comprobar las respuestas y las ecuaciones.',
  rightAnswer: 'Una respuesta correcta:',
};
