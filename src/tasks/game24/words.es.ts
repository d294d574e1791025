/** The words of the Game of 24 in Spanish. */
import type { Game24Words } from './words.en';

export const words: Game24Words = {
  name: 'Juego del 24',
  label: 'Cuatro números',
  ask: 'Haz 24 con',
  another: 'Otro puzle',
  faults: {
    'text-too-long': 'Ese texto es demasiado largo: escribe cuatro números, en {limit} caracteres como máximo.',
    'not-a-number': '«{word}» no es un número entero: escribe cuatro números enteros como 4 5 6 10.',
    'too-few-numbers': 'El juego del 24 usa cuatro números y aquí hay {count}: añade {missing} más.',
    'too-many-numbers': 'El juego del 24 usa cuatro números y aquí hay {count}: quita {surplus}.',
    'not-positive': '{word} es cero o negativo: usa números enteros desde 1.',
    'too-large': '{word} es mayor que lo que el modelo ha aprendido: usa números hasta {limit}.',
  },
  warnings: {
    unsolvable:
      'Ninguna operación da 24 con estos cuatro números. Aun así puedes lanzar la búsqueda y ver cómo fracasa.',
  },
  verdicts: {
    correct: 'Comprobado: cada número una vez, y vale 24.',
    'other-numbers': 'No es correcto: no usa cada número una vez.',
    'other-worth': 'No es correcto: no vale 24.',
    unreadable: 'No es correcto: no se puede leer como operación.',
  },
};
