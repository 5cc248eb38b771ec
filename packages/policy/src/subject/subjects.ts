import type { SubjectKind } from '@pratique/model';
import { object, type ObjectType } from '../cel/types.ts';
import { dockerfileFields } from './dockerfile-fields.ts';
import { imageFields } from './image-fields.ts';
import { findingFields, packageFields } from './package-fields.ts';
import { resourceFields } from './resource-fields.ts';
import { apiFields, clusterFields, connectionFields, eventFields, hostFields } from './runtime-fields.ts';
import { workloadFields } from './workload-fields.ts';

/** What a condition sees: a root variable and its fields. */
export interface SubjectDeclaration {
  /** The subject's name, but `pkg` for a package: `package` is reserved in CEL. */
  readonly root: string;
  readonly type: ObjectType;
}

const image = object('Image', imageFields);
const packageOf = object('Package', packageFields);

/** Every subject. */
export const subjects: Readonly<Record<SubjectKind, SubjectDeclaration>> = {
  finding: {
    root: 'finding',
    type: object('Finding', {
      ...findingFields,
      package: [packageOf, 'The package that it is in.'],
      image: [image, 'The image that the package is in; absent when a directory or host was scanned.'],
    }),
  },
  package: {
    root: 'pkg',
    type: object('Package', {
      ...packageFields,
      image: [image, 'The image that it is in; absent when a directory or host was scanned.'],
    }),
  },
  image: { root: 'image', type: image },
  dockerfile: { root: 'dockerfile', type: object('Dockerfile', dockerfileFields) },
  workload: { root: 'workload', type: object('Workload', workloadFields) },
  resource: { root: 'resource', type: object('Resource', resourceFields) },
  host: { root: 'host', type: object('Host', hostFields) },
  cluster: { root: 'cluster', type: object('Cluster', clusterFields) },
  connection: { root: 'connection', type: object('Connection', connectionFields) },
  api: { root: 'api', type: object('ApiRequest', apiFields) },
  event: { root: 'event', type: object('Event', eventFields) },
};
