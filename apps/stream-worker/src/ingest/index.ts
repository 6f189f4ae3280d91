export { CameraStream } from './camera-stream.js';
export { ffmpegProcessCount } from './decoder.js';
export { ffmpegVersion } from './ffmpeg-version.js';
export type { Frame } from './frame.js';
