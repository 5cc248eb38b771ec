import type { WorkloadView } from '@pratique/model';
import { elements, field, fieldAt, type KubernetesObject, textOf } from '../object.ts';

/** Kinds of the Gateway API that lead to a service. */
const gatewayRoutes: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute']);

function ingressBackends({ object }: KubernetesObject): string[] {
  const spec = field(object, 'spec');
  const paths = elements(field(spec, 'rules')).flatMap((rule) => elements(fieldAt(rule, ['http', 'paths'])));
  const backends = [
    field(spec, 'defaultBackend'),
    field(spec, 'backend'),
    ...paths.map((path) => field(path, 'backend')),
  ];
  // Before networking.k8s.io/v1 the service's name stood directly in the backend.
  return backends.map(
    (backend) => textOf(fieldAt(backend, ['service', 'name'])) || textOf(field(backend, 'serviceName')),
  );
}

function routeBackends({ object }: KubernetesObject): string[] {
  const spec = field(object, 'spec');
  return [field(spec, 'to'), ...elements(field(spec, 'alternateBackends'))].map((to) => textOf(field(to, 'name')));
}

function gatewayBackends({ object, namespace }: KubernetesObject): { namespace: string; name: string }[] {
  const rules = elements(fieldAt(object, ['spec', 'rules']));
  return rules
    .flatMap((rule) => elements(field(rule, 'backendRefs')))
    .map((reference) => ({
      namespace: textOf(field(reference, 'namespace')) || namespace,
      name: textOf(field(reference, 'name')),
    }));
}

/** Services, as `namespace/name`, that a route from outside leads to; none for other kinds. */
export function routedServices(object: KubernetesObject): readonly string[] {
  const key = (namespace: string, name: string): string => `${namespace || 'default'}/${name}`;
  const isGateway = object.group === 'gateway.networking.k8s.io' && gatewayRoutes.has(object.kind);
  if (isGateway) return gatewayBackends(object).map(({ namespace, name }) => key(namespace, name));
  if (object.kind === 'Ingress' && (object.group === 'networking.k8s.io' || object.group === 'extensions'))
    return ingressBackends(object).map((name) => key(object.namespace, name));
  if (object.kind === 'Route' && (object.group === 'route.openshift.io' || object.group === ''))
    return routeBackends(object).map((name) => key(object.namespace, name));
  return [];
}

/** Whether a Service is reachable from outside by itself. */
export function isExternalService({ object }: KubernetesObject): boolean {
  const spec = field(object, 'spec');
  const type = field(spec, 'type');
  return type === 'LoadBalancer' || type === 'NodePort' || elements(field(spec, 'externalIPs')).length > 0;
}

/** Whether a workload is reachable without a Service: ports of the node, Knative services that are not private. */
export function isExposedByItself(workload: WorkloadView): boolean {
  if (workload.kind === 'Service' && workload.apiVersion.startsWith('serving.knative.dev/'))
    return workload.labels['networking.knative.dev/visibility'] !== 'cluster-local';
  const ports = workload.containers.flatMap(({ spec }) => elements(field(spec, 'ports')));
  if (field(workload.pod, 'hostNetwork') === true) return ports.length > 0;
  return ports.some((port) => Number(field(port, 'hostPort') ?? 0) > 0);
}
