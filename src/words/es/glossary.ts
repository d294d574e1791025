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
    candidate: {
      name: 'Candidato',
      text: 'Una continuación muestreada. Las iguales se dibujan como una caja, con ×2, ×3, etc.',
    },
    logprob: {
      name: 'Log-probabilidad (ln)',
      text: 'El logaritmo natural de lo probable que era que la política escribiera un token; 0 es seguro.',
    },
    temperature: {
      name: 'Temperatura',
      text: 'La libertad con que sortea la política: con 0, siempre el token más probable; con 1, según sus probabilidades.',
    },
    seed: { name: 'Semilla', text: 'El número del que sale todo el azar: la misma semilla da la misma búsqueda.' },
    alternatives: {
      name: 'Alternativas',
      text: 'Lo que la política podría haber escrito en lugar de un token, con lo probable que era. En la dirección: p.alternatives.',
    },
    checker: {
      name: 'Comprobador',
      text: 'Aritmética exacta que juzga una respuesta, y cada paso, cuando la búsqueda ha acabado. Ninguna búsqueda lo ve.',
    },
    legal: {
      name: 'Válido',
      text: 'Un paso que cumple las reglas: su operación es correcta y usa lo que hay. Aun así puede no llevar a nada.',
    },
    verifier: {
      name: 'Verificador',
      text: 'Lo que juzga un prefijo con un número y así guía la búsqueda. No es el comprobador.',
    },
    value: { name: 'Valor', text: 'La estimación del verificador, de 0 a 1, de que la respuesta final será correcta.' },
    pruned: { name: 'Podado', text: 'Dejado: la búsqueda no sigue desde ahí.' },
    budget: {
      name: 'Presupuesto',
      text: 'Lo que cuesta una búsqueda: tokens que escribió la política, tokens que leyó el modelo de valor, y segundos.',
    },
    beam: { name: 'Haz', text: 'Los prefijos con los que sigue la búsqueda: de K candidatos, los b mejor puntuados.' },
    samples: {
      name: 'K',
      text: 'Cuántos candidatos tiene un paso en total; de soluciones enteras, cuántas se muestrean.',
    },
    rollout: {
      name: 'Tirada',
      text: 'Una solución muestreada hasta su fin. Muchas desde un lugar dicen cuántas veces acaba bien.',
    },
    greedy: { name: 'Voraz', text: 'Un solo camino: siempre el token más probable. No se busca nada.' },
    majority: {
      name: 'Mayoría',
      text: 'Se muestrean K soluciones enteras y gana la respuesta más frecuente. No se pregunta a ningún verificador.',
    },
    'best-of-n': {
      name: 'La mejor de N',
      text: 'Se muestrean N soluciones enteras y el verificador elige la mejor puntuada. Aquí N es K.',
    },
    'weighted-vote': {
      name: 'Voto ponderado',
      text: 'Se muestrean K soluciones enteras; cada una vota por su respuesta con su puntuación.',
    },
    'beam-search': {
      name: 'Búsqueda en haz',
      text: 'En cada paso se muestrean K candidatos, los mismos desde cada prefijo conservado; siguen los b mejor puntuados.',
    },
    'distinct-beam': {
      name: 'Sin repeticiones',
      text: 'Búsqueda en haz cuyos candidatos se toman sin reposición: no hay dos iguales de un mismo prefijo, y no se gasta ningún token en escribir un paso otra vez.',
    },
    epsilon: {
      name: 'ε',
      text: 'En la búsqueda en haz sin repeticiones: no se toman los tokens a los que la política da menos. Con 0 hasta los pasos menos probables tienen su turno, y algunos engañan al verificador.',
    },
    'two-width-beam': {
      name: 'Dos anchuras',
      text: 'Búsqueda en haz en la que una solución terminada conserva su lugar hasta el final, de modo que siguen menos prefijos.',
    },
    dvts: {
      name: 'DVTS',
      text: 'Búsqueda en árboles diversos: b árboles crecen en paralelo, cada uno desde su mejor candidato, para que no vayan todos por el mismo camino.',
    },
    rebase: {
      name: 'REBASE',
      text: 'Búsqueda equilibrada por recompensa: las muestras siguientes se reparten entre los prefijos abiertos según su puntuación; cuanto mejor, más parte.',
    },
    balance: {
      name: 'Temperatura de equilibrio',
      text: 'En REBASE: cerca de 0 el mejor prefijo recibe casi todas las muestras; cuanto más alta, más parecidas las partes.',
    },
    rounding: {
      name: 'Redondeo',
      text: 'Cómo REBASE hace enteras las partes: al más cercano, o hacia arriba empezando por las mejores.',
    },
    lookahead: {
      name: 'Mirada adelante',
      text: 'Cada candidato se juzga por adonde lleva: se escriben unos pasos más desde él, solo para puntuar su final.',
    },
    mcts: {
      name: 'MCTS',
      text: 'Búsqueda de Monte Carlo en árboles: cada simulación baja a un paso prometedor, escribe continuaciones y devuelve su valor árbol arriba.',
    },
    simulations: { name: 'Simulación', text: 'Una ronda de MCTS: bajar, escribir, valorar, devolver.' },
    expansions: {
      name: 'Continuaciones',
      text: 'Cuántas continuaciones escribe una simulación de MCTS desde el paso al que llega.',
    },
    exploration: {
      name: 'c',
      text: 'Cuánto atraen a MCTS los pasos poco visitados: con 0 solo cuenta lo mejor hasta ahora.',
    },
    visits: { name: 'Visitas, N', text: 'Cuántas simulaciones de MCTS han pasado por un paso.' },
    q: { name: 'Q', text: 'La media de los valores que MCTS ha devuelto hasta un paso.' },
    'token-guided': {
      name: 'Guiada por tokens',
      text: 'El verificador sopesa los tokens siguientes más probables en cada token, no solo al final de los pasos.',
    },
    tokens: {
      name: 'Tokens sopesados',
      text: 'Cuántos de los tokens siguientes más probables sopesa el verificador en cada lugar.',
    },
    leastProbability: {
      name: 'Probabilidad mínima',
      text: 'Los tokens que la política ve menos probables que esto no se sopesan.',
    },
    policyWeight: { name: 'Peso de la política', text: 'Cuánto de la log-probabilidad del token se suma a su valor.' },
    next: {
      name: 'Siguiente token',
      text: 'La búsqueda guiada por tokens toma el mejor o lo sortea: un token sale tan a menudo como la política lo escribiría, por su valor.',
    },
    avoid: {
      name: 'Signo que evitar',
      text: 'La búsqueda guiada por tokens nunca lo escribe: una regla que se cumple siempre.',
    },
    aggregation: {
      name: 'Puntuación de un camino',
      text: 'Cómo las puntuaciones de los pasos dan una: la última, la más baja, la media o el producto.',
    },
    stopBelow: {
      name: 'Abandonar por debajo',
      text: 'Una solución cuyo valor cae por debajo de esto no se escribe hasta el final.',
    },
    maxPolicyTokens: {
      name: 'Máximo de tokens',
      text: 'Ningún paso empieza cuando la política ya ha escrito tantos tokens.',
    },
    topK: {
      name: 'Top k',
      text: 'La política sortea solo entre sus k tokens más probables; 0 es entre todos. En la dirección: p.topK.',
    },
    maxSteps: {
      name: 'Máximo de pasos',
      text: 'Una solución se corta tras tantos pasos. En la dirección: p.maxSteps.',
    },
    maxStepTokens: {
      name: 'Máximo de tokens por paso',
      text: 'Un paso se corta tras tantos tokens. En la dirección: p.maxStepTokens.',
    },
    lambda: {
      name: 'λ',
      text: 'En un conjunto: cuánto se resta por lo que discrepan sus miembros. Con 0 el valor es su media.',
    },
    members: { name: 'Miembros', text: 'Los verificadores de que consta un conjunto.' },
    'held-out': {
      name: 'Reservado',
      text: 'Apartado: ningún entrenamiento lo ha visto, así que muestra lo que los modelos hacen con algo nuevo.',
    },
    'pass-k': {
      name: 'pass@K',
      text: 'Lo probable que es que al menos una de K soluciones sea correcta: lo que lograría un verificador perfecto al elegir.',
    },
    calibration: {
      name: 'Calibración',
      text: 'Un verificador está calibrado cuando sus números se cumplen: de todo lo que puntúa 0,8, ocho de diez acaban bien.',
    },
    'calibration-error': {
      name: 'Error de calibración esperado',
      text: 'La distancia media entre lo que dice un verificador y lo que se cumple, en grupos de igual tamaño; 0 es perfecto.',
    },
    brier: {
      name: 'Puntuación de Brier',
      text: 'La media del cuadrado de la distancia entre un valor y el resultado, 1 o 0. 0 es perfecto; decir siempre 0,5 da 0,25.',
    },
    wilson: {
      name: 'Wilson',
      text: 'Un intervalo: dónde está la proporción verdadera, con un 95 % de confianza, dados tantos aciertos de tantos; nunca sale de 0 a 1.',
    },
    variance: {
      name: 'Varianza',
      text: 'Cuánto se contradicen las filas de datos sobre un mismo comienzo: 0 si todas dicen lo mismo, 0,25 si la mitad dice 1 y la mitad 0.',
    },
    label: {
      name: 'Etiqueta',
      text: 'Lo que se le dice de un token a un verificador mientras aprende: un número de 0 a 1.',
    },
    'label-rule': {
      name: 'Regla de etiquetas',
      text: 'Cómo se hacen las etiquetas con las soluciones muestreadas y con lo que dice de ellas el maestro. TVM y OVM son dos.',
    },
    'prm-soft': {
      name: 'PRM-soft',
      text: 'Una regla de etiquetas: al final de un paso, la parte de las soluciones muestreadas que empiezan así y acaban bien.',
    },
    'prm-hard': {
      name: 'PRM-hard',
      text: 'Una regla de etiquetas: al final de un paso, 1 si alguna solución muestreada que empieza así acaba bien, y si no 0.',
    },
    'prm-valid': {
      name: 'PRM-valid',
      text: 'Una regla de etiquetas: al final de un paso, 1 mientras ningún paso haya sido erróneo, y si no 0.',
    },
    goal: {
      name: 'Objetivo',
      text: 'Una regla de etiquetas sin etiquetas: el valor de un token es cuánto se parece el estado del modelo ahí a sus estados hacia el final de soluciones correctas.',
    },
    'linear-head': {
      name: 'Cabeza lineal',
      text: 'Una cabeza de valor que pesa una vez cada número de dentro del modelo y los suma. Con pocos pesos aprende de pocas soluciones, y solo ve lo que una suma así muestra.',
    },
    'mlp-head': {
      name: 'Cabeza MLP',
      text: 'Una cabeza de valor con una capa de 128 unidades antes de su suma: puede combinar los números de dentro del modelo. Con muchos más pesos necesita más soluciones, o se las aprende de memoria.',
    },
    teacher: {
      name: 'Maestro de un verificador',
      text: 'Quien dice qué soluciones muestreadas, y cuáles de sus pasos, están bien: el comprobador o, en su lugar, un verificador.',
    },
    consensus: {
      name: 'Consenso',
      text: 'Solo se aprende de las soluciones en cuyo primer paso erróneo coinciden el comprobador y el muestreo.',
    },
    'weak-to-strong': {
      name: 'De débil a fuerte',
      text: 'Un verificador aprende del juicio de otro en lugar de la verdad, y puede llegar a juzgar mejor que él.',
    },
    verdict: { name: 'Veredicto', text: 'Lo que dice el maestro de una solución entera: bien o mal.' },
    trunk: {
      name: 'Tronco',
      text: 'Las capas que comparten los verificadores de este sitio. Están congeladas mientras se entrena un verificador, y han leído más que la política.',
    },
    start: {
      name: 'Inicio del entrenamiento',
      text: 'De quién son los pesos de las capas congeladas: del tronco o de la propia política.',
    },
    'equal-reading': {
      name: 'Igual lectura',
      text: 'Un verificador sobre los pesos de la política ha leído lo mismo que ella: lo que sabe más que la confianza viene de sus etiquetas.',
    },
    loss: {
      name: 'Pérdida, entropía cruzada',
      text: 'A qué distancia están los números de un verificador de las etiquetas: la media de menos el logaritmo de lo que da a lo que se le dijo. Decir siempre 0,5 da 0,69.',
    },
    'learning-rate': {
      name: 'Tasa de aprendizaje',
      text: 'Cuánto mueve los pesos un paso de aprendizaje. Primero sube y luego baja hasta nada.',
    },
    auc: {
      name: 'AUC',
      text: 'Con qué frecuencia tiene el valor más alto el lugar desde el que la solución sale bien, de dos de los que solo uno la da: 0,5 es el azar, 1 es perfecto.',
    },
    'auc-within': {
      name: 'AUC dentro de un problema',
      text: 'El AUC entre soluciones de un problema, tras otros tantos pasos: por lo que elige una búsqueda.',
    },
  },
};
