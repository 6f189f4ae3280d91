export * from './chromium.js';
export * from './service.js';
export * from './subscriber.js';
export * from './demo-video.js';
export * from './rtsp-camera/index.js';
