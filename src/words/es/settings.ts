/** The sentence that says how to search, and the names of what it names, in Spanish. */
import type { Messages } from '../types';

export const settings: Messages['settings'] = {
  heading: 'Cómo buscar',
  sentence: {
    greedy: 'Usa {strategy}: escribe siempre el token más probable. {verifier} solo tiñe lo escrito.',
    majority:
      'Usa {strategy}: toma {samples} {samples|solución entera|soluciones enteras} a temperatura {temperature} y quédate con la respuesta más frecuente. {verifier} solo tiñe lo escrito.',
    'best-of-n':
      'Usa {strategy}: toma {samples} {samples|solución entera|soluciones enteras} a temperatura {temperature} y deja que {verifier} elija una.',
    'weighted-vote':
      'Usa {strategy}: toma {samples} {samples|solución entera|soluciones enteras} a temperatura {temperature}; cada una vota por su respuesta con la puntuación que le da {verifier}.',
    beam: 'Usa {strategy}: en cada paso toma {samples} {samples|candidato|candidatos} a temperatura {temperature}, deja que {verifier} los puntúe y conserva {beam|el|los} {beam} {beam|mejor|mejores}.',
    'distinct-beam':
      'Usa {strategy}: en cada paso toma hasta {samples} {samples|candidato|candidatos} sin repetir a temperatura {temperature}, deja que {verifier} los puntúe y conserva {beam|el|los} {beam} {beam|mejor|mejores}.',
    'two-width-beam':
      'Usa {strategy}: en cada paso toma {samples} {samples|candidato|candidatos} a temperatura {temperature}, deja que {verifier} los puntúe y conserva {beam|el|los} {beam} {beam|mejor|mejores}; uno terminado conserva su plaza hasta el final.',
    dvts: 'Usa {strategy}: haz crecer {beam} {beam|árbol|árboles} a la vez, con {samples} {samples|candidato|candidatos} por paso en total a temperatura {temperature}, y sigue en cada uno con el candidato que {verifier} puntúa más alto.',
    rebase:
      'Usa {strategy}: toma {samples} {samples|candidato|candidatos} a temperatura {temperature} y reparte los siguientes según la puntuación de {verifier}; cuanto más baja la temperatura de reparto, ahora {balance}, más reciben los mejores.',
    'lookahead-beam':
      'Usa {strategy}: en cada paso toma {samples} {samples|candidato|candidatos} a temperatura {temperature}, escribe {lookahead} {lookahead|paso|pasos} más desde cada uno, deja que {verifier} puntúe adónde llevan y conserva {beam|el|los} {beam} {beam|mejor|mejores}.',
    'token-guided':
      'Usa {strategy}: en cada token, deja que {verifier} pese {tokens|el|los} {tokens} {tokens|siguiente más probable|siguientes más probables} y sigue con {beam|el|los} {beam} {beam|mejor|mejores}. Nada se sortea.',
    mcts: 'Usa {strategy}: {simulations} {simulations|simulación|simulaciones}; cada una baja hasta un paso prometedor y escribe {expansions} {expansions|continuación|continuaciones} a temperatura {temperature}; {verifier} las valora, y c = {exploration} dice cuánto explorar.',
  },
  drawnSentence: {
    'token-guided':
      'Usa {strategy}: en {beam} {beam|hilo|hilos}, en cada token, deja que {verifier} pese {tokens|el|los} {tokens} {tokens|siguiente más probable|siguientes más probables} y sortea el siguiente por valor y política a temperatura {temperature}.',
  },
  backendSentence: 'Semilla aleatoria {seed}. Calculado con {backend}.',
  labels: {
    strategy: 'Estrategia',
    verifier: 'Verificador',
    samples: 'Muestras (K)',
    beam: 'Haces conservados (b)',
    temperature: 'Temperatura',
    seed: 'Semilla',
    backend: 'Motor de cálculo',
  },
  strategies: {
    greedy: 'la voraz',
    majority: 'la mayoría',
    'best-of-n': 'la mejor de N',
    'weighted-vote': 'el voto ponderado',
    beam: 'la búsqueda en haz',
    'distinct-beam': 'la búsqueda en haz sin repeticiones',
    'two-width-beam': 'la búsqueda en haz de dos anchuras',
    dvts: 'árboles diversos (DVTS)',
    rebase: 'la búsqueda de recompensa repartida (REBASE)',
    'lookahead-beam': 'la búsqueda en haz con anticipación',
    mcts: 'la búsqueda de Monte Carlo en árbol',
    'token-guided': 'la búsqueda guiada por tokens',
  },
  verifiers: {
    tvm: 'el modelo supervisado por token (TVM)',
    ovm: 'el modelo supervisado por resultado (OVM)',
    'prm-soft': 'proporciones por paso (PRM-soft)',
    'prm-hard': 'alcanzabilidad por paso (PRM-hard)',
    'prm-valid': 'corrección por paso (PRM-valid)',
    'implicit-prm': 'el modelo de recompensa implícito',
    confidence: 'la confianza de la política',
    entropy: 'la entropía de la política',
    'self-judgement': 'el propio juicio del modelo',
    'follow-up': 'lo que respondería un lector',
    oracle: 'el oráculo exacto',
    rollouts: 'las tiradas de la política',
    ensemble: 'un conjunto de verificadores',
  },
  shortVerifiers: {
    tvm: 'TVM',
    ovm: 'OVM',
    'prm-soft': 'PRM-soft',
    'prm-hard': 'PRM-hard',
    'prm-valid': 'PRM-valid',
    goal: 'Objetivo',
    'implicit-prm': 'PRM implícito',
    confidence: 'Confianza',
    entropy: 'Entropía',
    'self-judgement': 'Autojuicio',
    'follow-up': 'Réplica',
    oracle: 'Oráculo',
    rollouts: 'Tiradas',
    ensemble: 'Conjunto',
  },
  named: { more: '{verifier}, más lectura', equal: '{verifier}, igual lectura' },
  readings: {
    more: 'Ha leído más que la política a la que juzga, y mucho de lo que sabe de más viene de ahí: de las etiquetas sus números no dicen nada.',
    equal:
      'Empezó con los pesos de la propia política: ha leído lo mismo que ella, y lo que sabe de más viene de sus etiquetas. En los problemas de texto ninguna etiqueta ha aportado más que la confianza de la política; en el Juego del 24, todas.',
  },
  verifierNotes: {
    rollouts:
      'Las tiradas no necesitan modelo de valor: desde cada token la política sigue muchas veces, y el valor es la parte que acaba bien. Las juzga el comprobador, así que solo sirven donde se conoce la respuesta correcta, y son lentas.',
    ensemble:
      'Un conjunto se fía de aquello en lo que sus miembros coinciden: el valor es la media de los suyos menos λ por su dispersión, no menos de 0.',
    'self-judgement':
      'Tras cada paso se pregunta a la política si todo va bien: el valor es su probabilidad de «sí». No se entrenó nada para ello.',
    tvm: 'TVM aprendió qué parte de las soluciones muestreadas acabó bien a partir de cada token.',
    ovm: 'OVM aprendió si la solución entera acabó bien, lo mismo para todos sus tokens.',
    'prm-soft':
      'PRM-soft aprendió paso a paso: qué parte de las soluciones muestreadas acabó bien después del paso, igual para todos sus tokens.',
    'prm-hard': 'PRM-hard aprendió paso a paso: si alguna solución muestreada acabó bien después del paso.',
    'prm-valid':
      'PRM-valid aprendió si todos los pasos hasta aquí son correctos. Un paso correcto puede no llevar a nada: responde a otra pregunta que el valor.',
    'implicit-prm':
      'El modelo de recompensa implícito es la política ajustada con los resultados: su puntuación dice cuánto más probable le parece el texto que a la política, en logaritmo. No es una probabilidad.',
    confidence:
      'La confianza es de la propia política: lo probables que eran sus tokens, en promedio, como logaritmo. No cuesta nada y nada sabe de acertar.',
    entropy:
      'La entropía dice cuánto dudó la política entre sus tokens siguientes, en promedio hasta aquí, como número negativo: 0 significa que cada uno era seguro. Nada sabe de acertar.',
    'follow-up':
      'Tras cada paso: cuánto más probable le parece al modelo que responda un lector contento que uno descontento, en nats por token. No es una probabilidad y no se entrenó nada para ello.',
    oracle:
      'El oráculo conoce la verdad: si aún se puede llegar a 24, o si cada paso de una historia es correcto hasta ahora. No es un modelo: muestra lo que haría un verificador perfecto.',
  },
  backends: { auto: 'lo más rápido', wasm: 'WebAssembly', webgpu: 'WebGPU' },
  more: 'Más ajustes',
  options: {
    rollouts: 'Tiradas desde cada token',
    members: 'Formado por',
    lambda: 'Peso λ de la dispersión',
    aggregation: 'Puntuación de un camino, a partir de las de sus pasos',
    stopBelow: 'Abandonar una solución cuando su valor cae por debajo de (0: nunca)',
    maxPolicyTokens: 'Máximo de tokens que se escriben (0: sin límite)',
    epsilon: 'Probabilidad por debajo de la cual no se toma un token (ε)',
    balance: 'Temperatura de reparto',
    rounding: 'Redondeo del reparto',
    lookahead: 'Pasos de anticipación',
    simulations: 'Simulaciones',
    expansions: 'Continuaciones por expansión',
    exploration: 'Constante de exploración c',
    tokens: 'Tokens que se pesan en cada lugar',
    leastProbability: 'Probabilidad por debajo de la cual un token no se pesa',
    policyWeight: 'Peso de la log-probabilidad de la política',
    next: 'Cómo se elige el siguiente token',
    avoid: 'Un signo que no debe escribirse',
  },
  choices: {
    last: 'la última',
    min: 'la más baja',
    mean: 'la media',
    product: 'el producto',
    nearest: 'al más cercano',
    up: 'hacia arriba, primero los mejores',
    best: 'el mejor por su valor',
    drawn: 'al azar, por valor y política',
    none: 'ninguno',
    '+': '+',
    '-': '−',
    '*': '×',
    '/': '÷',
  },
  newSeed: 'Sacar otra semilla',
  range: '{label}: un número de {min} a {max}.',
  wholeRange: '{label}: un número entero de {min} a {max}.',
  beamMustDivide: 'Con K = {samples}, los haces conservados pueden ser {fitting}: K se reparte por igual entre ellos.',
};
