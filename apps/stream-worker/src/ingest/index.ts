export { ffmpegArguments } from './arguments.js';
export { openSource, type SourceParts } from './camera-source.js';
export { ffmpegProcessCount } from './ffmpeg-process.js';
export { ffmpegVersion } from './ffmpeg-version.js';
export type { FrameSource, SourceStatus } from './frame-source.js';
export type { Frame } from './frame.js';
export { probeCamera, type ProbeParts } from './probe.js';
export { createSourceAccess, type SourceAccess } from './source-access.js';
