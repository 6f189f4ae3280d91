export type { Engine } from './engine.js';
export { readWorkerEnvironment } from './fleet/environment.js';
export { FleetMember, type EngineBus } from './fleet/fleet-member.js';
export {
  createSourceAccess,
  ffmpegArguments,
  ffmpegProcessCount,
  openSource,
  probeCamera,
  type Frame,
  type FrameSource,
  type SourceStatus,
} from './ingest/index.js';
export { VisitFusion, type JudgedFace } from './publish/index.js';
export { FaceSelector, FaceTracker } from './track/index.js';
