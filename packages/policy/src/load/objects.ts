import type { Fact, Facts, ObjectOrigin, ParameterValue, Policy, PolicyException, Profile } from '@pratique/model';

/** A file of policies, profiles, exceptions or cases, read by the caller. */
export interface PolicyFile {
  /** For messages; `*.cases.yaml` holds the cases of the policy in the file of the same name beside it. */
  readonly path: string;
  readonly text: string;
}

/** What a case says should come out. */
export type CaseExpectation = 'violated' | 'not-violated' | 'unknown' | 'error';

/** One subject and what its policy must say of it. Exactly one of `manifest`, `dockerfile` and `facts` is there. */
export interface PolicyCase {
  readonly name: string;
  readonly expect: CaseExpectation;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** RFC 3339. */
  readonly at: string;
  /** A Kubernetes object, or several of which the first is judged. */
  readonly manifest?: readonly Fact[];
  /** The manifest was written as a list: it holds all objects that there are. */
  readonly complete?: boolean;
  readonly dockerfile?: string;
  readonly facts?: Facts;
  /** Paths below the root variable that could not be told, with the reason. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly field?: string;
  /** RFC 3339. */
  readonly next?: string;
  readonly origin: ObjectOrigin;
}

/** The cases of one file. */
export interface PolicyCases {
  /** Name of the policy that they are cases of. */
  readonly policy: string;
  readonly file: string;
  readonly cases: readonly PolicyCase[];
}

/** Plain data, fit to be written as JSON and read again: everything that the files hold. */
export interface LoadedObjects {
  readonly policies: readonly Policy[];
  readonly profiles: readonly Profile[];
  readonly exceptions: readonly PolicyException[];
  readonly cases: readonly PolicyCases[];
}
