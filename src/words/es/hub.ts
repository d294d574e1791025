/** The sentences about hub models, in Spanish. */
import type { Messages } from '../types';

export const hub: Messages['hub'] = {
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
    'too-long': 'Instrucción y pregunta pueden tener como máximo {limit} caracteres cada una.',
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
    'too-large': '{model} necesita {size} GB y este dispositivo admite como máximo {limit}. Toma uno más pequeño.',
    'download-failed':
      'Se cortó la conexión con {host}. Lo que ha llegado se conserva: inténtalo otra vez para seguir.',
    redirected:
      '{host} da otra dirección para {model}, y no se iba a preguntar a nadie más. Abre allí su página en un navegador y pega la dirección a la que llegues.',
    'file-damaged': 'Un archivo no es lo que debería, así que no se usa: {message}',
    'out-of-memory': 'El modelo no cabe en la memoria de esta pestaña. Toma uno más pequeño.',
    'backend-unavailable': 'Este dispositivo no puede ejecutar ese modelo: {message} Prueba otro tamaño u otro motor.',
    other: 'El modelo no se pudo usar: {message}',
  },
};
