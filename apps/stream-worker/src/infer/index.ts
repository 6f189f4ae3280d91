export { FaceBatcher, type FaceResult, type FaceSample } from './face-batcher.js';
