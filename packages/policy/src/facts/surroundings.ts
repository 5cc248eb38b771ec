import type { Facts, UnknownFact } from '@pratique/model';

/** What stands around a workload, where it is known; what is left out is unknown to conditions. */
export interface WorkloadSurroundings {
  /** Network policies of its namespace that select its pods. */
  readonly networkPolicies?: number | UnknownFact;
  readonly disruptionBudgets?: number | UnknownFact;
  readonly services?: number | UnknownFact;
  /** Reachable from outside the cluster. */
  readonly exposed?: boolean | UnknownFact;
  readonly namespaceLabels?: Facts | UnknownFact;
  /** Absent where they are not known. */
  readonly namespaceAnnotations?: Facts | undefined;
}

/** What stands around any other object. */
export interface ResourceSurroundings {
  readonly namespaceLabels?: Facts | UnknownFact;
}
