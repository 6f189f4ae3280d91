export { PreviewMaker } from './preview-maker.js';
export { TrackPublisher } from './track-publisher.js';
