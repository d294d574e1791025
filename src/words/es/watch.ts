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
  ofFile: 'Según el archivo; aquí no se ha comprobado.',
  rightAnswer: 'Una respuesta correcta:',
  captions: {
    begin: 'La política empieza a escribir…',
    written: 'La política ha escrito {written} {written|paso|pasos}.',
    scored: 'El verificador lee: {scored} {scored|paso puntuado|pasos puntuados}.',
    finished: '{finished} {finished|solución terminada|soluciones terminadas}.',
    selected:
      'De {of} {kept|se conserva|se conservan} {kept} y {pruned|se poda|se podan} {pruned}: la búsqueda sigue desde lo que se conserva.',
    kept: '{kept|Se conserva|Se conservan} {kept}; no se poda nada.',
    pruned: '{pruned|Se poda|Se podan} {pruned}.',
    backedUp: 'Los valores suben por el árbol: {backedUp} {backedUp|paso actualizado|pasos actualizados}.',
    done: 'La búsqueda termina; el camino marcado lleva a su respuesta.',
    none: 'La búsqueda termina sin respuesta.',
  },
  skip: 'Saltar al final',
  unplayed: 'todo a la vez',
};
