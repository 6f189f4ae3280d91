import { MAX_CAMERAS } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';

export function cameraUnknown(id: string): Problem {
  return new Problem(404, {
    code: 'camera_unknown',
    message: `There is no camera \`${id.slice(0, 80)}\`.`,
    remedy: 'GET /api/v1/cameras lists the cameras.',
    field: 'id',
  });
}

export function cameraExists(id: string): Problem {
  return new Problem(409, {
    code: 'camera_exists',
    message: `There is already a camera \`${id}\`.`,
    remedy: 'Choose another id, leave it out to have one made from the name, or change the camera by PATCH.',
    field: 'id',
  });
}

export function tooManyCameras(): Problem {
  return new Problem(409, {
    code: 'too_many_cameras',
    message: `There are already ${MAX_CAMERAS} cameras.`,
    remedy: 'Delete one that is no longer used.',
  });
}
