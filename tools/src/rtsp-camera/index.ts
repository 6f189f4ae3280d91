export type { Credentials } from './authentication.js';
export { startRtspCamera, type RtspCamera, type RtspCameraOptions } from './rtsp-camera.js';
