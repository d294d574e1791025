/** What was not understood in a URL, as a sentence. */
import type { UrlProblem } from '../../url/fields';
import { fill, type Messages } from '../../words';

export function urlSentence(problem: UrlProblem, messages: Messages): string {
  const { notice, urlProblems } = messages;
  const kind = 'whole' in problem && problem.whole ? notice.wholeNumber : notice.number;
  const offered = 'offered' in problem ? problem.offered.join(', ') : '';
  return fill(urlProblems[problem.code], { ...problem, kind, offered, whole: '' }, messages.language);
}
