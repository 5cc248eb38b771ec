/** Public surface of the package. */
export type { ProblemCode } from './manifest/broken.ts';
export { type ManifestLimits, manifestLimits } from './manifest/limits.ts';
export type { Position } from './manifest/place.ts';
export {
  type ManifestDocument,
  type ManifestProblem,
  type Manifests,
  readManifests,
} from './manifest/read-manifests.ts';
export { type KubernetesObject, kubernetesObject } from './object.ts';
export { type Relations, relations, type WorkloadContext } from './relations/relations.ts';
export { images, type NamedImage } from './workload/images.ts';
export { workloadView, workloadViews } from './workload/workload-view.ts';
