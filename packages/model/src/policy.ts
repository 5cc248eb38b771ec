/** Where a verdict is read. */
export type Stage = 'build' | 'registry' | 'deploy' | 'runtime';

/** What a policy asks of a gate when it is violated. */
export type Decision = 'allow' | 'warn' | 'deny';

/** What a policy looks at. */
export type SubjectKind =
  | 'finding'
  | 'package'
  | 'image'
  | 'dockerfile'
  | 'workload'
  | 'resource'
  | 'host'
  | 'cluster'
  | 'connection'
  | 'api'
  | 'event';

export type PolicySeverity = 'critical' | 'high' | 'medium' | 'low';

/** A parameter's value as YAML writes it; durations and instants are strings. */
export type ParameterValue = boolean | number | string | readonly string[];

export type ParameterType = 'bool' | 'int' | 'double' | 'string' | 'duration' | 'timestamp' | 'list';

export interface ParameterDeclaration {
  readonly type: ParameterType;
  readonly default: ParameterValue;
  readonly description?: string;
}

/**
 * Which placements a policy speaks of. Every entry is a name or a glob (`*` within a name); `!` in front excludes. A list
 * without inclusions includes everything that it does not exclude; an absent list includes everything.
 */
export interface PolicyScope {
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly applications?: readonly string[];
  readonly teams?: readonly string[];
  readonly repositories?: readonly string[];
  /** Label → globs of its value. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
}

/** Where an object was read from, for messages: 1-based line and column of the object's start. */
export interface ObjectOrigin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One policy as its author wrote it (apiVersion pratique.dev/v1, kind Policy). */
export interface Policy {
  readonly name: string;
  readonly title: string;
  readonly subject: SubjectKind;
  readonly severity: PolicySeverity;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  /**
   * A list of the subject that is gone through one element at a time, and the name of an element in the expressions below:
   * `{ container: workload.containers }`. Every element that violates is a violation of its own.
   */
  readonly each?: { readonly variable: string; readonly list: string };
  /** CEL; true: violated. */
  readonly violates: string;
  /** Text with `{CEL}` holes. */
  readonly message: string;
  /** CEL that names the place: `container.path + ".securityContext.privileged"`. */
  readonly field?: string;
  readonly rationale?: string;
  readonly remediation: string;
  /** A stage that is not named allows. */
  readonly decisions: Readonly<Partial<Record<Stage, Decision>>>;
  readonly scope: PolicyScope;
  readonly references: readonly string[];
  /** Needs facts of a provider (`signatures`, `sensor`, …); without it the policy is inactive and says so. */
  readonly provider?: string;
  readonly origin?: ObjectOrigin;
}

/** What a profile says of one policy. */
export interface ProfileEntry {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly decisions?: Readonly<Partial<Record<Stage, Decision>>>;
  readonly scope?: PolicyScope;
  /** Other parameters in some places; the last scope that fits wins. */
  readonly overrides?: readonly {
    readonly scope: PolicyScope;
    readonly parameters: Readonly<Record<string, ParameterValue>>;
  }[];
}

/** A named set of policies with their parameters and decisions (kind Profile). */
export interface Profile {
  readonly name: string;
  readonly title?: string;
  /** Profiles whose entries come first. */
  readonly extends?: readonly string[];
  /**
   * What may stand behind `NAME@`, oldest first: `v1.0`, `v1.1`, … The parameter `version` (int) of its policies gets the
   * number after the last dot; without `@` that of the newest. Absent: the profile has no versions.
   */
  readonly versions?: readonly string[];
  readonly policies: readonly ProfileEntry[];
  readonly origin?: ObjectOrigin;
}

export type ExceptionState = 'pending' | 'approved' | 'denied' | 'expired';

/** Someone takes a risk for a while (kind PolicyException). */
export interface PolicyException {
  readonly name: string;
  /** Policy names or globs; `*` for every policy on the vulnerability. */
  readonly policy: string;
  /** For findings: the vulnerability, by id or alias. */
  readonly vulnerability?: string;
  /** Package name or purl without version. */
  readonly package?: string;
  /** Image repository, globs allowed. */
  readonly repository?: string;
  /** Narrows to one image; never alone. */
  readonly digest?: string;
  /** For workloads and resources: `Kind/namespace/name`, globs allowed. */
  readonly resource?: string;
  /** For Dockerfiles and other files: path, globs allowed. */
  readonly file?: string;
  readonly scope: PolicyScope;
  readonly owner: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly approvedBy?: string;
  readonly deniedBy?: string;
  /** RFC 3339 date or instant, or `until-fixed`. A date ends at its last instant, UTC. */
  readonly expires: string;
  readonly origin?: ObjectOrigin;
}
