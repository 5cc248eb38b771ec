/** What stands around a workload, where it is known; what is left out is unknown to conditions. */
export interface WorkloadSurroundings {
  /** Network policies of its namespace that select its pods. */
  readonly networkPolicies?: number;
  readonly disruptionBudgets?: number;
  readonly services?: number;
  /** Reachable from outside the cluster. */
  readonly exposed?: boolean;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Left out: absent, for what policies read in them has a fallback of its own. */
  readonly namespaceAnnotations?: Readonly<Record<string, string>>;
}

/** What stands around any other object. */
export interface ResourceSurroundings {
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}
