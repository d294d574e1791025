/** The words of the word problems in Chinese. */
import type { StoryWords } from './words.en';

export const words: StoryWords = {
  name: '应用题',
  label: '一个带数字的故事',
  ask: '求解',
  another: '换一个故事',
  faults: {
    empty: '还没有故事：请用英文写几个事实和一个问题，或选一个例子。',
    'text-too-long': '故事太长：请不超过 {limit} 个字符。',
    'too-many-sentences': '句子太多：请不超过 {limit} 句。',
    'no-question': '故事以问题结尾，而这里的结尾是“{sentence}”：请加一个，例如“How many marbles does Anna have?”。',
    'early-question': '只有最后一句可以是问题：请去掉“{sentence}”。',
    'unknown-sentence': '模型没有学过怎样读“{sentence}”：请照例子的说法写。',
    unclear: '句子都能读懂，但看不出问题如何由它们得出：请像示例那样说明每个数是谁的。',
    'unknown-word': '模型没有学过“{sentence}”中的“{word}”：请用例子中的词。',
    'bad-number': '“{sentence}”中的 {word} 超出范围：请用 {least} 到 {most} 的整数。',
    'stated-twice': '“{sentence}”第二次说明了 {label}：请去掉其中一句。',
    'not-stated': '“{sentence}”需要 {label}，但没有句子说明它：请加一句。',
    circular: '“{sentence}”成了循环：{label} 要由它自己算出。',
    'which-time': '“{sentence}”中的 {label} 可能指变化之前或之后：请与数目不变的人比较。',
    'not-whole': '“{sentence}”的结果不是整数：请改动其中的数。',
    'out-of-range': '“{sentence}”使 {label} 成为 {value}：所有的数须在 1 到 {most} 之间。',
  },
  warnings: {},
  verdicts: {},
};
