import type { Fact, Facts } from './facts.ts';

/** Kubernetes knows three lists of containers; an init container that restarts always is a sidecar. */
export type ContainerType = 'container' | 'init' | 'sidecar' | 'ephemeral';

/** A container with the place where it stands. */
export interface ContainerView {
  readonly type: ContainerType;
  readonly name: string;
  /** The image reference as written. */
  readonly image: string;
  /** Path within the document: `spec.template.spec.initContainers[0]`. */
  readonly path: string;
  /** The container object as it stands in the manifest. */
  readonly spec: Facts;
}

/** Anything with a pod template, read from a manifest or from a cluster: what workload policies look at. */
export interface WorkloadView {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Absent where the kind has none. */
  readonly replicas?: number;
  /** Path of the pod spec within the document: `spec`, `spec.template.spec`. */
  readonly podPath: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** The pod spec as it stands in the manifest. */
  readonly pod: Facts;
  /** All containers of all types, in the order of the document. */
  readonly containers: readonly ContainerView[];
  /** References of image volumes. */
  readonly imageVolumes: readonly string[];
  /** Lists of containers, or containers, of the wrong type, one clause each; absent where there are none. */
  readonly unreadable?: readonly string[];
  /** The whole document. */
  readonly document: Fact;
}
