/** The words of the word problems in Spanish. */
import type { StoryWords } from './words.en';

export const words: StoryWords = {
  name: 'Problemas de texto',
  label: 'Una historia con números',
  ask: 'Resuelve',
  another: 'Otra historia',
  faults: {
    empty: 'Aún no hay historia: escribe, en inglés, algunos hechos y una pregunta, o toma un ejemplo.',
    'text-too-long': 'Esa historia es demasiado larga: usa {limit} caracteres como máximo.',
    'too-many-sentences': 'Esa historia tiene demasiadas frases: usa {limit} como máximo.',
    'no-question':
      'Una historia acaba con una pregunta, y esta acaba con «{sentence}»: añade una como «How many marbles does Anna have?».',
    'early-question': 'Solo la última frase puede ser una pregunta: quita «{sentence}».',
    'unknown-sentence': 'El modelo no ha aprendido a leer «{sentence}»: escríbela como en un ejemplo.',
    'unread-sentence':
      'El modelo no ha aprendido a leer «{sentence}»: di una sola cosa en cada frase, de quién es y cuántos, como «{example}».',
    'unread-question': 'Las frases se pueden leer, pero no la pregunta «{sentence}»: hazla como «{example}».',
    'unclear-times': '«{sentence}» puede significar dos cosas, que difieren en una vez: di «{example}».',
    'part-number':
      '{word}, en «{sentence}», no es un número entero: cuenta todo lo de su clase en una unidad menor, como «{example}».',
    'no-relation':
      'El modelo no ha aprendido nada sobre «{word}», como en «{sentence}»: di a cuánto llega como un número propio.',
    'unused-number':
      'La respuesta, tal como se leyó, no usa el {word} de «{sentence}»: di de quién es, o quítalo si no hace falta.',
    uncounted:
      '«{sentence}» cambia una cantidad y no dice en cuánto: escribe un número desde {least}, o quita la frase.',
    unclear:
      'Las frases se pueden leer, pero no cómo se sigue de ellas la pregunta: di de quién es cada número, como en un ejemplo.',
    'unknown-word': 'El modelo no ha aprendido la palabra «{word}» de «{sentence}»: toma una de un ejemplo.',
    'bad-number': '{word}, en «{sentence}», no se puede dar al modelo: usa números enteros de {least} a {most}.',
    'stated-twice': '«{sentence}» dice {label} por segunda vez: quita una de las dos frases.',
    'not-stated': '«{sentence}» necesita {label}, y ninguna frase lo dice: añade una que lo diga.',
    circular: '«{sentence}» da vueltas en círculo: {label} se calcularía a partir de sí mismo.',
    'which-time':
      '«{sentence}» podría referirse a {label} antes o después del cambio: compara con alguien cuyo número no cambie.',
    'not-whole': '«{sentence}» no da un número entero: cambia sus números.',
    'out-of-range': '«{sentence}» da {value} para {label}: todo debe quedar entre 1 y {most}.',
  },
  warnings: {},
  verdicts: {},
};
