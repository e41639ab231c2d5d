import * as v from 'valibot';

import { AdminError, type FieldProblem } from './admin-error.ts';

/** What an admin has sent, as the schema has it. @throws AdminError `invalid`, with a sentence for each field that is wrong */
export function checked<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const problems = result.issues.map((issue): FieldProblem => ({
    field: v.getDotPath(issue) ?? '',
    problem: sentence(issue),
  }));
  const sentences = problems.map(({ field, problem }) => `${field === '' ? 'This' : field} ${problem}.`);
  throw new AdminError('invalid', sentences.join(' '), problems);
}

/** Ours are written for people; valibot's own say what was expected. */
function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.expected === 'never') return 'is not known here';
  if (issue.received === 'undefined') return 'is missing';
  return `must be ${issue.expected ?? 'something else'}`;
}
