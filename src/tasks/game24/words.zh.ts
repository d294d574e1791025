/** The words of the Game of 24 in Chinese. */
import type { Game24Words } from './words.en';

export const words: Game24Words = {
  name: '24 点',
  label: '四个数',
  ask: '算出 24：',
  another: '换一题',
  faults: {
    'text-too-long': '文字太长：请输入四个数，不超过 {limit} 个字符。',
    'not-a-number': '“{word}”不是整数：请输入四个整数，例如 4 5 6 10。',
    'too-few-numbers': '24 点需要四个数，现在有 {count} 个：请再加 {missing} 个。',
    'too-many-numbers': '24 点需要四个数，现在有 {count} 个：请去掉 {surplus} 个。',
    'not-positive': '{word} 是零或负数：请用 1 以上的整数。',
    'too-large': '{word} 超出了模型学过的范围：请用不超过 {limit} 的数。',
  },
  warnings: { unsolvable: '这四个数怎么算也得不到 24。你仍然可以运行搜索，看它失败。' },
  verdicts: {
    correct: '核对无误：每个数用一次，等于 24。',
    'other-numbers': '不对：没有把每个数各用一次。',
    'other-worth': '不对：不等于 24。',
    unreadable: '不对：不能当作算式来读。',
  },
};
