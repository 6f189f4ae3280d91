export { placesToHide } from './places-to-hide.js';
export { PreviewMaker, type PeopleInView } from './preview-maker.js';
export { VisitPublisher } from './visit-publisher.js';
export { VisitFusion, type JudgedFace } from './visit-fusion.js';
