/** What a task has on the page beyond the field that every task has. */
import type { Component } from 'svelte';
import type { TaskId } from '../../core/ids';
import StoryBuilder from './word-problems/StoryBuilder.svelte';

export interface TaskUi {
  /** Puts a problem together; it changes the session's problem itself. */
  readonly Builder?: Component;
}

/** A task that is not here has the field alone. */
export const TASK_UI: Readonly<Partial<Record<TaskId, TaskUi>>> = { 'word-problems': { Builder: StoryBuilder } };
