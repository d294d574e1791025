/** The page's terms, each with one meaning, in every language. */
export const TERMS = [
  'policy',
  'token',
  'prefix',
  'step',
  'verifier',
  'value',
  'logprob',
  'tvm',
  'ovm',
  'beam',
  'pruned',
  'rollout',
  'temperature',
  'seed',
  'budget',
  'held-out',
] as const;
export type Term = (typeof TERMS)[number];

export interface Glossary {
  readonly heading: string;
  readonly close: string;
  readonly terms: Readonly<Record<Term, { readonly name: string; readonly text: string }>>;
}

const entry = (name: string, text: string): { readonly name: string; readonly text: string } => ({ name, text });

export const en: Glossary = {
  heading: 'Glossary',
  close: 'Close',
  terms: {
    policy: entry(
      'Policy',
      'The language model that writes: given a beginning, it says how likely each next token is.',
    ),
    token: entry(
      'Token',
      'The smallest piece that the policy writes at a time: here a number, a sign, or part of a word.',
    ),
    prefix: entry('Prefix', 'The problem and everything that was written after it so far.'),
    step: entry('Step', 'A line of a solution. Each box of the tree is one step.'),
    verifier: entry('Verifier', 'What judges a prefix with a number and so steers the search. It is not the checker.'),
    value: entry('Value', 'The verifier’s estimate, from 0 to 1, that the final answer will be right.'),
    logprob: entry(
      'Log-probability (ln)',
      'The natural logarithm of how likely the policy was to write a token; 0 is certain.',
    ),
    tvm: entry(
      'TVM',
      'A value model trained on the share of the sampled solutions with the same beginning that came out right.',
    ),
    ovm: entry(
      'OVM',
      'A value model trained on whether the whole solution came out right, the same for all of its tokens.',
    ),
    beam: entry('Beam', 'The prefixes that a search goes on with: of K candidates, the b that score best.'),
    pruned: entry('Pruned', 'Dropped: the search does not go on from there.'),
    rollout: entry(
      'Rollout',
      'A solution that is sampled to its end. Many from one place tell how often it ends right.',
    ),
    temperature: entry(
      'Temperature',
      'How freely the policy draws: at 0 always the likeliest token; at 1 as likely as it says.',
    ),
    seed: entry('Seed', 'The number from which all chance is drawn: the same seed gives the same search.'),
    budget: entry(
      'Budget',
      'What a search costs: tokens that the policy wrote, tokens that the value model read, and seconds.',
    ),
    'held-out': entry(
      'Held out',
      'Kept apart: no training has seen it, so it shows what the models can do with something new.',
    ),
  },
};

export const es: Glossary = {
  heading: 'Glosario',
  close: 'Cerrar',
  terms: {
    policy: entry(
      'Política',
      'El modelo de lenguaje que escribe: dado un comienzo, dice lo probable que es cada token siguiente.',
    ),
    token: entry(
      'Token',
      'La pieza más pequeña que la política escribe cada vez: aquí un número, un signo o parte de una palabra.',
    ),
    prefix: entry('Prefijo', 'El problema y todo lo escrito después hasta ahora.'),
    step: entry('Paso', 'Una línea de una solución. Cada caja del árbol es un paso.'),
    verifier: entry(
      'Verificador',
      'Lo que juzga un prefijo con un número y así guía la búsqueda. No es el comprobador.',
    ),
    value: entry('Valor', 'La estimación del verificador, de 0 a 1, de que la respuesta final será correcta.'),
    logprob: entry(
      'Log-probabilidad (ln)',
      'El logaritmo natural de lo probable que era que la política escribiera un token; 0 es seguro.',
    ),
    tvm: entry(
      'TVM',
      'Un modelo de valor entrenado con la parte de las soluciones de igual comienzo que acabaron bien.',
    ),
    ovm: entry(
      'OVM',
      'Un modelo de valor entrenado con si la solución entera acabó bien, lo mismo para todos sus tokens.',
    ),
    beam: entry('Haz', 'Los prefijos con los que sigue la búsqueda: de K candidatos, los b mejor puntuados.'),
    pruned: entry('Podado', 'Dejado: la búsqueda no sigue desde ahí.'),
    rollout: entry(
      'Despliegue',
      'Una solución muestreada hasta su fin. Muchas desde un lugar dicen cuántas veces acaba bien.',
    ),
    temperature: entry(
      'Temperatura',
      'La libertad con que sortea la política: con 0, siempre el token más probable; con 1, según sus probabilidades.',
    ),
    seed: entry('Semilla', 'El número del que sale todo el azar: la misma semilla da la misma búsqueda.'),
    budget: entry(
      'Presupuesto',
      'Lo que cuesta una búsqueda: tokens que escribió la política, tokens que leyó el modelo de valor, y segundos.',
    ),
    'held-out': entry(
      'Reservado',
      'Apartado: ningún entrenamiento lo ha visto, así que muestra lo que los modelos hacen con algo nuevo.',
    ),
  },
};

export const zh: Glossary = {
  heading: '术语',
  close: '关闭',
  terms: {
    policy: entry('策略', '负责写的语言模型：给它一个开头，它说出每个后续词元的可能性。'),
    token: entry('词元', '策略一次写出的最小单位：这里是一个数、一个符号或词的一部分。'),
    prefix: entry('前缀', '题目以及到目前为止写在其后的全部内容。'),
    step: entry('步', '解答的一行。树中每个方框是一步。'),
    verifier: entry('验证器', '用一个数评判前缀、从而引导搜索的东西。它不是检查器。'),
    value: entry('值', '验证器对最终答案正确的估计，从 0 到 1。'),
    logprob: entry('对数概率 (ln)', '策略写某个词元的可能性的自然对数；0 表示必然。'),
    tvm: entry('TVM', '价值模型，学的是开头相同的采样解答中最终正确的比例。'),
    ovm: entry('OVM', '价值模型，学的是整个解答最终是否正确，对其所有词元都一样。'),
    beam: entry('束', '搜索继续沿用的前缀：K 个候选中得分最好的 b 个。'),
    pruned: entry('剪除', '舍弃：搜索不再从那里继续。'),
    rollout: entry('展开', '一直采样到结尾的解答。从一处多次展开，可知它有多常得到正确结果。'),
    temperature: entry('温度', '策略抽取的自由程度：0 时总取最可能的词元；1 时按其所说的概率。'),
    seed: entry('种子', '一切随机由它而来：同样的种子得到同样的搜索。'),
    budget: entry('预算', '一次搜索的花费：策略写的词元、价值模型读的词元，以及秒数。'),
    'held-out': entry('保留题', '另外放着：训练从未见过，因此能显示模型面对新题的能力。'),
  },
};
