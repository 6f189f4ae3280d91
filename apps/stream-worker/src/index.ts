export { CameraStream, type Frame } from './ingest/index.js';
