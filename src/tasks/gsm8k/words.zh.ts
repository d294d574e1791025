/** The words of GSM8K in Chinese. */
import type { QuestionWords } from './words.en';

export const words: QuestionWords = {
  name: 'GSM8K',
  label: '日常语言的问题',
  ask: '求解',
  another: '换一个问题',
  faults: {
    empty: '还没有问题：请输入一个，或选一个例子。',
    'text-too-long': '问题太长：请用 {limit} 个字符以内。',
    'too-short': '这不是问题：请至少写 {least} 个字或词。',
    'bad-answer': '“{word}”不是数字：请在 #### 后写正确答案，例如 #### 18，或把它去掉。',
  },
  warnings: { 'no-answer': '这里不知道正确答案，因此不作判断：请在问题后写上答案，例如 #### 18。' },
  verdicts: {},
};
