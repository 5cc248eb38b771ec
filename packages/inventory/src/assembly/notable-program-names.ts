import type { ProgramKind } from '@pratique/model';

const names: Readonly<Record<Exclude<ProgramKind, 'setuid' | 'setgid'>, string>> = {
  shell: 'sh bash rbash dash ash zsh ksh ksh93 mksh oksh csh tcsh fish busybox toybox pwsh elvish nu',
  'package-manager':
    'apt apt-get aptitude dpkg apk yum dnf dnf5 microdnf tdnf rpm zypper pacman opkg xbps-install emerge nix nix-env brew ' +
    'snap pip pip3 pipx uv poetry conda mamba micromamba npm yarn pnpm gem bundle bundler composer',
  compiler:
    'gcc g++ cc c++ clang clang++ tcc gfortran rustc go javac ghc ocamlopt dmd swiftc nvcc ld ld.bfd ld.gold ld.lld as',
  'ssh-server': 'sshd dropbear',
  downloader: 'curl wget wget2 aria2c axel lftp ftp tftp http https httpie',
  'network-tool':
    'nc ncat netcat nc.traditional nc.openbsd nmap masscan zmap socat telnet tcpdump tshark dumpcap ngrep hping3 arp-scan ' +
    'ettercap arpspoof proxychains proxychains4 chisel sshuttle',
  debugger: 'gdb gdbserver lldb lldb-server strace ltrace perf dlv bpftrace valgrind rr radare2 r2',
  'container-tool':
    'docker dockerd containerd ctr nerdctl podman buildah skopeo crictl runc crun kubectl kubelet oc helm ' +
    'buildkitd buildctl kaniko crane',
};

const kinds = new Map(
  Object.entries(names).flatMap(([kind, list]) => list.split(' ').map((name) => [name, kind as ProgramKind] as const)),
);

/** `gcc-12`, `x86_64-linux-gnu-g++-12`, `clang-18`. */
const compiler =
  /^(?:[\w.]{1,32}-linux-[\w]{1,32}-)?(?:gcc|g\+\+|clang|clang\+\+|gfortran)(?:-\d{1,3}(?:\.\d{1,3}){0,2})?$/;
/** `pip3.12`, `python` brings it under that name. */
const pip = /^pip\d(?:\.\d{1,3})?$/;

/** What a program of this name may be used for; undefined for most. */
export function programKind(name: string): ProgramKind | undefined {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  if (pip.test(name)) return 'package-manager';
  return compiler.test(name) ? 'compiler' : undefined;
}
