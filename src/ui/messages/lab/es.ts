/** The sentences of the inspector's checks and of the views beside the search, in Spanish. */
import type { LabMessages } from './en';

const inspectorEs: LabMessages['inspector'] = {
  heading: 'Preguntar por este token',
  select: 'Selecciona un token, en el árbol o en el camino, para preguntar por él.',
  foreign:
    'No se puede preguntar nada sobre un árbol hecho con otra herramienta: sus tokens no son los de los modelos de aquí.',
  stop: 'Parar',
  value: {
    check: 'Comprobar el valor',
    hint: 'Deja que la política termine la solución desde aquí muchas veces y cuenta cuántas acaban bien.',
    rollouts: 'Intentos',
    running: '{done} de {of} intentos: {right} correctos',
    ended: 'La solución acaba aquí, así que no hay nada que intentar: toma un token anterior.',
    place: 'Después de «{token}» en el paso {step}:',
    observed: '{right} de {of} intentos acabaron bien: {share} (intervalo del 95 %: {low} a {high}).',
    inside: '{verifier} dijo {value}, que está dentro del intervalo: no hay contradicción.',
    above: '{verifier} dijo {value}: más de lo que permite el intervalo. Aquí estaba demasiado seguro.',
    below: '{verifier} dijo {value}: menos de lo que permite el intervalo. Aquí dudaba demasiado.',
    other: '{verifier} dijo {value}, en una escala propia, así que no se pueden comparar.',
    none: 'Ningún verificador habló de este lugar.',
    sampling: 'Los intentos se muestrean a temperatura 1, como en el entrenamiento: de eso habla un valor.',
    bar: 'Proporción observada y su intervalo, junto al valor dicho, de 0 a 1',
    said: 'dicho',
    seen: 'observado',
  },
  change: {
    heading: 'Escribir otra cosa aquí',
    hint: 'La búsqueda sigue desde el token nuevo con sus propios ajustes, y se conservan las dos ramas.',
    instead: 'En lugar de «{token}»:',
    own: 'Tu propio texto',
    go: 'Cambiar',
    running: 'Siguiendo desde «{token}»…',
    done: 'Antes: {before}. Con «{token}»: {after}.',
    right: '{answer}, correcta',
    wrong: '{answer}, incorrecta',
    none: 'sin respuesta',
    noHistory: 'Este árbol se guardó sin su historia, así que no se puede continuar.',
  },
  error: {
    find: 'Buscar el primer error',
    hint: 'Busca, partiendo por la mitad, el primer paso tras el cual ningún intento de la política acierta.',
    notWrong:
      'Solo una solución terminada e incorrecta tiene un primer error: selecciona el último paso de una de ellas.',
    running: 'Intentos desde {units} de {of} pasos…',
    probe: 'Tras {units} de {of} pasos: {right} de {rollouts} correctos.',
    found: 'Desde el paso {step}, ningún intento acertó.',
    open: 'Se paró antes de decidirlo.',
    never: 'Tras cada paso aún hay intentos que aciertan.',
    broken: 'El comprobador de pasos encuentra el primer error en el paso {step}.',
    clean: 'El comprobador de pasos da por buenos todos los pasos.',
    same: 'Los dos señalan el mismo paso.',
    value: '{verifier} baja por primera vez de un medio en el paso {step}.',
    never2: '{verifier} no baja de un medio.',
    saved: 'Se hicieron {spent} intentos; recorrerlo desde el principio habría costado {scan}.',
    show: 'Mostrar el paso {step}',
  },
};

const tabsEs: LabMessages['tabs'] = {
  label: 'Vistas',
  search: 'Buscar',
  compare: 'Comparar',
  labels: 'Etiquetas',
  measure: 'Medir',
  loading: 'Abriendo la vista…',
  failed: 'No se pudo obtener esta vista. Comprueba la conexión y elígela de nuevo.',
};

export const labEs: LabMessages = { inspector: inspectorEs, tabs: tabsEs };
