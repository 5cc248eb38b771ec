import {
  images as imagesOf,
  type ManifestDocument,
  type ManifestProblem,
  readManifests,
  relations,
  workloadView,
  workloadViews,
} from '@pratique/kubernetes';
import type { Facts, WorkloadView } from '@pratique/model';
import {
  dockerfileSubject,
  type JudgeSubject,
  resourceFacts,
  workloadFacts,
  type WorkloadSurroundings,
} from '@pratique/policy';
import { readCompose } from '../compose/read-compose.ts';
import { COMPOSE_SERVICE, composeWorkload } from '../compose/service-view.ts';
import { factsOf, textOf } from '../compose/values.ts';
import type { FoundFile } from '../discover/discover.ts';
import type { LineOf } from './locate.ts';

/** A document that can be judged. */
export interface Document {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly images: readonly string[];
  readonly lineOf: LineOf;
  /** The object, and each pod that it makes; pods of Kubernetes' own kinds stand for their object. */
  subjects(image: (reference: string) => Facts | undefined): readonly JudgeSubject[];
}

/** Something that could not be read: nothing may be concluded about it. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
}

/** Documents and problems in the order of the files. */
export type Read = Document | Problem;

export const isProblem = (read: Read): read is Problem => 'reason' in read;

function manifestDocument(
  document: ManifestDocument,
  contextOf: (view: WorkloadView) => WorkloadSurroundings,
): Document {
  const { file, line, kind, name, namespace } = document;
  const views = workloadViews(document);
  const isWorkload = workloadView(document) !== undefined;
  return {
    file,
    line,
    kind,
    name,
    namespace,
    images: imagesOf(document).map(({ reference }) => reference),
    lineOf: (field) => document.positionOf(field).line,
    subjects: (image) => [
      ...(isWorkload ? [] : [resourceFacts(document, { file, line })]),
      ...views.map((view) => workloadFacts(view, { context: contextOf(view), image, file, line })),
    ],
  };
}

function manifestProblem({ file, line, kind, name, reason }: ManifestProblem): Problem {
  return { file, line, kind, name, reason };
}

/** @param within the compose service that holds it: lines are not those of the file */
function dockerfileDocument(
  { path, text }: Pick<FoundFile, 'path' | 'text'>,
  within?: { readonly name: string; readonly line: number },
): Read[] {
  const { subject, problems } = dockerfileSubject(text, path);
  const { name = '', line: start = 1 } = within ?? {};
  const document: Document = {
    file: path,
    line: start,
    kind: 'Dockerfile',
    name,
    namespace: '',
    images: [],
    lineOf: (field) => (within ? start : Number(/\bline (?<line>\d+)/.exec(field)?.groups?.['line']) || undefined),
    subjects: () => [subject],
  };
  const unread = problems.map(({ line = 1, reason }) => {
    return { file: path, line: within ? start : line, kind: 'Dockerfile', name, reason };
  });
  return [document, ...unread];
}

function composeDocuments({ path, text }: FoundFile): Read[] {
  const { services, problem } = readCompose(text);
  if (problem) return [{ file: path, line: problem.line, kind: 'Compose', name: '', reason: problem.reason }];
  return services.flatMap((service): Read[] => {
    const view = composeWorkload(service);
    const { name, line } = service;
    const inline = textOf(factsOf(service.spec['build'])['dockerfile_inline']);
    const built = inline === '' ? [] : dockerfileDocument({ path, text: inline }, service);
    const document: Document = {
      file: path,
      line,
      kind: COMPOSE_SERVICE,
      name,
      namespace: '',
      images: [...view.containers.map(({ image }) => image), ...view.imageVolumes].filter(Boolean),
      lineOf: () => undefined,
      subjects: (image) => [workloadFacts(view, { image, file: path, line })],
    };
    return [document, ...built];
  });
}

/** Reads all files; manifests see each other, whatever file they stand in. */
export function readDocuments(files: readonly FoundFile[]): readonly Read[] {
  const manifests = new Map(
    files
      .filter(({ kind }) => kind === 'manifests')
      .map((file) => [file, readManifests(file.text, file.path)] as const),
  );
  const related = relations(
    [...manifests.values()].flatMap(({ documents }) => documents),
    { complete: false },
  );
  return files.flatMap((file): Read[] => {
    if (file.problem !== undefined) return [{ file: file.path, line: 1, kind: '', name: '', reason: file.problem }];
    const found = manifests.get(file);
    if (found) {
      return [
        ...found.documents.map((document) => manifestDocument(document, (view) => related.contextOf(view))),
        ...found.problems.map(manifestProblem),
      ].toSorted((a, b) => a.line - b.line);
    }
    if (file.kind === 'dockerfile') return dockerfileDocument(file);
    if (file.kind === 'compose') return composeDocuments(file);
    const reason = 'is no Kubernetes manifest, Dockerfile or compose file';
    return [{ file: file.path, line: 1, kind: '', name: '', reason }];
  });
}
