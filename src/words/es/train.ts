/** The sentences of the view in which verifiers are trained, in Spanish. */
import type { Messages } from '../types';
import { trainWatch } from './train-watch';

export const train: Messages['train'] = {
  watch: trainWatch,
  heading: 'Haz un verificador',
  intro:
    'La política escribe soluciones de problemas, un maestro las juzga, una regla dice qué se le cuenta a cada token de ello y las capas que solo tienen los verificadores aprenden a decirlo. Todo ocurre en esta pestaña, y lo que sale es un verificador como cualquier otro: para buscar, comparar o guardar en un archivo. Mientras tanto la página se puede usar.',
  noWorkshop: 'En esta página no se pueden entrenar verificadores.',
  presetsHeading: 'Una pregunta para empezar',
  presets: {
    first: '¿Se puede hacer un verificador en dos minutos?',
    token: '¿Qué aporta la supervisión por token?',
    noise: '¿Qué hacen los veredictos falsos?',
    steps: '¿Qué hacen los pasos falsos bajo un veredicto correcto?',
    hard: '¿Vale lo aprendido con problemas fáciles para otros más difíciles?',
    teacher: '¿Puede un verificador enseñar a otro?',
    start: '¿Cuánto se debe a lo que el modelo leyó antes?',
  },
  presetNotes: {
    first: 'Un verificador, con supervisión por token (TVM).',
    token:
      'TVM y OVM con las mismas muestras, una solución de cada problema por lote. Si todas están en un mismo lote, los dos tiran del modelo igual y no pueden diferir.',
    noise: 'Se invierte la quinta parte de los veredictos. Entrena también sin ello y compara las filas de la tabla.',
    steps:
      'Tres reglas, y un número falso en un paso de tres de cada diez soluciones, cuyo veredicto queda como estaba.',
    hard: 'Aprendido en el nivel más fácil, probado en los siguientes.',
    teacher:
      'El OVM de este sitio dice qué es correcto, en lugar del comprobador. Entrena después el techo, juzgado por el comprobador, para ver cuánto de la diferencia se recupera.',
    start: 'Desde los pesos de la propia política, no desde un tronco que ha leído más: a igual lectura.',
    own: 'Tu propia elección.',
  },
  rules: 'Reglas de etiquetas, de una a cuatro',
  ruleNames: {
    tvm: 'proporción en cada token (TVM)',
    ovm: 'resultado (OVM)',
    'prm-soft': 'proporción en cada paso (PRM-soft)',
    'prm-hard': 'alguna correcta, por paso (PRM-hard)',
    'prm-valid': 'ningún paso falso aún (PRM-valid)',
    goal: 'cerca de finales correctos (objetivo)',
  },
  sameSamples:
    'Todos aprenden de las mismas muestras, en el mismo orden, desde el mismo inicio y durante los mismos pasos: solo difiere lo que se les dice.',
  learners: {
    webgpu: 'Aprende con WebGPU, como pide la dirección.',
    absent: 'Aquí no hay WebGPU, así que aprende con WebAssembly.',
    'wrong-numbers': 'WebGPU calcula números erróneos aquí, así que aprende con WebAssembly.',
  },
  goalNote:
    'La regla Objetivo contrasta soluciones correctas e incorrectas de un problema: su pérdida es otra, que no se puede comparar con la de las etiquetas.',
  sentence: {
    learn:
      'Aprende de {problems} {problems|problema|problemas}, con {samples} {samples|solución|soluciones} de cada uno, según {teacher}.',
    levels: 'Tienen de {levelFrom} a {levelTo} pasos.',
    noise:
      'De los veredictos se invierte una proporción de {flip}; de las soluciones, una proporción de {wrongSteps} recibe un paso falso y conserva su veredicto.',
    start:
      'Empieza con {start} y aprende durante {steps} {steps|paso|pasos} con una tasa de {rate} como máximo, con la semilla {seed}.',
    together: 'Un lote tiene como mucho {together} {together|solución|soluciones} de un problema.',
    test: 'Prueba con {testProblems} {testProblems|problema reservado|problemas reservados}, con {testSamples} {testSamples|solución|soluciones} de cada uno.',
    testLevels: 'Esos tienen de {testFrom} a {testTo} pasos.',
    search:
      'Busca {searchProblems} {searchProblems|problema reservado|problemas reservados} con cada uno (K = 20, b = 4).',
  },
  labels: {
    problems: 'Problemas de los que aprende',
    samples: 'Soluciones de cada problema',
    temperature: 'Temperatura del muestreo',
    teacher: 'Maestro',
    levelFrom: 'Mínimo de pasos, al aprender',
    levelTo: 'Máximo de pasos, al aprender',
    flip: 'Proporción de veredictos invertidos',
    wrongSteps: 'Proporción de soluciones con un paso falso',
    start: 'Inicio',
    together: 'Soluciones de un problema en un lote, como mucho',
    steps: 'Pasos de aprendizaje',
    rate: 'Tasa de aprendizaje',
    seed: 'Semilla',
    testProblems: 'Problemas de la prueba',
    testSamples: 'Soluciones de cada problema de la prueba',
    testFrom: 'Mínimo de pasos, en la prueba',
    testTo: 'Máximo de pasos, en la prueba',
    searchProblems: 'Problemas en los que se busca',
  },
  teachers: { checker: 'el comprobador', consensus: 'el comprobador, donde el muestreo coincide' },
  starts: {
    usual: 'lo primero que ofrece el paquete',
    trunk: 'el tronco de los verificadores de este sitio, que ha leído más que la política',
    policy: 'los pesos de la propia política',
  },
  startNames: { trunk: 'tronco (más lectura)', policy: 'política (igual lectura)' },
  train: 'Entrenar',
  again: 'Entrenar de nuevo',
  pause: 'Pausar',
  goOn: 'Seguir',
  stop: { before: 'Parar', learn: 'Dejar de aprender y conservarlo', test: 'Terminar la prueba' },
  abort: 'Desecharlo',
  stages: { sample: 'Muestrear', label: 'Etiquetar', learn: 'Aprender', test: 'Probar' },
  states: { waiting: 'aún no', running: 'en marcha', done: 'hecho' },
  loading: 'Cargando lo necesario: {loaded} de {total} MB',
  starting: 'Empezando…',
  sampled:
    '{problems} de {of} {of|problema|problemas}: {solutions} {solutions|solución|soluciones}, {correct} {correct|correcta|correctas}',
  labelled: 'se aprende de {kept} de {solutions} {solutions|solución|soluciones}',
  spoilt:
    '{flipped} {flipped|veredicto invertido|veredictos invertidos}, {spoiled} {spoiled|solución|soluciones} con un paso falso',
  read: 'leído por las capas fijas: {done} de {of} {of|problema|problemas}',
  learned: '{rule}: paso {step} de {of}, pérdida {loss}',
  tested: '{rule}: AUC {auc}',
  searching: '{done} de {of} {of|problema buscado|problemas buscados} con cada uno',
  searchedHeading: 'Qué resuelve la búsqueda con él',
  searchedCaption:
    'Resueltos de {problems} {problems|problema reservado|problemas reservados}: búsqueda en haz, K = {samples}, b = {beam}; mayoría es un voto de K muestras',
  solved: 'Resueltos',
  ownVerifier: '{rule}, entrenado aquí',
  shippedVerifier: '{rule} de este sitio',
  comparedWith: 'Comparado con {other}:',
  numbers: 'Todos los números',
  trainingTitle: '{number}. {rules}: {problems} × {samples}, {steps} {steps|paso|pasos}, semilla {seed}',
  paused: 'En pausa.',
  stopping: 'Terminando…',
  madeNow: 'Lo aprendido ya se puede usar, más abajo. La página aún busca con ello, para comparar.',
  done: 'Listo. El resultado está más abajo.',
  calledOff: 'Se paró antes de aprender nada. No se guardó nada.',
  thrown: 'Descartado. No se guardó nada de este entrenamiento.',
  failed: 'Terminó con un fallo. Los verificadores hechos antes siguen aquí.',
  curvesHeading: 'La pérdida mientras aprende',
  curvesLabel: 'Pérdida de {rules} por paso de aprendizaje, en lo que se aprende y en problemas reservados',
  curvesNote:
    'Línea: el lote del que se aprende. Puntos unidos por trazos: problemas de entrenamiento que se reservan.',
  step: 'paso',
  loss: 'entropía cruzada',
  onTraining: 'se aprende',
  onHeldOut: 'reservado',
  runsHeading: 'Lo que ha salido',
  columns: {
    verifier: 'Verificador',
    rule: 'Regla',
    data: 'Problemas × soluciones',
    levels: 'Niveles, al aprender y en la prueba',
    noise: 'Veredictos invertidos, pasos falsos',
    teacher: 'Maestro',
    start: 'Inicio',
    steps: 'Pasos',
    seed: 'Semilla',
    auc: 'AUC',
    within: 'AUC dentro de un problema',
    brier: 'Puntuación de Brier',
    ece: 'ECE',
    seconds: 'Segundos',
  },
  runsNote:
    'En problemas reservados, en los mismos lugares de las mismas muestras. AUC: con qué frecuencia tiene el valor más alto un lugar desde el que la solución sale bien; dentro de un problema: lo mismo entre soluciones de un problema, que es por lo que elige una búsqueda. Puntuación de Brier y ECE: cuánto distan los valores de lo que se cumplió. Las filas de entrenamientos con otra semilla u otra prueba se probaron con otras muestras.',
  exploded: 'La pérdida dejó de ser un número: este es su último estado bueno.',
  untested: 'sin probar',
  dashes: {
    auc: '– en lugar de un AUC: todas las soluciones que compararía acabaron igual.',
    levels: '– en lugar de niveles: esta tarea no los tiene.',
  },
  noDifference:
    'No se ve diferencia entre {first} y {second}: sus AUC difieren en {difference} (intervalo del 95 %: de {low} a {high}).',
  difference:
    '{better} distingue lo correcto de lo falso mejor que {worse}: su AUC es mayor en {difference} (intervalo del 95 %: de {low} a {high}).',
  differenceNote:
    'El intervalo es sobre los problemas de la prueba y solo de estos dos entrenamientos: otra semilla puede dar otros.',
  use: 'Buscar con él',
  otherTask: 'Es un verificador para {task}.',
  save: 'Guardar',
  saveTable: 'Guardar la tabla (JSON)',
  open: 'Abrir un verificador o una tabla…',
  opened: '{name} está aquí, enseñado con {rule}: se ofrece donde se elija un verificador.',
  notOpened: 'No se abrió este archivo. {message}',
  fileFaults: {
    'no-verifier':
      '{file} no es el archivo de un verificador entrenado con Inkling. Elige uno cuyo nombre acabe en .inkling.safetensors, o entrena uno aquí.',
    damaged: '{file} no está completo. Cópialo o descárgalo de nuevo.',
    'other-version': '{file} es de otra versión de Inkling ({version}). Ábrelo con esa, o entrena uno aquí.',
    'other-task': '{file} es un verificador para {task}. Elige esa tarea y abre el archivo de nuevo.',
    'other-model': '{file} se entrenó con otro modelo ({base}), que esta página no tiene. Entrena uno aquí.',
    unfit:
      'Los números de {file} no encajan con los modelos de esta página. Cópialo o descárgalo de nuevo, o entrena uno aquí.',
    'too-large': '{file} es más grande de lo que puede ser un verificador entrenado ({limit} MB). Elige otro archivo.',
  },
  faults: {
    memory:
      'El entrenamiento necesita más memoria de la que da este navegador. Entrena otra vez con menos soluciones de cada problema.',
    browser: 'Este navegador no puede calcular los modelos del taller. Abre la página en otro navegador para entrenar.',
    died: 'El navegador cerró el entrenamiento, quizá por falta de memoria o de conexión. Entrena otra vez; si se repite, toma menos soluciones de cada problema.',
    nothing: 'No quedó ninguna solución de la que aprender. Toma más problemas, o más soluciones de cada uno.',
    unfinished:
      'Lo que se conservaba de este entrenamiento ya no encaja con esta página y se descarta. Entrena de nuevo.',
    few: 'Solo hay {count} problemas de los que aprender. Pide menos.',
    'few-tests': 'Solo hay {count} problemas de estos niveles para la prueba. Pide menos.',
    'few-questions':
      'El archivo tiene {count} preguntas, y las de aprender y las de la prueba son más. Pide menos de unas o de otras.',
    alike:
      'El modelo resolvió cada problema siempre o nunca, así que no hay nada que distinguir. Toma problemas más fáciles o más difíciles, o más soluciones de cada uno.',
    unable:
      'En la prueba previa el modelo no acertó ninguna solución del nivel más fácil: aquí apenas hay de qué aprender. Toma un modelo mayor o preguntas propias, o elige tú el nivel para entrenar de todos modos.',
    other: 'El entrenamiento no pudo seguir. Entrena otra vez; si se repite, recarga la página. ({message})',
  },
  openedHeading: 'Abiertos de archivos',
  fromTable: 'de {name}',
  openedTable: '{name}: {count} {count|verificador|verificadores}, en la tabla de arriba.',
  closeTable: 'Cerrar',
  tableFaults: {
    'too-large': 'Una tabla de entrenamientos tiene como máximo 32 MB.',
    'no-table':
      'No es una tabla de entrenamientos como las que guardan esta página y la línea de órdenes: guárdala allí de nuevo.',
  },
  several: { name: 'varios verificadores, promediados', members: 'Verificadores que enseñan juntos, dos al menos' },
  gap: {
    heading: 'Cuánto de la diferencia recupera el alumno',
    line: '{name}, el maestro',
    teacher: 'El maestro, {name}, en los mismos lugares: AUC {auc}, dentro de un problema {within}.',
    offer:
      '¿Cuánto vale eso? Entrena también el techo: las mismas muestras, el mismo inicio y los mismos pasos, juzgados por el comprobador. Entonces la página dice cuánto de la diferencia entre maestro y techo recupera el alumno.',
    train: 'Entrenar el techo',
    ceiling:
      'El techo es el entrenamiento {number}: las mismas muestras, el mismo inicio y los mismos pasos, juzgados por el comprobador.',
    isCeiling:
      'Este entrenamiento es el techo del entrenamiento {number}, al que enseñó {name}: las mismas muestras, el mismo inicio y los mismos pasos.',
    byAuc: 'según el AUC',
    bySolved: 'según lo que resuelve la búsqueda',
    recovered:
      '{rule}, {by}: el alumno recupera {value} de la diferencia entre maestro y techo (intervalo del 95 %: de {low} a {high}). Maestro {teacher}, alumno {student}, techo {ceiling}.',
    noGap:
      '{rule}, {by}: el techo no está claramente por encima del maestro (por {value}, intervalo del 95 %: de {low} a {high}), así que no se puede decir qué parte recupera el alumno. Maestro {teacher}, alumno {student}, techo {ceiling}.',
    nothing: 'No se puede decir nada: uno de los tres no se probó o aprendió otro número de pasos.',
    note: 'Diferencia de rendimiento recuperada: (alumno − maestro) / (techo − maestro), sobre {problems} {problems|problema|problemas} de prueba como mucho. Los intervalos son sobre estos problemas, y solo de estos entrenamientos: otra semilla puede dar otros.',
  },
  interrupted: {
    title: '{rules}: {problems} × {samples}, {steps} {steps|paso|pasos}, semilla {seed}',
    written:
      'Un entrenamiento quedó interrumpido ({title}). Se conservan las soluciones de {done} de sus {problems} {problems|problema|problemas}.',
    learning:
      'Un entrenamiento quedó interrumpido ({title}). {rule} se conserva como estaba tras el paso {step} de {of}.',
    learned: 'Un entrenamiento quedó interrumpido ({title}). Se conserva todo lo que aprendió; solo falta su prueba.',
    goOn: 'Seguir con él',
    throwAway: 'Desecharlo',
  },
  kept: {
    heading: 'Guardados en este navegador',
    note: 'Vuelven a estar aquí la próxima vez que se abra el taller: los cincuenta verificadores más recientes, 100 MB como máximo. Lo que se quita se sigue ofreciendo hasta que se deja la página.',
    one: '{number}. {task}: {rules} ({size} MB)',
    not: 'Este navegador no guardó {names}: guárdalos como archivos antes de dejar la página.',
    remove: 'Quitar',
    removeAll: 'Quitar todos',
  },
  sameName:
    'Otro verificador de aquí ya se llama así. Recarga la página para abrir este; antes quita el otro, si está guardado.',
};
