export { ffmpegArguments } from './arguments.js';
export { CameraStream } from './camera-stream.js';
export { ffmpegProcessCount } from './decoder.js';
export { ffmpegVersion } from './ffmpeg-version.js';
export type { Frame } from './frame.js';
export { PpmReader } from './ppm-reader.js';
