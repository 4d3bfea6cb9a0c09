/**
 * `npm run deb -- --try`: the package in a Debian 13 of its own. Installed where no systemd runs; then booted, run as the
 * service that it is, upgraded, removed, purged. One line for each check. Takes root, debootstrap and a Debian mirror.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepare, root } from './build.mjs';
import { Machine } from './trial-machine.mjs';

const configuration = '/etc/waybill/waybill.toml';
const log = '/var/log/mail.log';
const query = 'id:trash-emptied@partner.example';
/** What the administrator adds. A port below 1024 takes the unit's capability, journald its group. */
const added = '[journal]\n\n[syslog]\nudp = "127.0.0.1:514"\n';

const asks = `fetch("http://127.0.0.1:8925/readyz").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
const ready = ['node', '-e', asks];

let failed = 0;

/** The exit status. */
export async function tried(file) {
  const lack = obstacle();
  if (lack !== undefined) {
    process.stderr.write(`waybill: ${lack}\n`);
    return 3;
  }
  prepare();
  const { debianWith } = await import('../dist/lab/next-debian.js');
  const packages = ['dbus', 'iproute2', 'systemd', 'systemd-sysv'];
  const machine = new Machine(debianWith('waybill-deb-trixie', packages));
  try {
    copyFileSync(file, machine.at('waybill.deb'));
    machine.start({ ownNetwork: false });
    install(machine);
    machine.stop();
    copyFileSync(join(root, 'sample', 'mail.log'), machine.at(log));
    const booted = await machine.boot();
    check('systemd boots', booted);
    if (booted) {
      await runs(machine);
      await changes(machine);
      await upgrades(machine);
      await stops(machine);
      await besideRoot(machine);
    } else machine.start({ ownNetwork: true });
    await removes(machine, booted);
  } finally {
    machine.remove();
  }
  console.log(failed === 0 ? 'everything passed' : `${failed} FAILED`);
  return failed === 0 ? 0 : 1;
}

function obstacle() {
  if (process.getuid() !== 0) return 'The trial needs root: it makes a Debian of its own.';
  for (const command of ['debootstrap', 'nsenter', 'unshare'])
    if (spawnSync(command, ['--version']).error)
      return `The trial needs ${command}, which is not installed here.`;
  return undefined;
}

function check(what, passed, why = '') {
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${what}`);
  if (passed) return;
  failed += 1;
  if (why.trim() !== '')
    console.log(why.trimEnd().split('\n').slice(-20).join('\n').replaceAll(/^/gm, '       | '));
}

/** That a command ends with 0 and, where a pattern is given, its output matches. */
function checkRun(what, machine, command, pattern = /^/) {
  const { status, stdout, stderr } = machine.run(...command);
  check(what, status === 0 && pattern.test(stdout), `${command.join(' ')}: ${status}\n${stdout}${stderr}`);
}

/** As `checkRun`, for what takes a while. */
async function checkSoon(what, machine, command, pattern = /^/) {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(500)) {
    const { status, stdout } = machine.run(...command);
    if (status === 0 && pattern.test(stdout)) break;
  }
  checkRun(what, machine, command, pattern);
}

function install(machine) {
  machine.run('apt-get', 'update');
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', '/waybill.deb'];
  checkRun('apt-get installs it with what it needs', machine, command);
  checkRun('the user waybill reads logs', machine, ['id', '-nG', 'waybill'], /\badm\b.*systemd-journal/);
  const passwd = ['getent', 'passwd', 'waybill'];
  checkRun('and cannot sign in', machine, passwd, /:\/var\/lib\/waybill:\/usr\/sbin\/nologin$/m);
  const stat = (path) => ['stat', '-c', '%U:%G %a', path];
  checkRun('the stored logs are its own', machine, stat('/var/lib/waybill'), /^waybill:waybill 700$/m);
  checkRun('the configuration is root’s', machine, stat(configuration), /^root:waybill 640$/m);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  checkRun('waybill --version', machine, ['waybill', '--version'], new RegExp(`^${version}$`, 'm'));
  const unit = '/usr/lib/systemd/system/waybill.service';
  const verified = machine.run('systemd-analyze', 'verify', unit);
  const said = verified.stdout + verified.stderr;
  check('systemd-analyze verify has nothing to say', verified.status === 0 && said === '', said);
  checkRun('it starts with the system', machine, ['systemctl', 'is-enabled', 'waybill'], /^enabled$/m);
}

async function runs(machine) {
  machine.run('sh', '-c', `chown root:adm ${log}; chmod 640 ${log}; systemctl restart waybill`);
  await checkSoon('it answers http://127.0.0.1:8925/readyz', machine, ready);
  await checkSoon('and a trace from the log', machine, ['waybill', 'trace', query], /trash/);
  const line = `${new Date().toISOString()} mx1 postfix/qmgr[7]: 4TRIAL00001: removed\n`;
  appendFileSync(machine.at(log), line);
  await checkSoon('a new line is found', machine, ['waybill', 'logs', '4TRIAL00001'], /removed/);
  const security = machine.run('systemd-analyze', 'security', 'waybill.service', '--no-pager');
  const [, score] = /exposure level for waybill.service: ([\d.]+)/.exec(security.stdout) ?? [];
  check(`systemd-analyze security: ${score}`, Number(score) < 2, security.stdout);
}

async function changes(machine) {
  const shown = (property) => machine.run('systemctl', 'show', '-P', property, 'waybill').stdout.trim();
  const pid = shown('MainPID');
  appendFileSync(machine.at(configuration), added);
  checkRun('systemctl reload', machine, ['systemctl', 'reload', 'waybill']);
  // Hexadecimal, as in /proc: 514.
  await checkSoon('it listens on port 514 then', machine, ['grep', ' 0100007F:0202 ', '/proc/net/udp']);
  machine.run('logger', '-p', 'mail.info', '-t', 'postfix/qmgr', '--', '4TRIAL00002: removed');
  await checkSoon('and reads journald', machine, ['waybill', 'logs', '4TRIAL00002'], /removed/);
  machine.run(
    'logger',
    '-n',
    '127.0.0.1',
    '-d',
    '-P',
    '514',
    '-t',
    'postfix/qmgr',
    '--',
    '4TRIAL00003: removed',
  );
  await checkSoon('and what syslog sends', machine, ['waybill', 'logs', '4TRIAL00003'], /removed/);
  check('all in the same process', pid !== '0' && shown('MainPID') === pid, journal(machine));
}

async function upgrades(machine) {
  const before = readFileSync(machine.at(configuration), 'utf8');
  checkRun('an upgrade', machine, ['dpkg', '-i', '/waybill.deb']);
  const after = readFileSync(machine.at(configuration), 'utf8');
  check('keeps the configuration', before === after && after.endsWith(added), after);
  await checkSoon('and runs again', machine, ready);
  await checkSoon('with the stored lines', machine, ['waybill', 'logs', '4TRIAL00002'], /removed/);
}

async function stops(machine) {
  const begun = Date.now();
  machine.run('systemctl', 'stop', 'waybill');
  const seconds = (Date.now() - begun) / 1000;
  const show = ['systemctl', 'show', '-P', 'Result', '-P', 'ExecMainStatus', '-P', 'NRestarts', 'waybill'];
  const { stdout } = machine.run(...show);
  const well = /^success\s+0\s+0\s*$/.test(stdout) && seconds < 20;
  check(`it stops with status 0, in ${seconds.toFixed(1)} s`, well, stdout + journal(machine));
}

/** Commands that root types while the service is off. */
async function besideRoot(machine) {
  writeFileSync(
    machine.at('/old.log'),
    `${new Date().toISOString()} mx1 postfix/qmgr[7]: 4TRIAL00004: removed\n`,
  );
  checkRun('root imports a log', machine, ['waybill', 'import', '/old.log'], /1 of them new/);
  const holds =
    'sleep 60 >/dev/null 2>&1 & cd /var/lib/waybill; echo -n "$! $(cut -d" " -f22 /proc/$!/stat)" >lock; cat lock';
  const holder = machine.run('sh', '-c', holds).stdout;
  machine.run('systemctl', 'start', 'waybill');
  await sleep(3000);
  const held = readFileSync(machine.at('/var/lib/waybill/lock'), 'utf8');
  check('the service leaves a store alone that root has open', held === holder, `${holder}, now ${held}`);
  machine.run('kill', holder.split(' ')[0]);
  machine.run('systemctl', 'restart', 'waybill');
  await checkSoon('it starts when root has ended', machine, ready);
  await checkSoon('and has what root imported', machine, ['waybill', 'logs', '4TRIAL00004'], /removed/);
  const foreign = machine.run('find', '/var/lib/waybill', '!', '-user', 'waybill').stdout;
  check('as its own', foreign === '', foreign);
}

async function removes(machine, booted) {
  writeFileSync(machine.at('/var/lib/waybill/kept'), '');
  checkRun('apt-get remove', machine, ['apt-get', 'remove', '-y', 'waybill']);
  const there = (...paths) => paths.every((path) => existsSync(machine.at(path)));
  check('keeps the stored lines and the configuration', there('/var/lib/waybill/kept', configuration));
  const processes = machine.run('pgrep', '-u', 'waybill').stdout;
  check('stops it and takes the program away', processes === '' && !there('/usr/bin/waybill'), processes);
  checkRun('installed again', machine, ['dpkg', '-i', '/waybill.deb']);
  if (booted) {
    await checkSoon('it runs', machine, ready);
    await checkSoon('with the lines of before', machine, ['waybill', 'logs', '4TRIAL00004'], /removed/);
  }
  checkRun('apt-get purge', machine, ['apt-get', 'purge', '-y', 'waybill']);
  const left = machine.run('find', '/etc', '/usr', '/var', '/run', '-name', '*waybill*').stdout;
  check('leaves nothing', left === '', left);
}

function journal(machine) {
  return machine.run('journalctl', '-u', 'waybill', '-n', '20', '--no-pager', '-o', 'cat').stdout;
}
