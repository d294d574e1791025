/** The page’s terms, each with one meaning, in Spanish. */
import type { Glossary } from '../terms';

export const glossary: Glossary = {
  heading: 'Glosario',
  close: 'Cerrar',
  terms: {
    policy: {
      name: 'Política',
      text: 'El modelo de lenguaje que escribe: dado un comienzo, dice lo probable que es cada token siguiente.',
    },
    token: {
      name: 'Token',
      text: 'La pieza más pequeña que la política escribe cada vez: aquí un número, un signo o parte de una palabra.',
    },
    prefix: { name: 'Prefijo', text: 'El problema y todo lo escrito después hasta ahora.' },
    step: { name: 'Paso', text: 'Una línea de una solución. Cada caja del árbol es un paso.' },
    verifier: {
      name: 'Verificador',
      text: 'Lo que juzga un prefijo con un número y así guía la búsqueda. No es el comprobador.',
    },
    value: { name: 'Valor', text: 'La estimación del verificador, de 0 a 1, de que la respuesta final será correcta.' },
    logprob: {
      name: 'Log-probabilidad (ln)',
      text: 'El logaritmo natural de lo probable que era que la política escribiera un token; 0 es seguro.',
    },
    tvm: {
      name: 'TVM',
      text: 'Un modelo de valor entrenado con la parte de las soluciones de igual comienzo que acabaron bien.',
    },
    ovm: {
      name: 'OVM',
      text: 'Un modelo de valor entrenado con si la solución entera acabó bien, lo mismo para todos sus tokens.',
    },
    beam: { name: 'Haz', text: 'Los prefijos con los que sigue la búsqueda: de K candidatos, los b mejor puntuados.' },
    pruned: { name: 'Podado', text: 'Dejado: la búsqueda no sigue desde ahí.' },
    rollout: {
      name: 'Tirada',
      text: 'Una solución muestreada hasta su fin. Muchas desde un lugar dicen cuántas veces acaba bien.',
    },
    temperature: {
      name: 'Temperatura',
      text: 'La libertad con que sortea la política: con 0, siempre el token más probable; con 1, según sus probabilidades.',
    },
    seed: { name: 'Semilla', text: 'El número del que sale todo el azar: la misma semilla da la misma búsqueda.' },
    budget: {
      name: 'Presupuesto',
      text: 'Lo que cuesta una búsqueda: tokens que escribió la política, tokens que leyó el modelo de valor, y segundos.',
    },
    'held-out': {
      name: 'Reservado',
      text: 'Apartado: ningún entrenamiento lo ha visto, así que muestra lo que los modelos hacen con algo nuevo.',
    },
  },
};
