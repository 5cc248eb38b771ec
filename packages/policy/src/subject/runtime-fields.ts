import { bool, dyn, instant, int, listOf, mapOf, object, text } from '../cel/types.ts';

const actor = {
  user: [text, 'Who asked, as the API server authenticated them.'],
  groups: [listOf(text), 'Groups of the user.'],
  serviceAccount: [text, '`namespace/name` where the user is a service account.'],
} as const;

const peer = object('Peer', {
  address: [text, 'IP address.'],
  port: [int, 'Port; 0 where there is none.'],
  name: [text, 'Host name, where it was resolved.'],
  namespace: [text, 'Namespace of the pod behind it; empty where it is none of the cluster.'],
  workload: [text, '`Kind/namespace/name` of the workload behind it; empty where it is none of the cluster.'],
  external: [bool, 'Outside the cluster.'],
});

/** What a policy may ask of a node or of a machine that runs containers. */
export const hostFields = {
  name: [text, 'Name of the node or machine.'],
  os: [text, '`linux`, `windows`.'],
  architecture: [text, '`amd64`, `arm64`, …'],
  kernel: [text, 'Kernel release.'],
  distribution: [
    object('HostDistribution', {
      id: [text, '`ubuntu`, `rhel`, …'],
      version: [text, 'VERSION_ID.'],
      name: [text, 'For people.'],
    }),
    'Operating system.',
  ],
  runtime: [
    object('ContainerRuntime', { name: [text, '`containerd`, `cri-o`, `docker`.'], version: [text, 'Version.'] }),
    'Container runtime.',
  ],
  kubelet: [text, 'Version of the kubelet; empty where there is none.'],
  labels: [mapOf(text), 'Labels of the node.'],
  roles: [listOf(text), '`control-plane`, `worker`, …'],
  checks: [
    listOf(
      object('HostCheck', {
        id: [text, 'Id of the control: `CIS Kubernetes 4.2.1`.'],
        state: [text, '`pass`, `fail`, `warn` or `manual`.'],
        actual: [text, 'What was found.'],
      }),
    ),
    'Platform checks that were run on it.',
  ],
} as const;

/** What a policy may ask of a cluster. */
export const clusterFields = {
  name: [text, 'Name in Pratique.'],
  version: [text, 'Version of the API server: `v1.34.1`.'],
  minor: [int, 'Minor version as a number: 34.'],
  platform: [text, '`kubernetes`, `openshift`, `eks`, `gke`, `aks`, …'],
  nodes: [int, 'Number of nodes.'],
  labels: [mapOf(text), 'Labels in Pratique.'],
  anonymousAccess: [bool, 'The API server answers requests without credentials.'],
  auditLogging: [bool, 'The API server writes an audit log.'],
  encryptionAtRest: [bool, 'Secrets are encrypted in etcd.'],
  defaultDenyNamespaces: [int, 'Namespaces with a network policy that denies by default.'],
  namespaces: [int, 'Number of namespaces.'],
  checks: [
    listOf(
      object('ClusterCheck', {
        id: [text, 'Id of the control: `CIS Kubernetes 1.2.1`.'],
        state: [text, '`pass`, `fail`, `warn` or `manual`.'],
        actual: [text, 'What was found.'],
      }),
    ),
    'Platform checks that were run on it.',
  ],
} as const;

/** What a policy may ask of a network connection that was seen. */
export const connectionFields = {
  source: [peer, 'Who opened it.'],
  destination: [peer, 'Whom it was opened to.'],
  protocol: [text, '`tcp`, `udp`, `sctp`, `icmp`.'],
  direction: [text, '`ingress` or `egress`, as the workload sees it.'],
  allowed: [bool, 'A network policy allows it.'],
  encrypted: [bool, 'It carries TLS.'],
  bytes: [int, 'Bytes in both directions.'],
  time: [instant, 'When it was first seen.'],
} as const;

/** What a policy may ask of a request to the API of Kubernetes. */
export const apiFields = {
  ...actor,
  verb: [text, '`get`, `create`, `delete`, …'],
  group: [text, 'API group; empty for core.'],
  resource: [text, '`secrets`, `pods`, …'],
  subresource: [text, '`exec`, `log`, `proxy`; empty where there is none.'],
  namespace: [text, 'Namespace; empty for what is cluster-wide.'],
  name: [text, 'Name of the object.'],
  anonymous: [bool, 'It came without credentials.'],
  allowed: [bool, 'The API server allowed it.'],
  userAgent: [text, 'What the client calls itself.'],
  sourceAddresses: [listOf(text), 'Addresses that it came from.'],
  object: [dyn, 'The object that was sent, where the audit log carries it.'],
  time: [instant, 'When it was received.'],
} as const;

/** What a policy may ask of something that happened to a running container. */
export const eventFields = {
  ...actor,
  kind: [text, '`exec`, `attach`, `port-forward`, `process`, `file`, `network`, `debug`, …'],
  cluster: [text, 'Cluster.'],
  node: [text, 'Node.'],
  namespace: [text, 'Namespace of the pod.'],
  workload: [text, '`Kind/namespace/name` of the workload.'],
  pod: [text, 'Name of the pod.'],
  container: [text, 'Name of the container; empty where none is named.'],
  image: [text, 'Reference of the image.'],
  command: [listOf(text), 'Command with its arguments; empty where there is none.'],
  interactive: [bool, 'With a terminal or standard input.'],
  ports: [listOf(int), 'Ports that are forwarded.'],
  process: [
    object('Process', {
      name: [text, 'Name.'],
      path: [text, 'Program.'],
      arguments: [listOf(text), 'Arguments.'],
      uid: [int, 'User id.'],
      parent: [text, 'Program of the parent.'],
      inImage: [bool, 'The program came with the image.'],
    }),
    'The process that it is about.',
  ],
  file: [text, 'Path of the file that it is about.'],
  labels: [mapOf(text), 'Labels of the pod.'],
  time: [instant, 'When it happened.'],
} as const;
