import { describe, expect, test } from 'vitest';
import { extensionLibraries } from '../library/extensions.ts';
import { compile } from '../compile.ts';
import { type Case, comprehensionSources, conformanceCases } from './cases.ts';
import { exclusions } from './exclusions.ts';
import { answer } from './run.ts';
import { NotApplicable } from './values.ts';

const listed = Object.values(exclusions).flat();
const single = new Set(listed.filter((path) => !path.endsWith('/*')));
const suites = listed.filter((path) => path.endsWith('/*')).map((path) => path.slice(0, -1));

function isListed(path: string): boolean {
  return single.has(path) || suites.some((suite) => path.startsWith(suite));
}

function outcome(each: Case): true | string {
  try {
    return answer(each, extensionLibraries);
  } catch (error) {
    if (error instanceof NotApplicable) return `not applicable: ${error.message}`;
    throw error;
  }
}

const outcomes = conformanceCases().map((each) => ({ path: each.path, expr: each.test.expr, outcome: outcome(each) }));

describe('cel-spec conformance', () => {
  test('every case that is not listed is answered as it says', () => {
    const wrong = outcomes.filter((each) => each.outcome !== true && !isListed(each.path));
    expect(wrong).toEqual([]);
  });

  test('no listed case is answered as it says', () => {
    const right = outcomes.filter((each) => each.outcome === true && isListed(each.path)).map((each) => each.path);
    expect(right).toEqual([]);
  });

  test('every listing stands for a case', () => {
    const paths = outcomes.map((each) => each.path);
    expect([...single].filter((path) => !paths.includes(path))).toEqual([]);
    expect(suites.filter((suite) => !paths.some((path) => path.startsWith(suite)))).toEqual([]);
  });

  test('conditions of two variables that cel-go tests with are true', () => {
    const wrong = comprehensionSources().filter((source) => {
      const result = compile(source, { variables: {}, libraries: extensionLibraries }).evaluate(
        {},
        { now: new Date(0) },
      );
      return result.kind !== 'value' || result.value !== true;
    });
    expect(wrong).toEqual([]);
  });

  test('most of the suite applies', () => {
    expect(outcomes.filter((each) => each.outcome === true).length).toBeGreaterThan(1550);
  });
});
