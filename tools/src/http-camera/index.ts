export { startHttpCamera, type HttpCamera, type HttpCameraOptions } from './http-camera.js';
