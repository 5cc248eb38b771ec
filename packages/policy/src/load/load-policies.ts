import type { ObjectOrigin, Policy } from '@pratique/model';
import { SourceDocument } from './document.ts';
import type { LoadedObjects, PolicyCases, PolicyFile } from './objects.ts';
import { Problems } from './problems.ts';
import { readCases } from './read-cases.ts';
import { readException } from './read-exception.ts';
import { readPolicy } from './read-policy.ts';
import { checkProfile, readProfile } from './read-profile.ts';
import { didYouMean } from './suggest.ts';
import { readYamlTree } from './yaml-tree.ts';

const NOTHING: LoadedObjects = { policies: [], profiles: [], exceptions: [], cases: [] };
const kinds = ['Policy', 'Profile', 'PolicyException'];
const casesName = /\.cases\.ya?ml$/;

/** `policies/images/root.cases.yaml` → `policies/images/root` */
function stemOf(path: string): string {
  return path.replace(/(?:\.cases)?\.ya?ml$/, '');
}

/** Reading of many files: documents sorted by kind first, for they refer to each other. */
class Loading {
  readonly problems = new Problems();
  readonly #known: LoadedObjects;
  readonly #documents = new Map<string, SourceDocument[]>();
  readonly #cases: SourceDocument[] = [];

  constructor(known: LoadedObjects) {
    this.#known = known;
  }

  add({ path, text }: PolicyFile): void {
    for (const root of readYamlTree(path, text, this.problems)) {
      const document = new SourceDocument(path, root, this.problems);
      if (casesName.test(path)) this.#cases.push(document);
      else this.#sort(document);
    }
  }

  #sort(document: SourceDocument): void {
    const kind = document.has(['kind']) ? document.value(['kind']) : undefined;
    if (typeof kind !== 'string' || !kinds.includes(kind)) {
      const why = kind === undefined ? 'is missing' : `must be one of ${kinds.join(', ')}`;
      document.refuse(['kind'], `${why}${typeof kind === 'string' ? didYouMean(kind, kinds) : ''}`);
      return;
    }
    const list = this.#documents.get(kind) ?? [];
    list.push(document);
    this.#documents.set(kind, list);
  }

  /** Reads all documents of one kind; names must be unique among them and those that were there before. */
  #read<T extends { readonly name: string; readonly origin?: ObjectOrigin }>(
    kind: string,
    before: readonly T[],
    read: (document: SourceDocument) => T | undefined,
  ): Map<T, SourceDocument> {
    const objects = new Map<T, SourceDocument>();
    const names = new Map(before.map(({ name, origin }) => [name, origin?.file ?? 'what was read before']));
    for (const document of this.#documents.get(kind) ?? []) {
      const object = read(document);
      if (!object) continue;
      const other = names.get(object.name);
      if (other !== undefined)
        document.refuse(['metadata', 'name'], `a ${kind} of this name is there already: ${other}`);
      names.set(object.name, document.file);
      objects.set(object, document);
    }
    return objects;
  }

  #casesOf(policies: readonly Policy[]): PolicyCases[] {
    const byStem = Map.groupBy(policies, ({ origin }) => stemOf(origin?.file ?? ''));
    return this.#cases.flatMap((document) => {
      const [policy, another] = byStem.get(stemOf(document.file)) ?? [];
      if (policy && !another) return readCases(document, policy) ?? [];
      const why = policy ? 'holds several policies' : 'holds no policy that could be read';
      document.refuse([], `the file of the same name beside it ${why}`);
      return [];
    });
  }

  finish(): LoadedObjects {
    const known = this.#known;
    const policies = [...known.policies, ...this.#read('Policy', known.policies, readPolicy).keys()];
    const read = this.#read('Profile', known.profiles, readProfile);
    const names = { policies, profiles: [...known.profiles, ...read.keys()] };
    for (const [profile, document] of read) checkProfile(document, profile, names);
    const exceptions = this.#read('PolicyException', known.exceptions, (document) => readException(document, names));
    return {
      ...names,
      exceptions: [...known.exceptions, ...exceptions.keys()],
      cases: [...known.cases, ...this.#casesOf(policies)],
    };
  }
}

/**
 * Reads files of policies, profiles, exceptions and cases, and checks all that they name against each other and against what
 * was there before, which is part of the answer.
 * @throws PratiqueError `policy/invalid`, which names every problem with file, line and column
 */
export function loadPolicies(files: readonly PolicyFile[], known: LoadedObjects = NOTHING): LoadedObjects {
  const loading = new Loading(known);
  for (const file of files) loading.add(file);
  const objects = loading.finish();
  loading.problems.throwIfAny('load');
  return objects;
}
