export { FaceSelector, type Look } from './face-selector.js';
export { FaceTracker, type Detection, type TrackedFace } from './face-tracker.js';
