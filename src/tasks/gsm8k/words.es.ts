/** The words of GSM8K in Spanish. */
import type { QuestionWords } from './words.en';

export const words: QuestionWords = {
  name: 'GSM8K',
  label: 'Una pregunta en palabras cotidianas',
  ask: 'Resuelve',
  another: 'Otra pregunta',
  faults: {
    empty: 'Aún no hay pregunta: escribe una o toma un ejemplo.',
    'text-too-long': 'Esa pregunta es demasiado larga: usa {limit} caracteres o menos.',
    'too-short': 'Eso no es una pregunta: escribe {least} palabras o más.',
    'bad-answer': '"{word}" no es un número: detrás de #### escribe la respuesta correcta, como #### 18, o quítala.',
  },
  warnings: {
    'no-answer':
      'Aquí no se conoce la respuesta correcta, así que el resultado no se juzga: escríbela detrás de la pregunta, como en #### 18.',
  },
  verdicts: {},
};
