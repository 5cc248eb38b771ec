import type { Fact, WorkloadView } from '@pratique/model';

/**
 * The places of a workload that hold security settings: the pod, then its containers in the order of the document. What is
 * set stays as it stands in the manifest, so a setting of the wrong type is unknown to conditions, not left out.
 */
export function securityContexts(view: WorkloadView): Fact[] {
  const pod = {
    type: 'pod',
    name: 'pod',
    path: `${view.podPath}.securityContext`,
    securityContext: view.pod['securityContext'],
  };
  const containers = view.containers.map(({ type, name, path, spec }) => ({
    type,
    name: `container ${name}`,
    path: `${path}.securityContext`,
    securityContext: spec['securityContext'],
  }));
  return [pod, ...containers];
}
