/** Sentences about taking the page along: without a network, by a link, in an article, as a picture or a file. */
export interface CarryMessages {
  /** Saves the table of the search's nodes. */
  readonly table: string;
  readonly picture: Readonly<Record<'save' | 'svg' | 'png' | 'failed', string>>;
  /** Of a visit after one that was ended while it computed. */
  readonly light: Readonly<Record<'told' | 'usual', string>>;
  readonly offline: Readonly<
    Record<'kept' | 'pageKept' | 'denied' | 'full' | 'update' | 'updateRunning' | 'use', string>
  >;
  readonly share: Readonly<
    Record<
      | 'open'
      | 'heading'
      | 'link'
      | 'embed'
      | 'bibtex'
      | 'copy'
      | 'copied'
      | 'failed'
      | 'height'
      | 'theme'
      | 'lock'
      | 'preview'
      | 'offline',
      string
    >
  >;
}

export const en: CarryMessages = {
  table: 'Save node table (CSV)',
  picture: {
    save: 'Save picture',
    svg: 'As a drawing (SVG)',
    png: 'As an image (PNG)',
    failed: 'This browser could not make the image: save the picture as a drawing (SVG) instead.',
  },
  light: {
    told: 'The last visit ended while it was computing, so this one takes as little as it can: WebAssembly on one thread, and no model before you press Run.',
    usual: 'Go on as usual',
  },
  offline: {
    kept: 'Kept for use without a network: the page, its lessons, and the models of {tasks}.',
    pageKept: 'The page and its lessons are kept for use without a network; the models are being fetched.',
    denied: 'This browser keeps nothing for this page, so it needs the network again at the next visit.',
    full: 'There is no more room in this browser’s storage: some models have to be fetched again at the next visit.',
    update: 'A new version of this page is ready. It comes by itself once every tab of it is closed.',
    updateRunning: 'Stop the search first: the new version loads the page anew.',
    use: 'Load it now; the search shown here goes unless it is saved',
  },
  share: {
    open: 'Share',
    heading: 'Share this',
    link: 'Link to the page as it stands',
    embed: 'Code for an article of yours',
    bibtex: 'BibTeX',
    copy: 'Copy',
    copied: 'Copied',
    failed: 'The browser does not let this page copy: select the text and copy it yourself.',
    height: 'Height',
    theme: 'Theme',
    lock: 'Readers may only press Run',
    preview: 'Live preview',
    offline: 'This page was opened from a file: its link and code only work once the file lies on a web site.',
  },
};

export const es: CarryMessages = {
  table: 'Guardar tabla de nodos (CSV)',
  picture: {
    save: 'Guardar figura',
    svg: 'Como dibujo (SVG)',
    png: 'Como imagen (PNG)',
    failed: 'Este navegador no pudo crear la imagen: guarde la figura como dibujo (SVG).',
  },
  light: {
    told: 'La última visita se cortó mientras calculaba; por eso esta usa lo mínimo: WebAssembly con un solo hilo, y ningún modelo antes de que pulse Ejecutar.',
    usual: 'Seguir como siempre',
  },
  offline: {
    kept: 'Guardado para usarse sin red: la página, sus lecciones y los modelos de {tasks}.',
    pageKept: 'La página y sus lecciones están guardadas para usarse sin red; los modelos se están descargando.',
    denied: 'Este navegador no guarda nada de esta página: en la próxima visita necesitará la red de nuevo.',
    full: 'No queda sitio en el almacenamiento del navegador: algunos modelos se descargarán de nuevo la próxima vez.',
    update: 'Hay una versión nueva de esta página. Llega sola cuando se cierran todas sus pestañas.',
    updateRunning: 'Detenga antes la búsqueda: la versión nueva carga la página otra vez.',
    use: 'Cargarla ahora; la búsqueda mostrada se pierde si no se guarda',
  },
  share: {
    open: 'Compartir',
    heading: 'Compartir esto',
    link: 'Enlace a la página tal como está',
    embed: 'Código para un artículo suyo',
    bibtex: 'BibTeX',
    copy: 'Copiar',
    copied: 'Copiado',
    failed: 'El navegador no deja copiar a esta página: seleccione el texto y cópielo usted.',
    height: 'Altura',
    theme: 'Tema',
    lock: 'Los lectores solo pueden pulsar Ejecutar',
    preview: 'Vista previa en vivo',
    offline:
      'Esta página se abrió desde un archivo: su enlace y su código solo sirven cuando el archivo está en un sitio web.',
  },
};

export const zh: CarryMessages = {
  table: '保存节点表（CSV）',
  picture: {
    save: '保存图片',
    svg: '保存为矢量图（SVG）',
    png: '保存为图像（PNG）',
    failed: '浏览器无法生成图像：请改为保存矢量图（SVG）。',
  },
  light: {
    told: '上次访问在计算时中断，所以这次尽量少占资源：单线程 WebAssembly，按下“运行”之前不加载模型。',
    usual: '恢复平常方式',
  },
  offline: {
    kept: '已保存，可离线使用：页面、课程以及{tasks}的模型。',
    pageKept: '页面和课程已保存，可离线使用；模型正在下载。',
    denied: '此浏览器不为本页面保存任何内容，下次访问仍需联网。',
    full: '浏览器的存储空间已满：部分模型下次访问时需要重新下载。',
    update: '本页面有新版本。关闭它的所有标签页后会自动启用。',
    updateRunning: '请先停止搜索：启用新版本会重新加载页面。',
    use: '立即加载；此处的搜索若未保存将会丢失',
  },
  share: {
    open: '分享',
    heading: '分享本页',
    link: '指向当前页面状态的链接',
    embed: '嵌入文章的代码',
    bibtex: 'BibTeX',
    copy: '复制',
    copied: '已复制',
    failed: '浏览器不允许本页面复制：请自行选中文字并复制。',
    height: '高度',
    theme: '主题',
    lock: '读者只能按“运行”',
    preview: '实时预览',
    offline: '本页面是从文件打开的：只有把文件放到网站上，链接和代码才能使用。',
  },
};
