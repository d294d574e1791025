/** The sentences of a search that is watched: the line above the tree, and what is true of it; in Chinese. */
import type { Messages } from '../types';

export const watch: Messages['watch'] = {
  staleOf: '这是 {problem} 的搜索',
  staleRun: '按“运行”求解新问题',
  show: '显示真相',
  showWorst: '带我看 {verifier} 错得最厉害的地方',
  worst: {
    0: '{verifier} 在此给出 {value}，而此后已不可能得到正确答案。',
    1: '{verifier} 在此给出 {value}，而答案是正确的。',
  },
  truths: {
    right: '正确',
    wrong: '错误',
    open: '仍可能得到正确答案',
    hopeless: '无望：此后不可能得到正确答案',
    broken: '违反规则（在此处或之前）',
  },
  verdicts: { right: '正确', wrong: '错误' },
  key: { right: '正确', wrong: '错误', open: '仍可能正确', hopeless: '无望', broken: '违反规则' },
  parted: '验证器与真相相差很远',
  keyParted: '验证器偏差很大',
  onlyKnown: '这类任务只能检查答案和等式。',
  ofFile: '以文件所述为准；此处未作核对。',
  rightAnswer: '一个正确答案：',
  captions: {
    begin: '策略开始书写……',
    written: '策略写出 {written} 个步骤。',
    scored: '验证器随读随评：{scored} 个步骤得到评分。',
    finished: '{finished} 个解答已完成。',
    selected: '{of} 个中保留 {kept} 个，剪掉 {pruned} 个：搜索从保留的继续。',
    kept: '保留 {kept} 个，没有剪枝。',
    pruned: '剪掉 {pruned} 个。',
    backedUp: '数值沿树回传：更新 {backedUp} 个步骤。',
    done: '搜索结束；标出的路径通向它的答案。',
    none: '搜索结束，没有得到答案。',
  },
  skip: '跳到结尾',
  unplayed: '一次全部显示',
};
