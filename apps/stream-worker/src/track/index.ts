export { FaceSelector } from './face-selector.js';
export { FaceTracker, type TrackedFace } from './face-tracker.js';
