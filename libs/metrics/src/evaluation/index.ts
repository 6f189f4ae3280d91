export { ageGenderReport, type AgeGenderReport, type AgeGenderSample } from './age-gender-report.js';
export { attributeReport, type AttributeReport } from './attribute-report.js';
export { calibrationError } from './calibration-error.js';
export { contradictionRate } from './contradiction-rate.js';
export {
  detectionReport,
  type DetectionLimits,
  type DetectionReport,
  type JudgedPicture,
  type PictureBox,
} from './detection-report.js';
export { genderReport, type GenderReport, type GenderSample } from './gender-report.js';
export { AttributeTable, UNKNOWN } from './attribute-table.js';
