import { type Facts, UnknownFact } from '@pratique/model';
import { isRoot, portsOf } from '../config-facts.ts';
import { type ReferenceFacts, referenceFacts } from '../reference.ts';
import { shownValue } from '../secrets.ts';
import type { SourceInstruction } from './instructions.ts';
import { asWritten, expand, UNRESOLVED } from './variables.ts';
import { jsonWords, pairOf, pairWords, splitWords } from './words.ts';

/** Ports of one stage that conditions see, lowest of a range first. */
const MAX_PORTS = 4096;

/** A build stage while its instructions are followed. */
export interface BuildStage {
  readonly name: string;
  readonly index: number;
  readonly from: string;
  /** Index of the earlier stage that FROM names. */
  readonly parent?: number;
  readonly platform: string;
  readonly line: number;
  user: string;
  healthcheck: boolean;
  ports: { number: number; protocol: string }[];
  /** A port stands in a variable without value. */
  unknownPorts: boolean;
  labels: Map<string, string>;
  env: Map<string, string>;
  args: Map<string, string>;
}

/**
 * Names that BuildKit fills in for the machines that build and run (Dockerfile reference, "Automatic platform ARGs in the
 * global scope"): stages are chosen by them. Any platform will do.
 */
const automatic: readonly (readonly [string, string])[] = [
  ['TARGETPLATFORM', 'linux/amd64'],
  ['TARGETOS', 'linux'],
  ['TARGETARCH', 'amd64'],
  ['TARGETVARIANT', ''],
  ['BUILDPLATFORM', 'linux/amd64'],
  ['BUILDOS', 'linux'],
  ['BUILDARCH', 'amd64'],
  ['BUILDVARIANT', ''],
];

/** What goes before the first FROM, and the stages. */
export interface StageReading {
  readonly stages: readonly BuildStage[];
  /** Index of the stage of each instruction; -1 before the first FROM. */
  readonly stageOf: readonly number[];
}

function beginStage(
  { rest, flags, line }: SourceInstruction,
  stages: readonly BuildStage[],
  global: ReadonlyMap<string, string>,
): BuildStage {
  const words = rest.split(/\s+/);
  const from = expand(words[0] ?? '', global);
  const name = /^as$/i.test(words[1] ?? '') ? (words[2] ?? '') : '';
  const parent = stages.findLast((stage) => stage.name !== '' && stage.name.toLowerCase() === from.toLowerCase());
  return {
    name,
    index: stages.length,
    from,
    ...(parent && { parent: parent.index }),
    platform: flags['platform'] ?? '',
    line,
    user: parent?.user ?? '',
    healthcheck: parent?.healthcheck ?? false,
    ports: [...(parent?.ports ?? [])],
    unknownPorts: parent?.unknownPorts ?? false,
    labels: new Map(parent?.labels),
    env: new Map(parent?.env),
    args: new Map(),
  };
}

/** Variables of a stage: ENV hides ARG. */
function valuesOf(stage: BuildStage): ReadonlyMap<string, string> {
  return stage.args.size === 0 ? stage.env : new Map([...stage.args, ...stage.env]);
}

function setArgument(
  word: string,
  target: Map<string, string>,
  values: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string>,
): void {
  const [name, written] = pairOf(word);
  const value = written === undefined ? outer.get(name) : expand(written, values);
  // One without default hides nothing: it is filled in when the image is built, or empty.
  if (value !== undefined && !value.includes(UNRESOLVED)) target.set(name, value);
}

function apply(
  stage: BuildStage,
  { keyword, rest }: SourceInstruction,
  escape: string,
  global: ReadonlyMap<string, string>,
): void {
  const values = valuesOf(stage);
  switch (keyword) {
    case 'USER':
      stage.user = expand(rest.trim(), values);
      break;
    case 'HEALTHCHECK':
      stage.healthcheck = !/^none$/i.test(rest.trim());
      break;
    case 'EXPOSE': {
      const written = splitWords(rest, escape).flatMap((word) => expand(word, values).split(/\s+/));
      stage.unknownPorts ||= written.some((word) => word.includes(UNRESOLVED));
      stage.ports.push(...portsOf(written, MAX_PORTS - stage.ports.length));
      break;
    }
    case 'LABEL':
    case 'ENV':
      for (const word of pairWords(keyword, rest, escape)) {
        const [name, value = ''] = pairOf(word);
        const filled = expand(value, values);
        if (keyword === 'LABEL') stage.labels.set(expand(name, values), filled);
        else if (filled.includes(UNRESOLVED)) stage.env.delete(name);
        else stage.env.set(name, filled);
      }
      break;
    case 'ARG':
      for (const word of splitWords(rest, escape)) setArgument(word, stage.args, values, global);
      break;
  }
}

/** Follows the instructions through the build stages. */
export function readStages(instructions: readonly SourceInstruction[], escape: string): StageReading {
  const stages: BuildStage[] = [];
  const global = new Map(automatic);
  const stageOf = instructions.map((instruction) => {
    const { keyword, rest } = instruction;
    const stage = stages.at(-1);
    if (keyword === 'FROM') stages.push(beginStage(instruction, stages, global));
    else if (stage) apply(stage, instruction, escape, global);
    else if (keyword === 'ARG') for (const word of splitWords(rest, escape)) setArgument(word, global, global, global);
    return stages.length - 1;
  });
  return { stages, stageOf };
}

/** Stages that the last one is built from, itself included. */
export function finalStages(stages: readonly BuildStage[]): ReadonlySet<number> {
  const final = new Set<number>();
  for (let stage = stages.at(-1); stage; stage = stage.parent === undefined ? undefined : stages[stage.parent]) {
    final.add(stage.index);
  }
  return final;
}

/** The parts of FROM's reference that no unfilled argument touches; the others are unknown. */
function baseFacts(stage: BuildStage): Facts {
  const none: ReferenceFacts = referenceFacts('');
  const base = stage.parent !== undefined || stage.from.toLowerCase() === 'scratch' ? none : referenceFacts(stage.from);
  const { registry, repository, tag, digest } = base;
  if (!stage.from.includes(UNRESOLVED)) return { registry, repository, tag, digest };
  const unknown = new UnknownFact('an argument of FROM has no default');
  const holds = (text: string): boolean => text.includes(UNRESOLVED);
  const open = stage.from.endsWith(UNRESOLVED);
  return {
    registry: holds(registry) || holds(repository) ? unknown : registry,
    // What is filled in for the registry may hold the beginning of the repository.
    repository: holds(registry) || holds(repository) ? unknown : repository,
    // `FROM $BASE` may hold a tag and a digest.
    tag: holds(tag) || (tag === '' && open) ? unknown : tag,
    digest: holds(digest) || (digest === '' && open) ? unknown : digest,
  };
}

/** A stage as conditions see it. */
export function stageFacts(stage: BuildStage, last: boolean): Facts {
  return {
    name: stage.name,
    index: stage.index,
    final: last,
    from: asWritten(stage.from),
    stage: stage.parent !== undefined,
    scratch: stage.from.toLowerCase() === 'scratch',
    resolved: !stage.from.includes(UNRESOLVED),
    ...baseFacts(stage),
    platform: stage.platform,
    user: asWritten(stage.user),
    healthcheck: stage.healthcheck,
    line: stage.line,
  };
}

/** What the final stage declares. */
export function finalFacts(stage: BuildStage): Facts {
  const unknownUser = stage.user.split(':')[0]?.includes(UNRESOLVED);
  const runsAsRoot = unknownUser ? new UnknownFact('a variable in USER has no value') : isRoot(stage.user);
  const ports = [...new Set(stage.ports.map(({ number }) => number))];
  const labels = [...stage.labels].map(([name, value]) => [name, shownValue(name, asWritten(value), 4096)] as const);
  return {
    user: asWritten(stage.user),
    runsAsRoot,
    ports: stage.unknownPorts ? new UnknownFact('a variable in EXPOSE has no value') : ports,
    labels: Object.fromEntries(labels),
    healthcheck: stage.healthcheck,
  };
}

/** The words of an instruction, and whether it is in the JSON form. */
export function wordsOf(
  { keyword, rest }: SourceInstruction,
  escape: string,
): { words: readonly string[]; json: boolean } {
  const json = jsonForms.has(keyword) ? jsonWords(rest) : undefined;
  if (json) return { words: json, json: true };
  const words = pairForms.has(keyword) ? pairWords(keyword, rest, escape) : splitWords(rest, escape);
  return { words, json: false };
}

const jsonForms = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'COPY', 'ADD', 'SHELL', 'VOLUME']);
const pairForms = new Set(['ENV', 'ARG', 'LABEL']);
