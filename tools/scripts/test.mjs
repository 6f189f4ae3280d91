// `npm test`: every check and every test; at the end what failed, and one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { recordProof } from './privacy-proof.mjs';
import { ROOT, setUp } from './setup.mjs';

const CHECKS = ['types', 'lint', 'format', 'arrows'];
// Whole-service projects own both cores while they run, so the projects follow one another.
const PROJECTS = ['unit', 'stores', 'fleet', 'privacy', 'e2e', 'faults', 'attack', 'fuzz', 'browser'];

const total = { passed: 0, failed: 0, skipped: 0 };
/** Said again at the end, where it is looked for. */
const failures = [];
const add = (counts) => Object.keys(total).forEach((key) => (total[key] += counts[key]));
const headline = (text) => console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 70 - text.length))}`);
const run = (command, args) => spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

function check(name) {
  headline(`check: ${name}`);
  const ok = run('npm', ['run', '--silent', `check:${name}`]);
  if (!ok) failures.push(`check: ${name}`);
  add({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
}

function vitest(project, folder) {
  headline(`tests: ${project}`);
  const report = join(folder, `${project}.json`);
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const ok = run('npx', ['vitest', 'run', '--project', project, ...reporters]);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readReport(report);
  const failuresHere = failuresOf(testResults);
  if (!ok && failuresHere.length === 0) failuresHere.push('an error outside of every test; see the output of these tests');
  failures.push(...failuresHere.map((failure) => `${project}: ${failure}`));
  // A suite that could not even be loaded has no failed test to show for it.
  const failed = ok ? numFailedTests : Math.max(1, numFailedTests);
  add({ passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests });
  if (project === 'privacy' && failed === 0) recordProof(numPassedTests);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`no test report: ${error.message}`);
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

/** Of failed tests, and of files that could not be loaded: where, and the first line of why. */
function failuresOf(files) {
  return files.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const file = relative(ROOT, name);
    if (failed.length === 0) return message ? [`${file}: ${message.split('\n')[0]}`] : [];
    return failed.map(({ fullName, failureMessages }) => `${file} > ${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`);
  });
}

const python = process.env.VITRINE_PYTHON ?? 'python3';

/** Whether Python can import modules of the training lab; says how to install them where it cannot. */
function hasLab(modules) {
  if (spawnSync(python, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0) return true;
  console.log(
    `SKIPPED: ${python} has no training lab (${modules}). Install it and run again:\n  ${python} -m pip install -r training/requirements.txt`,
  );
  add({ passed: 0, failed: 0, skipped: 1 });
  return false;
}

function ruff() {
  headline('check: training (ruff)');
  if (!hasLab('ruff')) return;
  const ok = run(python, ['-m', 'ruff', 'check', 'training']) && run(python, ['-m', 'ruff', 'format', '--check', 'training']);
  if (!ok) failures.push('check: training (ruff)');
  add({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
}

function pytest(folder) {
  headline('tests: training (PyTorch)');
  if (!hasLab('torch, onnx, onnxruntime, pytest')) return;
  const report = join(folder, 'training.xml');
  const ok = run(python, ['-m', 'pytest', 'training', '-q', '-rs', `--junitxml=${report}`]);
  const counts = junitCounts(report);
  if (!ok) failures.push('training: see the summary of pytest');
  add({ ...counts, failed: ok ? counts.failed : Math.max(1, counts.failed) });
}

function junitCounts(path) {
  const suite = readFileSync(path, 'utf8').match(/<testsuite [^>]*>/)?.[0] ?? '';
  const [tests, failures, errors, skipped] = ['tests', 'failures', 'errors', 'skipped'].map((name) =>
    Number(suite.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0),
  );
  return { passed: tests - failures - errors - skipped, failed: failures + errors, skipped };
}

// Tests on PostgreSQL and NATS are skipped where nobody may install them.
setUp({ system: ['ffmpeg', 'chromium', 'nginx', ...(process.getuid?.() === 0 ? ['pg_ctlcluster', 'nats-server'] : [])] });
const reports = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
try {
  CHECKS.forEach(check);
  ruff();
  PROJECTS.forEach((project) => vitest(project, reports));
  pytest(reports);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
