/** The sentences of a search that is watched: the line above the tree, and what is true of it; in Chinese. */
import type { Messages } from '../types';

export const watch: Messages['watch'] = {
  staleOf: '这是 {problem} 的搜索',
  staleRun: '按“运行”求解新问题',
};
