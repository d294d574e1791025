/** The page’s terms, each with one meaning, in Chinese. */
import type { Glossary } from '../terms';

export const glossary: Glossary = {
  heading: '术语',
  close: '关闭',
  terms: {
    policy: { name: '策略', text: '负责写的语言模型：给它一个开头，它说出每个后续词元的可能性。' },
    token: { name: '词元', text: '策略一次写出的最小单位：这里是一个数、一个符号或词的一部分。' },
    prefix: { name: '前缀', text: '题目以及到目前为止写在其后的全部内容。' },
    step: { name: '步', text: '解答的一行。树中每个方框是一步。' },
    verifier: { name: '验证器', text: '用一个数评判前缀、从而引导搜索的东西。它不是检查器。' },
    value: { name: '值', text: '验证器对最终答案正确的估计，从 0 到 1。' },
    logprob: { name: '对数概率 (ln)', text: '策略写某个词元的可能性的自然对数；0 表示必然。' },
    tvm: { name: 'TVM', text: '价值模型，学的是开头相同的采样解答中最终正确的比例。' },
    ovm: { name: 'OVM', text: '价值模型，学的是整个解答最终是否正确，对其所有词元都一样。' },
    beam: { name: '束', text: '搜索继续沿用的前缀：K 个候选中得分最好的 b 个。' },
    pruned: { name: '剪除', text: '舍弃：搜索不再从那里继续。' },
    rollout: { name: '推演', text: '一直采样到结尾的解答。从一处多次推演，可知它有多常得到正确结果。' },
    temperature: { name: '温度', text: '策略抽取的自由程度：0 时总取最可能的词元；1 时按其所说的概率。' },
    seed: { name: '种子', text: '一切随机由它而来：同样的种子得到同样的搜索。' },
    budget: { name: '预算', text: '一次搜索的花费：策略写的词元、价值模型读的词元，以及秒数。' },
    'held-out': { name: '保留题', text: '另外放着：训练从未见过，因此能显示模型面对新题的能力。' },
  },
};
