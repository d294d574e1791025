/** The sentences of the problem that is watched while verifiers learn, in Chinese. */
import type { Messages } from '../types';

export const trainWatch: Messages['train']['watch'] = {
  heading: '看它学习',
  choosing: '正在寻找一道留出的题目来观察：已试 {tried} / {of} 道。',
  problem: '测试集的第 {number} 题，没有验证器从中学习：{problem}',
  written:
    '学习开始之前，策略为它写了 {count} 个解答，其中 {right} 个正确。共同的部分只出现一次。词元的颜色是验证器在它之后所说的：得到正确答案的可能性有多大。',
  waiting: '学习开始后才有颜色。',
  rolling: '正从各步结尾处续写，以得出那里的真值：已完成 {done} / {of}。',
  tree: '逐步展示的解答',
  verifier: '用于着色的验证器',
  scrubber: '学习步数',
  place: '第 {step} 步，共 {of} 步',
  before: '第一步之前',
  ends: '解答结尾处的平均值：正确的为 {right}，错误的为 {wrong}。',
  play: '播放学习过程',
  pause: '暂停',
  follow: '最新',
  right: '正确',
  wrong: '错误',
  values: '在下方显示它的值',
  value: '值为 {value}。',
  valuesHeading: '沿一个解答的值',
  valuesNote: '沿树中加框的解答（{verdict}，写出了 {count} 次）。按另一个解答末尾的“正确”或“错误”即可看它的值。',
  valuesLabel: '一个{verdict}解答的逐词元的值：{lines}；以及各步结尾处的真值',
  token: '词元',
  valueAxis: '值',
  step: '步骤',
  truthName: '真值（由续写得出）',
  truth: '{share}（{of} 次中 {right} 次；95% 区间 {low} 至 {high}）',
  truthNote:
    '一步结尾处的真值：策略从那里续写 {rollouts} 次，其中得到正确结果的比例，附 Wilson 95% 区间。解答结尾处，其判定就是真值。它只取决于策略，没有告诉任何验证器。',
  otherNote: '告诉这个验证器的是另一回事：是否有某个续写得到正确结果，或到此为止的每一步是否都正确。',
};
