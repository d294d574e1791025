/** The sentences of the view in which value heads are trained on a reader's own model, in Spanish. */
import type { Messages } from '../types';

export const heads: Messages['heads'] = {
  heading: 'Un valor para cada token de {model}',
  intro:
    'El modelo resuelve problemas cuya respuesta se conoce, y una cabeza pequeña aprende, de los números que hay dentro del modelo en cada token, qué probable es una respuesta correcta. El modelo queda como está. Lo que sale guía las búsquedas de este modelo y tiñe sus árboles. Hacen falta unos cientos de soluciones: minutos con un modelo pequeño en una GPU, más sin ella.',
  none: 'En el grafo de este modelo no se encuentran estados ocultos, así que no se le puede entrenar una cabeza de valor. Toma una exportación con un decodificador sencillo, como las de la comunidad ONNX.',
  button: 'Entrenar una cabeza de valor',
  again: 'Entrenar otra',
  sentence: {
    task: 'Los problemas son los de {task}.',
    learn:
      'Aprender de {problems} {problems|problema|problemas} con {samples} {samples|solución|soluciones} de cada uno, según {rule}.',
    levels: 'Niveles de los problemas: {levels}.',
    test: 'Probar con {testProblems} {testProblems|problema reservado|problemas reservados}, {testSamples} {testSamples|solución|soluciones} de cada uno.',
    search: 'Buscar además en {searchProblems} de ellos con cada cabeza (0 para ninguno).',
    head: 'La cabeza es {head}; aprende durante {steps} {steps|paso|pasos} con una tasa de {rate} como mucho, con la semilla {seed} y una parte de {flip} de los veredictos al revés.',
  },
  labels: { rule: 'Regla de etiquetas', levels: 'Niveles', head: 'Tipo de cabeza' },
  probed: 'el que halle una prueba breve',
  levelOnly: 'solo {level}',
  levelRange: '{from} a {to}',
  kinds: { linear: 'lineal', mlp: 'una capa de 128 (MLP)' },
  layers: 'Capas, una cabeza tras cada una',
  layerAxis: 'capa',
  lastTick: 'última',
  byLayer: 'Cómo distinguen las soluciones las cabezas, por capa',
  ofBaseline: '{column}, {name}',
  layerName: 'tras la capa {layer}',
  headAfter: 'la cabeza {layer}',
  lastLayer: 'tras la última capa',
  questions: 'Usar mis propias preguntas (CSV, JSON)',
  dataSet:
    'El conjunto de entrenamiento de GSM8K es un archivo así ({count} preguntas, licencia MIT): guarda train.jsonl de {link} y elígelo aquí.',
  setHere:
    'El conjunto de entrenamiento de GSM8K: {count} preguntas con respuesta, licencia MIT, de los autores de {link}. Está en este sitio y solo llega cuando pulsas.',
  download: 'Descargar el conjunto de entrenamiento de GSM8K ({size} MB)',
  downloading:
    'Se descarga el conjunto de entrenamiento de GSM8K: {share}. El entrenamiento puede empezar cuando haya llegado.',
  stopDownload: 'Cancelar la descarga',
  setFaults: {
    'download-failed':
      'No se pudo descargar el conjunto de entrenamiento de GSM8K: comprueba la conexión e inténtalo de nuevo, o elige un archivo tuyo.',
    'file-missing':
      'Este sitio no tiene copia del conjunto de entrenamiento de GSM8K: guarda train.jsonl de openai/grade-school-math y elige ese archivo.',
    'file-damaged':
      'La copia que este sitio tiene del conjunto de entrenamiento de GSM8K está dañada: guarda train.jsonl de openai/grade-school-math y elige ese archivo.',
  },
  questionsInUse: '{count} preguntas de {name}.',
  encoding: 'No está en UTF-8 y se leyó como {encoding}: si hay letras mal, guárdalo en UTF-8.',
  repeated: '{count} {count|fila repite|filas repiten} una anterior y no se {count|usa|usan}.',
  dropQuestions: 'Usar los problemas de la tarea',
  questionFaults: {
    row: 'La línea {line} no es {"question": "…", "answer": "…"}: escribe un objeto así en cada línea.',
    entry:
      'En la línea {line} hay otra cosa que {"question": "…", "answer": "…"}: escribe objetos así entre [ y ], con comas entre ellos.',
    'open-quote':
      'En la línea {line} unas comillas al principio de un campo no se cierran nunca: ciérralas o escríbelas dos veces entre comillas.',
    fields:
      'La línea {line} tiene más campos que los que nombra la primera: pon entre comillas el que contenga una coma, o lo que separe los campos.',
    'two-answers':
      'La línea {line} pregunta lo mismo que la {first}, con otra respuesta: corrige una de las dos o quítala.',
    'no-question': 'La línea {line} no tiene pregunta: escríbela o quita la línea.',
    'no-answer': 'La línea {line} no tiene respuesta: escribe un número o quita la línea.',
    'bad-answer': 'La respuesta de la línea {line}, «{answer}», no es un número: escribe uno, como 18.',
    question: 'La línea {line} no se puede preguntar: {why}',
    format: 'El archivo no es JSON ni una tabla cuya primera línea nombre las columnas question y answer.',
    empty: 'El archivo no tiene ninguna pregunta.',
    'too-many': 'El archivo tiene más de {limit} preguntas: toma menos.',
    'too-large': 'El archivo ocupa más de {limit} MB: toma menos preguntas.',
    unreadable: 'El archivo no se puede leer: guarda la tabla como CSV, en UTF-8.',
  },
  stages: {
    probe: 'Se busca el nivel en el que el modelo acierta cerca de la mitad de las veces.',
    probed: 'Nivel {level}: {solutions} de {of} soluciones.',
    probeShares: 'Aciertos hasta ahora: {shares}.',
    probeShare: 'nivel {level} {share}',
    reused:
      'De ellas {count} {count|estaba escrita|estaban escritas} de antes y se {count|aprovecha|aprovechan} otra vez.',
    between: ', ',
    sample:
      'Se escriben soluciones de las que aprender: {problems} de {of} problemas, {solutions} soluciones, {correct} correctas.',
    testSample:
      'Se escriben soluciones para la prueba: {problems} de {of} problemas, {solutions} soluciones, {correct} correctas.',
    read: 'Se leen los números de dentro del modelo: {done} de {of} problemas.',
    learn: 'Aprende la cabeza {head} de {heads}, {layer}: paso {step} de {of}, pérdida {loss}.',
    learnMember:
      'Aprende la cabeza {head} de {heads}, {layer}: miembro {member} de {members}, cuya media es, paso {step} de {of}, pérdida {loss}.',
    test: 'Se prueba.',
    ask: 'Se pide al modelo su propio veredicto: {done} de {of} problemas.',
    search: 'Se busca con cada cabeza: {done} de {of} problemas.',
  },
  stopped: 'Se paró antes de aprender nada.',
  solutionsKept:
    'Las soluciones que escribió el modelo se guardan hasta que se deje: otro entrenamiento con los mismos problemas no las escribe de nuevo.',
  pace: '{pace} tokens por segundo.',
  remaining: 'A este paso, cerca de {minutes} {minutes|minuto|minutos} más.',
  remainingHours: 'A este paso, cerca de {hours} {hours|hora|horas} más.',
  long: 'Este modelo es lento aquí. Un entrenamiento menor tarda una quinta parte, y sus números dicen menos.',
  smaller: 'Tomar el menor',
  searchCost: 'Las búsquedas escriben tanto como unas {count} soluciones, junto a {written} sin ellas.',
  searched: {
    caption:
      'Resueltos de {problems} {problems|problema reservado|problemas reservados}: búsqueda en haz, K = {samples}, b = {beam}; mayoría es un voto de K soluciones',
    solved: 'Resueltos',
    besideConfidence: 'Junto a la log-probabilidad media',
    besideMajority: 'Junto a la mayoría',
    tokens: 'Tokens por problema',
    majority: 'mayoría',
  },
  result: '{model}, {task}',
  ended: 'Se terminó el aprendizaje: {head} aprendió {steps} de {of} pasos.',
  unlearned: 'No hay cabeza {layers}: el aprendizaje se terminó antes.',
  levelChosen:
    'La prueba eligió el nivel {level}, en el que el modelo más se acerca a acertar la mitad de las veces ({shares}): una cabeza aprende de problemas con soluciones correctas y erróneas.',
  levelsTaken: 'Aprendido de los niveles {levels}.',
  gauges:
    'Con {problems} problemas reservados y {samples} soluciones de cada uno. Una solución acierta en {single}, alguna de ellas en {any}; la respuesta más frecuente en {majority}.',
  caption: 'Qué distingue las soluciones correctas de las erróneas',
  columns: {
    by: 'Según',
    within: 'AUC dentro de un problema',
    auc: 'AUC',
    whole: 'AUC, soluciones enteras de un problema',
    best: 'La mejor de {samples}',
    vote: 'Voto ponderado con ello',
  },
  baselines: {
    'self-judgement': 'su propio veredicto (preguntado)',
    'follow-up': 'lo que respondería un lector',
    polar: 'POLAR, de los demás sin veredictos',
    confidence: 'log-probabilidad media',
    entropy: 'entropía (cuanto menor, mejor)',
    length: 'longitud (la más corta primero)',
  },
  polarNote:
    'POLAR se aprende de la mayoría, la log-probabilidad media y, donde los hay, su propio veredicto y la respuesta de un lector: cuánto se fían juntos de una solución, sin que se diga cuáles son correctas.',
  best: 'La mejor de {samples} elegida por {name}, frente a la elegida por log-probabilidad media:',
  vote: 'Un voto ponderado con {name}, frente a la respuesta más frecuente:',
  noDifference: 'no se ve diferencia ({low} a {high} de los problemas).',
  more: 'un {difference} de los problemas más ({low} a {high}).',
  less: 'un {difference} de los problemas menos ({low} a {high}).',
  onlyLength: 'No distingue las soluciones de un problema mejor que su longitud: puede que no haya aprendido nada más.',
  asking:
    'Su propio veredicto: tras cada solución se preguntó al modelo si es correcta, y se leyó la probabilidad de yes frente a no. Tardó {seconds} y {tokens} tokens leídos; solo se dice de soluciones enteras.',
  unasked: {
    'no-words': 'No se le puede pedir al modelo su propio veredicto: «yes» o «no» no son un solo token suyo.',
    'not-asked': 'No se pidió al modelo su propio veredicto: la prueba se terminó antes.',
  },
  note: 'Entre paréntesis, intervalos del 95 % (bootstrap sobre problemas). Una raya: no calculado, o nada que distinguir, como cuando todas las soluciones de un problema acaban igual. Un AUC de 0,5 es el azar.',
  took: 'Escribir y leer tardó {sample}, aprender {learn}, la prueba {test}.',
  seconds: '{seconds} s',
  open: 'Abrir una cabeza de valor',
  beside: 'Este modelo tiene al lado una cabeza de valor, {file} ({size} kB), hecha por quien lo publicó.',
  takeBeside: 'Cargarla',
  use: 'Buscar con ella',
  useLater: 'Cuando haya acabado el entrenamiento.',
  opened: '{name} es ahora un verificador de este modelo.',
  kept: {
    heading: 'Cabezas de valor guardadas en este navegador',
    one: '{name} sobre {model}, AUC dentro de un problema {within} ({size} MB)',
    note: 'Se vuelven a ofrecer cuando se carga el mismo modelo, y comparten con los verificadores del taller el espacio de cincuenta y 100 MB. Con la que se quita aún se puede buscar hasta que se deja el modelo.',
    not: 'Este navegador no guardó {names}: guárdalas como archivos antes de dejar la página.',
    lost: 'Un entrenamiento de cabezas de valor de {model} acabó con su página y nada de él se guardó: carga el modelo y entrénalas otra vez.',
    lostSome:
      'Un entrenamiento de cabezas de valor de {model} acabó con su página. Lo que ya estaba hecho se conserva: {names}. No se hizo ninguna cabeza {layers}: para tenerlas, carga el modelo y entrena otra vez.',
    lostTest:
      'Un entrenamiento de cabezas de valor de {model} acabó con su página, antes de acabar todas sus pruebas. Sus cabezas se conservan: {names}.',
    remove: 'Quitar',
  },
};
