/** `--teacher head:FILE --teacher-model FOLDER`: a head that was trained on a weaker model teaches (weak to strong). */
import { basename } from 'node:path';
import type { TeachingHead } from '../../workers/hub/hub-training';
import { layersOf, openHead } from '../../workers/hub/hub-heads';
import type { HubModels } from '../../workers/hub/hub-models';
import { textTeacher } from '../../workers/hub/text-teacher';
import { readProblem, type Problem } from '../../workers/problems';
import { errorCode, type AppError } from '../core/errors';
import type { TaskId } from '../core/ids';
import { promptTokens } from '../model/prompt';
import { badInput } from './command';
import { headFile, headName } from './head-files';
import { askedIn, hasLayers, openHubFolder, promptOf, readHubFolder } from './hub-folder';
import { modelHash } from './model-hash';

export interface LoadedTeacher {
  /** For a model that writes solutions of these problems. @param read as they are put to it */
  teach(models: HubModels, texts: readonly string[], read: (text: string) => Problem): TeachingHead;
  dispose(): Promise<void>;
}

/**
 * The model in the folder, asked as it is by default, with the head.
 * @param teacher `head:FILE`
 * @throws AppError `bad-input`, with one sentence, for a folder that holds no model and a head that does not fit it
 */
export async function loadTeacher(task: TaskId, teacher: string, folder: string): Promise<LoadedTeacher> {
  const id = headName(teacher);
  const head = headFile(id)!;
  const bytes = readHubFolder(folder, '--teacher-model');
  const unfit = (): AppError =>
    badInput(`${basename(head.path)} does not teach on ${folder}: it was not trained on that model.`);
  const states = layersOf([head]);
  if (!hasLayers(bytes, states)) throw unfit();
  const weak = await openHubFolder(bytes, states);
  try {
    const { verifier } = openHead(weak, await modelHash(bytes), head);
    const adapt = askedIn(weak, task, await promptOf(weak, task, undefined));
    return {
      teach: ({ policy: { tokenizer } }, texts, read) => {
        const promptsOf = new Map(
          texts.map((text) => {
            const key = promptTokens(tokenizer, read(text).prompt).join();
            return [key, adapt(readProblem(task, text)).prompt];
          }),
        );
        const own = { head: verifier, tokenizer: weak.policy.tokenizer };
        return { name: id, verifier: textTeacher(own, tokenizer, (prompt) => promptsOf.get(prompt.join())) };
      },
      dispose: () => weak.dispose(),
    };
  } catch (error) {
    await weak.dispose();
    if (errorCode(error) === 'bad-input') throw error;
    if (!['file-damaged', 'too-large'].includes(errorCode(error))) throw error;
    throw unfit();
  }
}
