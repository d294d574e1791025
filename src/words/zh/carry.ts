/** The sentences about taking the page along: without a network, by a link, in an article, as a picture or a file; in Chinese. */
import type { Messages } from '../types';

export const carry: Messages['carry'] = {
  table: '保存节点表（CSV）',
  picture: {
    save: '保存图片',
    svg: '保存为矢量图（SVG）',
    png: '保存为图像（PNG）',
    failed: '浏览器无法生成图像：请改为保存矢量图（SVG）。',
  },
  light: {
    told: '上次访问在计算时中断，所以这次尽量少占资源：单线程 WebAssembly，按下“运行”之前不加载模型。',
    usual: '恢复平常方式',
  },
  offline: {
    kept: '已保存，可离线使用：页面、课程以及{tasks}的模型。',
    pageKept: '页面和课程已保存，可离线使用；模型正在下载。',
    denied: '此浏览器不为本页面保存任何内容，下次访问仍需联网。',
    full: '浏览器的存储空间已满：部分模型下次访问时需要重新下载。',
    update: '本页面有新版本。关闭本页面的所有标签页后会自动启用。',
    updateRunning: '请先停止搜索：启用新版本会重新加载页面。',
    use: '立即加载；此处的搜索若未保存将会丢失',
  },
  share: {
    open: '分享',
    heading: '分享本页',
    link: '指向当前页面状态的链接',
    embed: '嵌入文章的代码',
    bibtex: 'BibTeX',
    copy: '复制',
    copied: '已复制',
    failed: '浏览器不允许本页面复制：请自行选中文字并复制。',
    shows: '显示',
    presets: { tree: '只有树', watch: '树、各个时刻和答案', all: '全部' },
    autorun: '一出现在视野中就运行',
    height: '高度',
    ownHeight: '自动',
    theme: '主题',
    lock: '读者只能按“运行”',
    preview: '实时预览',
    offline: '本页面是从文件打开的：只有把文件放到网站上，链接和代码才能使用。',
  },
};
