import { cameraCreateSchema, MAX_CAMERAS, type CameraCreate } from '@vitrine/contracts';
import type { z } from 'zod';
import type { FieldPath } from './yaml-file.js';

export interface ConfiguredCameras {
  readonly cameras: CameraCreate[];
  readonly issues: z.core.$ZodIssue[];
}

/**
 * Reads the cameras one by one, so that a bad one does not stop the others.
 *
 * @param lineOf says where in the site's file something stands
 */
export function readCameras(entries: readonly unknown[], lineOf: (field: FieldPath) => number | null): ConfiguredCameras {
  const cameras: CameraCreate[] = [];
  const issues: z.core.$ZodIssue[] = [];
  const places = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const path = ['cameras', index];
    const parsed = cameraCreateSchema.safeParse(entry);
    if (!parsed.success) {
      issues.push(...parsed.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
      continue;
    }
    const { id } = parsed.data;
    const first = id === undefined ? undefined : places.get(id);
    if (first !== undefined)
      issues.push(refusal([...path, 'id'], `is the id of the camera in line ${lineOf(['cameras', first])} already`));
    else if (cameras.length >= MAX_CAMERAS)
      issues.push(refusal(path, `is one more than the ${MAX_CAMERAS} cameras there may be`));
    else {
      cameras.push(parsed.data);
      if (id !== undefined) places.set(id, index);
    }
  }
  return { cameras, issues };
}

function refusal(path: PropertyKey[], message: string): z.core.$ZodIssue {
  const remedy = 'give each camera an id of its own, or none to have one made from the name';
  return { code: 'custom', path, message, params: { remedy }, input: undefined };
}
