/** The sentences about hub models, in every language: they belong together, and no other part of the page has them. */

export interface HubMessages {
  readonly open: string;
  readonly heading: string;
  readonly intro: string;
  readonly address: string;
  readonly addressHint: string;
  readonly badAddress: string;
  /** `{host}`: what a press sends, and to whom. */
  readonly lookUpNote: string;
  readonly lookUp: string;
  readonly lookingUp: string;
  readonly tuned: string;
  readonly tunedHint: string;
  readonly folder: string;
  readonly folderHint: string;
  readonly kept: string;
  readonly keptUse: string;
  readonly keptDelete: string;
  readonly close: string;
  readonly from: string;
  readonly thisMachine: string;
  readonly license: string;
  readonly noLicense: string;
  readonly parameters: string;
  readonly size: string;
  readonly device: string;
  readonly consent: string;
  readonly consentLocal: string;
  readonly accept: string;
  readonly acceptLocal: string;
  readonly refuse: string;
  readonly loading: string;
  readonly starting: string;
  readonly cancel: string;
  readonly paused: string;
  readonly inUse: string;
  readonly prompt: string;
  readonly chat: string;
  readonly system: string;
  readonly user: string;
  readonly delimiter: string;
  readonly delimiterHint: string;
  readonly promptProblems: Readonly<Record<'no-slot' | 'no-delimiter' | 'too-long', string>>;
  readonly leave: string;
  readonly needed: string;
  readonly answerNeeded: string;
  readonly failures: Readonly<
    Record<
      | 'file-missing'
      | 'gated'
      | 'not-a-model'
      | 'too-large'
      | 'download-failed'
      | 'file-damaged'
      | 'out-of-memory'
      | 'backend-unavailable'
      | 'other',
      string
    >
  >;
}

export const en: HubMessages = {
  open: 'Use a model of your own…',
  heading: 'A model of your own',
  intro:
    'Any language model with ONNX files, from the Hugging Face hub or a folder, can write the steps here. It runs in this tab.',
  address: 'Model',
  addressHint: 'Such as onnx-community/Qwen2.5-0.5B-Instruct, or its address on another host.',
  badAddress: 'That is no name of a model: type owner/name, or its whole address.',
  lookUpNote: 'Looking it up sends one request to {host}, with the name of the model and nothing else.',
  lookUp: 'Look it up on {host}',
  lookingUp: 'Asking {host}…',
  tuned: 'Model tuned from it (optional)',
  tunedHint: 'With the same tokenizer: its log-ratio to the first is then a verifier, the implicit reward model.',
  folder: 'Open a folder',
  folderHint: 'A folder with config.json, tokenizer.json and onnx/. Nothing of it leaves this machine.',
  kept: 'Kept in this browser',
  keptUse: 'Use {name}',
  keptDelete: 'Delete {name}',
  close: 'Close',
  from: 'From',
  thisMachine: 'this machine',
  license: 'Licence',
  noLicense: 'not stated',
  parameters: 'Parameters',
  size: 'Size',
  device: 'Runs on',
  consent:
    'This downloads {size} from {host}, which may hand over to its own file servers. They see your address and which files you take. The files stay in this browser until you delete them.',
  consentLocal: 'This reads {size} from the folder into this tab.',
  accept: 'Download and start',
  acceptLocal: 'Start',
  refuse: 'Not now',
  loading: 'Loading: {loaded} of {total} MB',
  starting: 'Starting the model…',
  cancel: 'Cancel',
  paused: 'Called off. What has come is kept: start again to go on.',
  inUse: 'The steps are written by {name} ({dtype}, {backend}).',
  prompt: 'How it is asked',
  chat: 'Use the model’s chat template',
  system: 'Instruction',
  user: 'Question',
  delimiter: 'A step ends with',
  delimiterHint: '\\n stands for a line end.',
  promptProblems: {
    'no-slot': 'The question must hold {problem} exactly once.',
    'no-delimiter': 'What ends a step must have 1 to 20 characters.',
    'too-long': 'Instruction and question may have {limit} characters each.',
  },
  leave: 'Back to the site’s own models',
  needed: 'GSM8K is for models of your own: choose one first.',
  answerNeeded:
    'Rollouts are judged by the right answer: write it behind the question, as in #### 18, or choose another verifier.',
  failures: {
    'file-missing': '{host} has no public model {model}, or a file of it is missing. Check the name.',
    gated:
      '{model} is gated: {host} gives it only to people who sign in, which this page cannot do. Download it there and open its folder, or take another.',
    'not-a-model':
      '{model} lacks {file} in a form that this browser can run. Look for an ONNX version, such as those of onnx-community.',
    'too-large': '{model} needs {size} GB and this device takes {limit}. Take a smaller one.',
    'download-failed': 'The connection to {host} broke. What has come is kept: try again to go on.',
    'file-damaged': 'A file is not what it should be, so it is not used: {message}',
    'out-of-memory': 'The model does not fit into this tab’s memory. Take a smaller one.',
    'backend-unavailable': 'This device cannot run that model: {message} Try another size or back end.',
    other: 'The model could not be used: {message}',
  },
};

export const es: HubMessages = {
  open: 'Usar un modelo propio…',
  heading: 'Un modelo propio',
  intro:
    'Cualquier modelo de lenguaje con archivos ONNX, del hub de Hugging Face o de una carpeta, puede escribir aquí los pasos. Se ejecuta en esta pestaña.',
  address: 'Modelo',
  addressHint: 'Como onnx-community/Qwen2.5-0.5B-Instruct, o su dirección en otro servidor.',
  badAddress: 'Eso no es el nombre de un modelo: escribe dueño/nombre o su dirección completa.',
  lookUpNote: 'Buscarlo envía una petición a {host}, con el nombre del modelo y nada más.',
  lookUp: 'Buscarlo en {host}',
  lookingUp: 'Preguntando a {host}…',
  tuned: 'Modelo ajustado a partir de él (opcional)',
  tunedHint:
    'Con el mismo tokenizador: su log-cociente con el primero es entonces un verificador, el modelo de recompensa implícito.',
  folder: 'Abrir una carpeta',
  folderHint: 'Una carpeta con config.json, tokenizer.json y onnx/. Nada de ella sale de este equipo.',
  kept: 'Guardados en este navegador',
  keptUse: 'Usar {name}',
  keptDelete: 'Borrar {name}',
  close: 'Cerrar',
  from: 'De',
  thisMachine: 'este equipo',
  license: 'Licencia',
  noLicense: 'no se indica',
  parameters: 'Parámetros',
  size: 'Tamaño',
  device: 'Se ejecuta en',
  consent:
    'Esto descarga {size} de {host}, que puede remitir a sus propios servidores de archivos. Ellos ven tu dirección y qué archivos tomas. Los archivos se quedan en este navegador hasta que los borres.',
  consentLocal: 'Esto lee {size} de la carpeta en esta pestaña.',
  accept: 'Descargar y empezar',
  acceptLocal: 'Empezar',
  refuse: 'Ahora no',
  loading: 'Cargando: {loaded} de {total} MB',
  starting: 'Arrancando el modelo…',
  cancel: 'Cancelar',
  paused: 'Cancelado. Lo que ha llegado se conserva: empieza otra vez para seguir.',
  inUse: 'Los pasos los escribe {name} ({dtype}, {backend}).',
  prompt: 'Cómo se le pregunta',
  chat: 'Usar la plantilla de chat del modelo',
  system: 'Instrucción',
  user: 'Pregunta',
  delimiter: 'Un paso termina con',
  delimiterHint: '\\n representa un fin de línea.',
  promptProblems: {
    'no-slot': 'La pregunta debe contener {problem} exactamente una vez.',
    'no-delimiter': 'Lo que termina un paso debe tener de 1 a 20 caracteres.',
    'too-long': 'Instrucción y pregunta pueden tener {limit} caracteres cada una.',
  },
  leave: 'Volver a los modelos de este sitio',
  needed: 'GSM8K es para modelos propios: elige uno primero.',
  answerNeeded:
    'Las tiradas se juzgan por la respuesta correcta: escríbela tras la pregunta, como #### 18, o elige otro verificador.',
  failures: {
    'file-missing': '{host} no tiene un modelo público {model}, o le falta un archivo. Comprueba el nombre.',
    gated:
      '{model} es de acceso restringido: {host} solo lo da a quien inicia sesión, y esta página no puede. Descárgalo allí y abre su carpeta, o toma otro.',
    'not-a-model':
      'A {model} le falta {file} en una forma que este navegador pueda ejecutar. Busca una versión ONNX, como las de onnx-community.',
    'too-large': '{model} necesita {size} GB y este dispositivo admite {limit}. Toma uno más pequeño.',
    'download-failed':
      'Se cortó la conexión con {host}. Lo que ha llegado se conserva: inténtalo otra vez para seguir.',
    'file-damaged': 'Un archivo no es lo que debería, así que no se usa: {message}',
    'out-of-memory': 'El modelo no cabe en la memoria de esta pestaña. Toma uno más pequeño.',
    'backend-unavailable': 'Este dispositivo no puede ejecutar ese modelo: {message} Prueba otro tamaño u otro motor.',
    other: 'El modelo no se pudo usar: {message}',
  },
};

export const zh: HubMessages = {
  open: '使用自己的模型…',
  heading: '自己的模型',
  intro: '任何带 ONNX 文件的语言模型，无论来自 Hugging Face hub 还是文件夹，都可以在这里写步骤。它在此标签页中运行。',
  address: '模型',
  addressHint: '例如 onnx-community/Qwen2.5-0.5B-Instruct，或它在其他主机上的地址。',
  badAddress: '这不是模型的名称：请输入“所有者/名称”或完整地址。',
  lookUpNote: '查询会向 {host} 发送一个请求，只含模型名称。',
  lookUp: '在 {host} 上查询',
  lookingUp: '正在询问 {host}…',
  tuned: '由它调优的模型（可选）',
  tunedHint: '须用同一分词器：它与前者的对数比即为一个验证器，即隐式奖励模型。',
  folder: '打开文件夹',
  folderHint: '含 config.json、tokenizer.json 和 onnx/ 的文件夹。其中内容不会离开本机。',
  kept: '保存在此浏览器中',
  keptUse: '使用 {name}',
  keptDelete: '删除 {name}',
  close: '关闭',
  from: '来自',
  thisMachine: '本机',
  license: '许可',
  noLicense: '未注明',
  parameters: '参数',
  size: '大小',
  device: '运行于',
  consent:
    '这将从 {host} 下载 {size}，该主机可能转到它自己的文件服务器。它们会看到你的地址以及你取了哪些文件。文件会留在此浏览器中，直到你删除。',
  consentLocal: '这将从文件夹读取 {size} 到此标签页。',
  accept: '下载并启动',
  acceptLocal: '启动',
  refuse: '暂不',
  loading: '正在加载：{loaded} / {total} MB',
  starting: '正在启动模型…',
  cancel: '取消',
  paused: '已取消。已下载的部分会保留：再次启动即可继续。',
  inUse: '步骤由 {name}（{dtype}，{backend}）书写。',
  prompt: '提问方式',
  chat: '使用模型的对话模板',
  system: '指示',
  user: '问题',
  delimiter: '步骤的结束符',
  delimiterHint: '\\n 表示换行。',
  promptProblems: {
    'no-slot': '问题中必须恰好有一个 {problem}。',
    'no-delimiter': '步骤的结束符须为 1 到 20 个字符。',
    'too-long': '指示和问题各不得超过 {limit} 个字符。',
  },
  leave: '回到本站的模型',
  needed: 'GSM8K 用于自己的模型：请先选择一个。',
  answerNeeded: '推演要用正确答案来判定：请把它写在问题后面，如 #### 18，或换一个验证器。',
  failures: {
    'file-missing': '{host} 上没有公开的模型 {model}，或缺少其文件。请检查名称。',
    gated: '{model} 受限：{host} 只提供给登录用户，本页无法登录。请在那里下载并打开文件夹，或另选一个。',
    'not-a-model': '{model} 缺少此浏览器可运行的 {file}。请找 ONNX 版本，例如 onnx-community 的。',
    'too-large': '{model} 需要 {size} GB，而此设备最多 {limit}。请选小一点的。',
    'download-failed': '与 {host} 的连接中断。已下载的部分会保留：再试一次即可继续。',
    'file-damaged': '某个文件不对，因此不予使用：{message}',
    'out-of-memory': '模型放不进此标签页的内存。请选小一点的。',
    'backend-unavailable': '此设备无法运行该模型：{message} 请换大小或后端。',
    other: '无法使用该模型：{message}',
  },
};
