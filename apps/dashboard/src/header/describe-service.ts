import type { ServiceStatus, WorkerRuntime } from '@vitrine/contracts';
import type { Connection } from '../store/state.js';
import type { PillProps } from './Pill.js';

/** @param nowMs browser clock, epoch ms */
export function describeConnection({ phase, retryAtMs }: Connection, nowMs: number): PillProps {
  switch (phase) {
    case 'open':
      return { tone: 'good', text: 'Connected' };
    case 'connecting':
      return { tone: 'busy', text: 'Connecting' };
    case 'waiting':
      return { tone: 'bad', text: `Not connected · again in ${Math.max(0, Math.ceil(((retryAtMs ?? nowMs) - nowMs) / 1000))} s` };
  }
}

export function describeWorker(service: ServiceStatus | null): PillProps {
  if (service === null) return { tone: 'off', text: 'Analysis unknown' };
  const { state, runtime, message } = service.worker;
  const title = [message, runtime && describeRuntime(runtime)].filter(Boolean).join(' ') || undefined;
  switch (state) {
    case 'starting':
      return { tone: 'busy', text: 'Loading networks', title };
    case 'restarting':
      return { tone: 'warn', text: 'Analysis restarting', title };
    case 'failed':
      return { tone: 'bad', text: 'Analysis failed', title };
    case 'ready':
      return {
        tone: runtime?.providerNote ? 'warn' : 'good',
        text: runtime ? `Analysing · ${runtime.profile} on ${runtime.provider.toUpperCase()}` : 'Analysing',
        title,
      };
  }
}

function describeRuntime({ providerNote, modelVersion, precision, detector, faceBackend, ffmpegVersion }: WorkerRuntime): string {
  const parts = `Model ${modelVersion} in ${precision}, face detector ${detector} on ${faceBackend}, ffmpeg ${ffmpegVersion}.`;
  return providerNote ? `${providerNote}. ${parts}` : parts;
}
