/**
 * A program built by Go whose releases carry their version only as a string that the linker set. Which program it is
 * stands in its build information, not in its path.
 */
export interface GoProgram {
  readonly id: string;
  readonly title: string;
  /** Module path without major version; any path below belongs to it. */
  readonly module: string;
  /** Globs for programs whose build information names no package: Go below 1.18 without modules. */
  readonly files: readonly string[];
  readonly evidence: 'real' | 'synthetic';
}

function program(
  id: string,
  title: string,
  module: string,
  files: readonly string[],
  evidence: GoProgram['evidence'] = 'synthetic',
): GoProgram {
  return { id, title, module, files: files.map((name) => `**/${name}`), evidence };
}

/** Programs of container images that Go built. */
export const goPrograms: readonly GoProgram[] = [
  program('consul', 'HashiCorp Consul', 'github.com/hashicorp/consul', ['consul']),
  program('vault', 'HashiCorp Vault', 'github.com/hashicorp/vault', ['vault']),
  program('nomad', 'HashiCorp Nomad', 'github.com/hashicorp/nomad', ['nomad']),
  program('terraform', 'HashiCorp Terraform', 'github.com/hashicorp/terraform', ['terraform']),
  program('packer', 'HashiCorp Packer', 'github.com/hashicorp/packer', ['packer']),
  program('boundary', 'HashiCorp Boundary', 'github.com/hashicorp/boundary', ['boundary']),
  program('openbao', 'OpenBao', 'github.com/openbao/openbao', ['bao']),
  program('etcd', 'etcd', 'go.etcd.io/etcd', ['etcd', 'etcdctl', 'etcdutl']),
  program('coredns', 'CoreDNS', 'github.com/coredns/coredns', ['coredns']),
  program('prometheus', 'Prometheus', 'github.com/prometheus/prometheus', ['prometheus', 'promtool'], 'real'),
  program(
    'alertmanager',
    'Prometheus Alertmanager',
    'github.com/prometheus/alertmanager',
    ['alertmanager', 'amtool'],
    'real',
  ),
  program(
    'node-exporter',
    'Prometheus node exporter',
    'github.com/prometheus/node_exporter',
    ['node_exporter'],
    'real',
  ),
  program('grafana', 'Grafana', 'github.com/grafana/grafana', ['grafana', 'grafana-server', 'grafana-cli']),
  program('loki', 'Grafana Loki', 'github.com/grafana/loki', ['loki', 'promtail']),
  program('helm', 'Helm', 'helm.sh/helm', ['helm', 'tiller']),
  program(
    'kubernetes',
    'Kubernetes',
    'k8s.io/kubernetes',
    [
      'kubectl',
      'kubelet',
      'kubeadm',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kube-proxy',
      'hyperkube',
    ],
    'real',
  ),
  program('kustomize', 'Kustomize', 'sigs.k8s.io/kustomize', ['kustomize']),
  program(
    'containerd',
    'containerd',
    'github.com/containerd/containerd',
    ['containerd', 'ctr', 'containerd-shim-runc-v2'],
    'real',
  ),
  program('runc', 'runc', 'github.com/opencontainers/runc', ['runc'], 'real'),
  program('docker', 'Docker Engine', 'github.com/docker/docker', ['dockerd', 'docker-proxy'], 'real'),
  program('docker-cli', 'Docker CLI', 'github.com/docker/cli', ['docker']),
  program('buildkit', 'BuildKit', 'github.com/moby/buildkit', ['buildkitd', 'buildctl']),
  program('nerdctl', 'nerdctl', 'github.com/containerd/nerdctl', ['nerdctl']),
  program('traefik', 'Traefik', 'github.com/traefik/traefik', ['traefik']),
  program('caddy', 'Caddy', 'github.com/caddyserver/caddy', ['caddy'], 'real'),
  program('influxdb', 'InfluxDB', 'github.com/influxdata/influxdb', ['influxd', 'influx'], 'real'),
  program('telegraf', 'Telegraf', 'github.com/influxdata/telegraf', ['telegraf']),
  program('minio', 'MinIO', 'github.com/minio/minio', ['minio']),
  program('nats-server', 'NATS Server', 'github.com/nats-io/nats-server', ['nats-server', 'gnatsd']),
  program('argo-cd', 'Argo CD', 'github.com/argoproj/argo-cd', ['argocd', 'argocd-server']),
  program('argo-workflows', 'Argo Workflows', 'github.com/argoproj/argo-workflows', [
    'argoexec',
    'workflow-controller',
  ]),
  program('istio', 'Istio', 'istio.io/istio', ['pilot-discovery', 'pilot-agent', 'istioctl']),
  program('linkerd', 'Linkerd', 'github.com/linkerd/linkerd2', ['linkerd', 'linkerd2-proxy-identity']),
  program('ingress-nginx', 'Ingress NGINX Controller', 'k8s.io/ingress-nginx', ['nginx-ingress-controller']),
  program('cert-manager', 'cert-manager', 'github.com/cert-manager/cert-manager', ['cert-manager', 'cmctl']),
  program('gosu', 'gosu', 'github.com/tianon/gosu', ['gosu']),
  program('yq', 'yq', 'github.com/mikefarah/yq', ['yq']),
  program('gitea', 'Gitea', 'code.gitea.io/gitea', ['gitea']),
  program('oauth2-proxy', 'OAuth2 Proxy', 'github.com/oauth2-proxy/oauth2-proxy', ['oauth2-proxy']),
  program('jaeger', 'Jaeger', 'github.com/jaegertracing/jaeger', ['jaeger', 'jaeger-all-in-one']),
  program('elastic-beats', 'Elastic Beats', 'github.com/elastic/beats', [
    'filebeat',
    'metricbeat',
    'heartbeat',
    'auditbeat',
    'packetbeat',
  ]),
  program('elastic-agent', 'Elastic Agent', 'github.com/elastic/elastic-agent', ['elastic-agent']),
  program('cilium', 'Cilium', 'github.com/cilium/cilium', ['cilium-agent', 'cilium-operator']),
  program('flux', 'Flux', 'github.com/fluxcd/flux2', ['flux']),
  program('harbor', 'Harbor', 'github.com/goharbor/harbor', ['harbor_core', 'harbor_registryctl']),
  program('distribution', 'CNCF Distribution', 'github.com/distribution/distribution', ['registry', 'docker-registry']),
];
