/** The sentences of the inspector's checks and of the views beside the search, in Chinese. */
import type { LabMessages } from './en';

const inspectorZh: LabMessages['inspector'] = {
  heading: '追问这个词元',
  select: '请在树中或路径中选择一个词元，然后追问。',
  foreign: '对别的工具生成的树无法追问：它的词元不属于这里的模型。',
  stop: '停止',
  value: {
    check: '检验这个值',
    hint: '让策略从这里多次写完解答，数一数有多少次正确。',
    rollouts: '尝试次数',
    running: '已尝试 {done}/{of} 次：{right} 次正确',
    ended: '解答在这里结束，没有什么可以尝试：请选前面的词元。',
    place: '在第 {step} 步的“{token}”之后：',
    observed: '{of} 次尝试中有 {right} 次正确：{share}（95% 区间 {low} 至 {high}）。',
    inside: '{verifier} 说 {value}，落在区间内：没有矛盾。',
    above: '{verifier} 说 {value}，高于区间：它在这里过于自信。',
    below: '{verifier} 说 {value}，低于区间：它在这里过于怀疑。',
    other: '{verifier} 说 {value}，用的是自己的尺度，两者无法比较。',
    none: '没有验证器评价过这个位置。',
    sampling: '尝试以温度 1 采样，与训练时相同：值说的就是这种情形。',
    bar: '观察到的比例及其区间，旁边是所说的值，从 0 到 1',
    said: '所说',
    seen: '观察',
  },
  change: {
    heading: '在这里改写',
    hint: '搜索用原来的设置从新词元继续，两个分支都保留。',
    instead: '代替“{token}”：',
    own: '自己的文字',
    go: '改写',
    running: '从“{token}”继续……',
    done: '之前：{before}。改为“{token}”：{after}。',
    right: '{answer}，正确',
    wrong: '{answer}，错误',
    none: '没有答案',
    noHistory: '这棵树保存时没有历史，因此无法继续。',
  },
  error: {
    find: '寻找第一个错误',
    hint: '用二分法寻找：从哪一步之后，策略的尝试再也不成功。',
    notWrong: '只有写完而且错误的解答才有第一个错误：请选择这种解答的最后一步。',
    running: '正在从 {of} 步中的第 {units} 步之后尝试……',
    probe: '{of} 步中的第 {units} 步之后：{rollouts} 次中 {right} 次正确。',
    found: '从第 {step} 步起，没有一次尝试成功。',
    open: '尚未确定就停止了。',
    never: '每一步之后都仍有尝试成功。',
    broken: '步骤检查器发现第一个错误在第 {step} 步。',
    clean: '步骤检查器认为每一步都正确。',
    same: '两者指的是同一步。',
    value: '{verifier} 在第 {step} 步首次低于二分之一。',
    never2: '{verifier} 没有低于二分之一。',
    saved: '共尝试 {spent} 次；从头逐步检查需要 {scan} 次。',
    show: '显示第 {step} 步',
  },
};

const tabsZh: LabMessages['tabs'] = {
  label: '视图',
  search: '搜索',
  compare: '比较',
  labels: '标签',
  measure: '测量',
  loading: '正在打开视图……',
  failed: '无法取得这个视图。请检查网络连接，再选一次。',
};

export const labZh: LabMessages = { inspector: inspectorZh, tabs: tabsZh };
