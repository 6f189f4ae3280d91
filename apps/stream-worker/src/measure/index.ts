export { measureCapacity } from './capacity.js';
export { CameraHealth } from './camera-health.js';
export { MachineLoad } from './machine-load.js';
export { StageTimes } from './stage-times.js';
