/** What was not understood in a URL, as a sentence. */
import { headName, isHead } from '../../protocol/train';
import type { UrlProblem } from '../../url/fields';
import { fill, type Messages } from '../../words';

export function urlSentence(problem: UrlProblem, messages: Messages): string {
  const { notice, urlProblems } = messages;
  const kind = 'whole' in problem && problem.whole ? notice.wholeNumber : notice.number;
  // One that somebody trained comes in a file, and is in no list.
  const heads = problem.code === 'not-offered' ? problem.value.split(',').filter(isHead).map(headName) : [];
  if (heads.some(Boolean)) return fill(notice.trainedVerifier, { names: heads.join(', ') }, messages.language);
  const offered = 'offered' in problem ? problem.offered.join(', ') : '';
  return fill(urlProblems[problem.code], { ...problem, kind, offered, whole: '' }, messages.language);
}
