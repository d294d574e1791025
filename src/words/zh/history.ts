/** The sentences of going through a search in time, of one step of it, and of its outline; in Chinese. */
import type { Messages } from '../types';

export const time: Messages['time'] = {
  heading: '搜索的时刻',
  back: '后退一个时刻',
  forward: '前进一个时刻',
  play: '播放',
  pause: '暂停',
  nextPruning: '下一次剪枝',
  end: '到结尾',
  live: '回到实时',
  speed: '速度',
  aSecond: '每秒 {speed} 个',
  place: '时刻 {at} / {of}：',
  done: '搜索结束',
  changed: '刚刚改变',
  counts: {
    written: '写出 {count} 个',
    scored: '打分 {count} 个',
    finished: '完成 {count} 个',
    kept: '保留 {count} 个',
    pruned: '剪除 {count} 个',
    backedUp: '回传 {count} 次',
  },
};

export const step: Messages['step'] = {
  heading: '原因',
  plot: '各词元的值；虚线分隔各步。',
  plotScore: '各词元的分数；虚线分隔各步。',
  plotLine: '{verifier} 逐词元：最初 {first}，最低 {least}，最后 {last}。',
  kept: '保留：{of} 个中第 {rank} 名，分数 {score}。',
  firstPruned: '{of} 个中留下 {kept} 个；未留下的最高分是 {other}。',
  lastKept: '{of} 个中留下 {kept} 个；留下的最低分是 {other}。',
  pruned: {
    score: '剪除：{of} 个中第 {rank} 名，分数 {score}。',
    duplicate: '剪除：与这一步的另一个候选逐词元相同。',
    'not-chosen': '未选中：{of} 个中第 {rank} 名，分数 {score}。',
    threshold: '放弃：分数 {score} 低于设定的界限。',
    lookahead: '剪除：它只为判断前一步而写。',
  },
  allocation: '它分得接下来的 {allocation} 个采样。',
  finished: '完成：它以答案结尾，其后没有再进行选择。',
  undecided: '尚未对它作出决定。',
  ownValue: '这是 {verifier} 给它最后一个词元的值。',
  otherScore: '起决定作用的是 {score}，由路径上的分数得出；{verifier} 给它自己最后一个词元 {value}。',
  visits: '访问 {visits} 次；访问的平均值 {mean}。',
  prior: '策略的先验：{prior}。',
};

export const outline: Messages['outline'] = {
  heading: '以列表显示搜索',
  empty: '搜索的步骤会列在这里。',
  shown: '已列出 {of} 步中的 {shown} 步。',
  more: '列出更多',
  tokens: '{count} 个词元',
  token: '词元',
  probability: '概率',
  alternatives: '策略可能写的内容',
};
