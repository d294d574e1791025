/** The sentences about taking the page along: without a network, by a link, in an article, as a picture or a file; in Spanish. */
import type { Messages } from '../types';

export const carry: Messages['carry'] = {
  table: 'Guardar tabla de nodos (CSV)',
  picture: {
    save: 'Guardar figura',
    svg: 'Como dibujo (SVG)',
    png: 'Como imagen (PNG)',
    failed: 'Este navegador no pudo crear la imagen: guarda la figura como dibujo (SVG).',
  },
  light: {
    told: 'La última visita se cortó mientras calculaba; por eso esta usa lo mínimo: WebAssembly con un solo hilo, y ningún modelo antes de que pulses Ejecutar.',
    usual: 'Seguir como siempre',
  },
  offline: {
    kept: 'Guardado para usarse sin red: la página, sus lecciones y los modelos de {tasks}.',
    pageKept: 'La página y sus lecciones están guardadas para usarse sin red; los modelos se están descargando.',
    denied: 'Este navegador no guarda nada de esta página: en la próxima visita necesitará la red de nuevo.',
    full: 'No queda sitio en el almacenamiento del navegador: algunos modelos se descargarán de nuevo la próxima vez.',
    update: 'Hay una versión nueva de esta página. Se usará cuando se hayan cerrado todas las pestañas de esta página.',
    updateRunning: 'Detén antes la búsqueda: la versión nueva carga la página otra vez.',
    use: 'Cargarla ahora; la búsqueda mostrada se pierde si no se guarda',
  },
  share: {
    open: 'Compartir',
    heading: 'Compartir esto',
    link: 'Enlace a la página tal como está',
    embed: 'Código para un artículo tuyo',
    bibtex: 'BibTeX',
    copy: 'Copiar',
    copied: 'Copiado',
    failed: 'El navegador no deja copiar a esta página: selecciona el texto y cópialo tú.',
    shows: 'Muestra',
    presets: { tree: 'solo el árbol', watch: 'el árbol, sus momentos y la respuesta', all: 'todo' },
    autorun: 'Empieza en cuanto se ve',
    height: 'Altura',
    ownHeight: 'la necesaria',
    theme: 'Tema',
    lock: 'Los lectores solo pueden pulsar Ejecutar',
    preview: 'Vista previa en vivo',
    offline:
      'Esta página se abrió desde un archivo: su enlace y su código solo sirven cuando el archivo está en un sitio web.',
  },
};
