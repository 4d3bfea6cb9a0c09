/**
 * A Debian of its own for a trial: a copy of a root directory, entered through namespaces, so that its processes, mounts
 * and network are gone with it. Its first process is systemd or a mere sleep. Takes root, as the lab does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const path = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin';
/** A file that the root directory has and this machine has not (lab/next-debian.ts). */
const mark = 'lab-is-ready';
const everything = ['--mount', '--pid', '--uts', '--ipc', '--cgroup'];

/**
 * $1 root, $2 cgroup, then the first process. What systemd expects of a container (its CONTAINER_INTERFACE), and nothing
 * of this machine's that it could change: kernel settings can be read only. With the network of this machine the
 * first process must be no systemd.
 */
const enter = `
set -e
root=$1 group=$2; shift 2
mount --bind "$root" "$root"; cd "$root"
mount -t proc proc proc
mount --bind proc/sys proc/sys; mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys 2>/dev/null || mount -t tmpfs tmpfs sys
mkdir -p sys/fs/cgroup
if [ -n "$group" ]; then mount -t cgroup2 cgroup2 sys/fs/cgroup; fi
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
for name in null zero full random urandom tty; do touch dev/$name; mount --bind /dev/$name dev/$name; done
mkdir dev/shm dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
hostname trial
mkdir -p old; pivot_root . old
exec env -i ${path} container=waybill-trial sh -c 'umount -l /old; exec "$@"' sh "$@"
`;

export class Machine {
  #root;
  #unshare;
  #group;

  /** `pattern` is a directory with a Debian; it stays as it is. */
  constructor(pattern) {
    this.#root = mkdtempSync(join(tmpdir(), 'waybill-deb-'));
    must('cp', ['-a', `${pattern}/.`, this.#root]);
    rmSync(join(this.#root, 'usr/sbin/policy-rc.d'), { force: true });
    process.on('exit', () => this.remove());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  }

  /** A path inside, seen from outside. */
  at(path) {
    return join(this.#root, path);
  }

  /** Starts with a sleep for its first process; without `ownNetwork` it has this machine's. */
  start({ ownNetwork }) {
    this.#start(['sh', '-c', 'ip link set lo up; exec sleep infinity'], ownNetwork);
  }

  /** Starts with systemd; false where systemd does not come up within half a minute. */
  async boot() {
    const cgroups = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].find((at) =>
      existsSync(join(at, 'cgroup.procs')),
    );
    if (cgroups === undefined) return false;
    this.#group = join(cgroups, `waybill-trial-${process.pid}`);
    this.#start(['/sbin/init'], true);
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(300)) {
      const { stdout } = this.run('systemctl', 'is-system-running');
      if (/^(running|degraded)$/m.test(stdout)) return true;
    }
    this.stop();
    return false;
  }

  #start(command, ownNetwork) {
    const group = this.#group ?? '';
    const join = 'if [ -n "$0" ]; then mkdir -p "$0"; echo $$ >"$0/cgroup.procs"; fi; exec "$@"';
    const flags = [...everything, ...(ownNetwork ? ['--net'] : []), '--fork', '--kill-child'];
    const inner = ['--propagation', 'private', 'sh', '-c', enter, 'sh', this.#root, group, ...command];
    this.#unshare = spawn('sh', ['-c', join, group, 'unshare', ...flags, ...inner], { stdio: 'ignore' });
  }

  /** Runs a command inside: `{ status, stdout, stderr }`. */
  run(...command) {
    return spawnSync('nsenter', [...this.#inside(), ...command], { encoding: 'utf8' });
  }

  #inside() {
    const environment = [path, 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8', 'TZ=UTC'];
    return ['--all', '--target', this.#first(), '--root', '--wd', 'env', '-i', ...environment];
  }

  /** The process id of its first process, as soon as that has its root for its own. */
  #first() {
    const { pid } = this.#unshare;
    for (const end = Date.now() + 5000; Date.now() < end; pause(50)) {
      const first = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
      if (first !== '' && existsSync(`/proc/${first}/root/${mark}`)) return first;
    }
    throw new Error('namespaces of its own cannot be made here');
  }

  /** Ends every process in it. Its files stay. */
  stop() {
    if (this.#unshare === undefined) return;
    this.#unshare.kill('SIGKILL');
    this.#unshare = undefined;
    pause(500);
    if (this.#group !== undefined)
      spawnSync('find', [this.#group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
    this.#group = undefined;
  }

  remove() {
    this.stop();
    spawnSync('rm', ['-rf', '--one-file-system', this.#root]);
  }
}

function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function must(command, parameters) {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${(stderr || String(error)).trim()}`);
}
