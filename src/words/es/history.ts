/** The sentences of going through a search in time, of one step of it, and of its outline; in Spanish. */
import type { Messages } from '../types';

export const time: Messages['time'] = {
  heading: 'Momentos de la búsqueda',
  back: 'Un momento atrás',
  forward: 'Un momento adelante',
  play: 'Reproducir',
  pause: 'Pausa',
  nextPruning: 'Siguiente poda',
  end: 'Al final',
  live: 'Volver al directo',
  speed: 'Velocidad',
  aSecond: '{speed} por segundo',
  place: 'Momento {at} de {of}:',
  done: 'la búsqueda acaba',
  changed: 'acaba de cambiar',
  counts: {
    written: '{count} {count|escrito|escritos}',
    scored: '{count} {count|puntuado|puntuados}',
    finished: '{count} {count|terminado|terminados}',
    kept: '{count} {count|conservado|conservados}',
    pruned: '{count} {count|podado|podados}',
    backedUp: '{count} {count|propagado|propagados}',
  },
};

export const step: Messages['step'] = {
  heading: 'Por qué',
  plot: 'Valor por token; las líneas de puntos separan los pasos.',
  plotScore: 'Puntuación por token; las líneas de puntos separan los pasos.',
  plotLine: '{verifier} por token: primero {first}, mínimo {least}, último {last}.',
  kept: 'Conservado: puesto {rank} de {of}, con {score}.',
  firstPruned: 'De los {of} {kept|quedó|quedaron} {kept}; la puntuación más alta de los demás fue {other}.',
  lastKept: 'De los {of} {kept|quedó|quedaron} {kept}; la puntuación más baja de ellos fue {other}.',
  pruned: {
    score: 'Podado: puesto {rank} de {of}, con {score}.',
    duplicate: 'Podado: repite otro candidato del paso, token por token.',
    'not-chosen': 'No elegido: puesto {rank} de {of}, con {score}.',
    threshold: 'Abandonado: su puntuación, {score}, cayó por debajo del límite fijado.',
    lookahead: 'Podado: solo se escribió para juzgar el paso anterior.',
  },
  allocation: 'Recibe {allocation} de las siguientes muestras.',
  finished: 'Terminado: acaba con una respuesta, y después no hubo más selección.',
  undecided: 'Nada se ha decidido sobre él.',
  continued: 'Aquí no se seleccionó nada: la búsqueda siguió desde él.',
  ownValue: 'Es el valor que {verifier} da a su último token.',
  otherScore:
    'Decidió la puntuación {score}, calculada con las del camino; {verifier} da {value} al último token del propio paso.',
  visits: 'Visitado {visits} {visits|vez|veces}; valor medio de las visitas {mean}.',
  prior: 'Probabilidad previa de la política: {prior}.',
};

export const outline: Messages['outline'] = {
  heading: 'La búsqueda como lista',
  empty: 'Aquí aparecen los pasos de una búsqueda.',
  shown: 'Se {shown|muestra|muestran} {shown} de {of} {of|paso|pasos}.',
  find: 'Buscar en el texto',
  status: 'Estado',
  any: 'cualquiera',
  number: 'Número para filtrar y ordenar',
  from: 'desde',
  to: 'hasta',
  order: 'Orden',
  orders: { tree: 'como en el árbol', highest: 'de mayor a menor', lowest: 'de menor a mayor' },
  found: 'Se {count|encontró|encontraron} {count} {count|paso|pasos}.',
  more: 'Mostrar más',
  tokens: '{count} {count|token|tokens}',
  token: 'Token',
  probability: 'Probabilidad',
  alternatives: 'Lo que la política podría haber escrito',
};
