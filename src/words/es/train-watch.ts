/** The sentences of the problem that is watched while verifiers learn, in Spanish. */
import type { Messages } from '../types';

export const trainWatch: Messages['train']['watch'] = {
  heading: 'Míralo aprender',
  choosing: 'Se busca un problema reservado para observar: {tried} de {of} probados.',
  problem: 'Problema {number} de la parte de prueba, del que no aprende ningún verificador: {problem}',
  written:
    'La política escribió {count} {count|solución|soluciones} de él antes de que empezara el aprendizaje, {right} de ellas correctas. Lo que tienen en común aparece una sola vez. El tinte de un token es lo que dice el verificador tras él: cuán probable es una respuesta correcta.',
  waiting: 'Los tintes llegan cuando empieza el aprendizaje.',
  rolling: 'Se continúa desde los finales de los pasos, para saber la verdad allí: {done} de {of} hechos.',
  tree: 'Las soluciones, paso a paso',
  verifier: 'El verificador que tiñe',
  scrubber: 'Paso del aprendizaje',
  place: 'Paso {step} de {of}',
  before: 'Antes del primer paso',
  ends: 'Valor medio donde acaban las soluciones: {right} en las correctas, {wrong} en las incorrectas.',
  play: 'Reproducir el aprendizaje',
  pause: 'Pausa',
  follow: 'Lo más nuevo',
  right: 'correcta',
  wrong: 'incorrecta',
  values: 'Mostrar abajo sus valores',
  value: 'Valor {value}.',
  valuesHeading: 'Valores a lo largo de una solución',
  valuesNote:
    'A lo largo de la solución enmarcada en el árbol ({verdict}, escrita {count} {count|vez|veces}). Pulsa «correcta» o «incorrecta» al final de otra para ver esa.',
  valuesLabel: 'Valores por token de una solución {verdict}: {lines}; y la verdad donde acaban los pasos',
  token: 'token',
  valueAxis: 'valor',
  step: 'Paso',
  truthName: 'verdad, por continuaciones',
  truth: '{share} ({right} de {of}; intervalo del 95 % de {low} a {high})',
  truthNote:
    'La verdad donde acaba un paso: desde allí la política continúa {rollouts} veces y esta parte acaba bien, con el intervalo del 95 % de Wilson. Donde acaba la solución, la verdad es su veredicto. Depende solo de la política, y a ningún verificador se le cuenta.',
  otherNote:
    'A este verificador se le cuenta otra cosa: si alguna continuación acaba bien, o si todos los pasos hasta ahí son correctos.',
};
