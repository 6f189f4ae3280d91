export { CameraStream, ffmpegArguments, PpmReader, type Frame } from './ingest/index.js';
