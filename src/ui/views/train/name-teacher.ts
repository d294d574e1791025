/** What a teacher is called on the page: one of the workshop's own, a verifier, or several that are averaged. */
import { OWN_TEACHERS, verifiersTeaching } from '../../../protocol/train';
import { nameVerifier } from '../../shell/name-verifier';

type Page = Parameters<typeof nameVerifier>[1];

export function nameTeacher(teacher: string, page: Page): string {
  const own = OWN_TEACHERS.find((known) => known === teacher);
  if (own) return page.messages.train.teachers[own];
  return verifiersTeaching(teacher)
    .map((id) => nameVerifier(id, page))
    .join(' + ');
}
