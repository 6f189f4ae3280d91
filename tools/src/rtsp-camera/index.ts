export { startRtspCamera, type RtspCamera, type RtspCameraOptions } from './rtsp-camera.js';
