import type { PolicyScope } from '@pratique/model';
import { globProblem } from '../compile/glob-match.ts';
import type { Path, SourceDocument } from './document.ts';

/** Checks every glob of a scope. */
export function checkScope(document: SourceDocument, path: Path, scope: PolicyScope): void {
  const { labels = {}, ...lists } = scope;
  const all = [
    ...Object.entries(lists).map(([key, globs]) => [[key], globs as readonly string[]] as const),
    ...Object.entries(labels).map(([label, globs]) => [['labels', label], globs] as const),
  ];
  for (const [key, globs] of all)
    for (const [index, glob] of globs.entries()) {
      const problem = globProblem(glob.replace(/^!/, ''));
      if (problem) document.refuse([...path, ...key, index], problem);
    }
}
