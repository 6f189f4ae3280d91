// `npm run gpu`: puts the CUDA provider beside onnxruntime-node, which npm installs without it, checks it and says what it did.
// The provider comes from the PyPI package onnxruntime-gpu of the same version, CUDA 13 and cuDNN 9 from NVIDIA's packages there.
// Linux on x64 with an NVIDIA driver for CUDA 13 (580 or newer). Run it again after `npm ci`.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GPU_FOLDER, gpuLibraryFolders, withGpuLibraries } from './gpu-libraries.mjs';
import { isOnPath, mustRun, ROOT, setUp, stop } from './setup.mjs';

const PROVIDERS = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];
const CUDA_PACKAGES = ['nvidia-cublas', 'nvidia-cuda-runtime', 'nvidia-cufft', 'nvidia-curand', 'nvidia-cudnn-cu13'];
const OLDEST_DRIVER = 580;

const RUNTIME = join(ROOT, 'node_modules/onnxruntime-node');
const BESIDE = join(RUNTIME, 'bin/napi-v6/linux/x64');

function requireGpu() {
  if (process.platform !== 'linux' || process.arch !== 'x64') stop('CUDA is for Linux on x64; nothing was changed.');
  const asked = spawnSync('nvidia-smi', ['--query-gpu=name,driver_version', '--format=csv,noheader'], { encoding: 'utf8' });
  const [name, driver] = (asked.stdout ?? '').split('\n')[0].split(', ');
  if (asked.status !== 0 || !driver) {
    stop('no NVIDIA driver answers here (nvidia-smi). Install driver 580 or newer, and run this again; nothing was changed.');
  }
  console.log(`vitrine: found ${name}, driver ${driver}`);
  if (Number.parseInt(driver, 10) < OLDEST_DRIVER)
    stop(`driver ${driver} is older than CUDA 13 needs (580); nothing was changed.`);
}

function requirePip() {
  const python = process.env.VITRINE_PYTHON ?? 'python3';
  if (isOnPath(python) || existsSync(python)) return python;
  return stop('python3 with pip is needed to fetch the libraries: sudo apt-get install -y python3-pip; nothing was changed.');
}

function fetchLibraries(python, version) {
  const into = ['-m', 'pip', 'install', '--quiet', '--upgrade', '--only-binary=:all:', '--target', GPU_FOLDER];
  console.log(`vitrine: fetching onnxruntime-gpu ${version} and CUDA 13 (about 2 GB) into ${GPU_FOLDER}`);
  mustRun(python, [...into, '--no-deps', `onnxruntime-gpu==${version}`]);
  mustRun(python, [...into, ...CUDA_PACKAGES]);
}

function placeProviders() {
  if (!existsSync(BESIDE)) stop(`${BESIDE} is not there: onnxruntime-node has another layout than this script knows.`);
  for (const file of PROVIDERS) {
    copyFileSync(join(GPU_FOLDER, 'onnxruntime/capi', file), join(BESIDE, file));
    console.log(`vitrine: copied ${file} to ${BESIDE}`);
  }
}

setUp({ system: [] });
requireGpu();
const { version } = JSON.parse(readFileSync(join(RUNTIME, 'package.json'), 'utf8'));
fetchLibraries(requirePip(), version);
placeProviders();
console.log(`vitrine: CUDA libraries in ${gpuLibraryFolders().join(', ')}; npm start and npm run bench find them by themselves`);
const check = join(ROOT, 'tools/dist/gpu-check.js');
const { status } = spawnSync(process.execPath, [check], { stdio: 'inherit', env: withGpuLibraries(process.env) });
process.exitCode = status ?? 1;
