import type { Feed } from '@pratique/model';
import type { AdvisoryLimits } from '../limits.ts';
import { osvArchiveFeed } from '../osv/archive-feed.ts';

/**
 * The official CVEs of Kubernetes with the ranges of its components, `kubernetes/upstream-cves.zip`: OSV form, ecosystem
 * `kubernetes`, names such as `k8s.io/kubelet`.
 */
export function kubernetesFeed(limits: AdvisoryLimits): Feed {
  return osvArchiveFeed({ id: 'kubernetes', path: 'kubernetes/upstream-cves.zip', covers: ['kubernetes'] }, limits);
}
