/** From the page's state to the shortest query string that brings it back: defaults are left out. */
import { DEFAULT_STATE, EXTRA_PARAMETERS, withTask } from './fields';
import type { UrlState } from './fields';

/** The query string of a state, with its question mark; empty when everything is as by default. */
export function serialiseUrl(state: UrlState): string {
  const fields = new URLSearchParams();
  const put = (name: string, value: string, standard: string): void => {
    if (value !== standard) fields.set(name, value);
  };
  const flag = (on: boolean): string => (on ? '1' : '0');
  const { parameters } = state;
  const standard = withTask(DEFAULT_STATE, state.task);
  put('task', state.task, DEFAULT_STATE.task);
  put('problem', state.problem, standard.problem);
  put('strategy', state.strategy, standard.strategy);
  put('samples', `${parameters.samples}`, `${standard.parameters.samples}`);
  put('beam', `${parameters.beam}`, `${standard.parameters.beam}`);
  put('verifier', state.verifier, standard.verifier);
  put('temperature', `${parameters.temperature}`, `${standard.parameters.temperature}`);
  put('seed', `${parameters.seed}`, `${standard.parameters.seed}`);
  put('backend', state.backend, standard.backend);
  for (const name of EXTRA_PARAMETERS) put(`p.${name}`, `${parameters[name]}`, `${standard.parameters[name]}`);
  for (const [name, value] of Object.entries(parameters.options ?? {})) put(`p.${name}`, `${value}`, '');
  for (const [name, value] of Object.entries(state.verifierOptions)) put(`p.${name}`, String(value), '');
  put('autorun', flag(state.autorun), flag(standard.autorun));
  put('embed', flag(state.embed), flag(standard.embed));
  put('theme', state.theme, standard.theme);
  put('lang', state.lang, standard.lang);
  put('view', state.view, standard.view);
  put('trace', state.trace ?? '', '');
  put('policy', state.policy ?? '', '');
  put('lesson', state.lesson ?? '', '');
  put('hide', state.hide.join(','), '');
  put('lock', state.lock.join(','), '');
  const query = fields.toString();
  return query && `?${query}`;
}
