import { describe, expect, it } from 'vitest';
import { cameraOf } from '../testing/messages.js';
import { cameraFormSchema, createOf, formOf, NEW_CAMERA, patchOf } from './camera-form.js';
import { readCameraList } from './camera-list.js';
import { draftOf, drawZones, type ZoneAction } from './zone-draft.js';

describe('the form', () => {
  it('says everything that is wrong at once, in plain words', () => {
    const { error } = cameraFormSchema().safeParse({ ...NEW_CAMERA, fps: Number.NaN });
    expect(error!.issues.map(({ path, message }) => [path[0], message])).toEqual([
      ['name', 'Give the camera a name.'],
      ['url', 'Enter the camera’s address, such as rtsp://10.0.0.5/stream1.'],
      ['fps', 'Enter a number from 0.2 to 30.'],
    ]);
  });

  it('leaves out what is as usual, and credentials that nobody entered', () => {
    const form = { ...NEW_CAMERA, name: 'Door', url: 'rtsp://a/b' };
    expect(createOf(form)).toEqual({ name: 'Door', url: 'rtsp://a/b', fps: 5, transport: 'tcp', enabled: true });
    expect(createOf({ ...form, user: 'u', rotate: 90 })).toMatchObject({ user: 'u', rotate: 90 });
  });

  it('changes only what differs', () => {
    const camera = cameraOf('door', { name: 'Door' });
    expect(patchOf(formOf(camera), camera)).toEqual({});
    expect(patchOf({ ...formOf(camera), fps: 8, password: 'new' }, camera)).toEqual({ fps: 8, password: 'new' });
  });
});

describe('a table of cameras', () => {
  it('is read with commas or semicolons, each line judged by itself', () => {
    const lines = readCameraList('Name;URL;fps\nDoor;rtsp://a/b;2,5\n;ftp://a\n');
    expect(lines.map(({ line, form, problem }) => [line, form.fps, problem === null])).toEqual([
      [2, 2.5, true],
      [3, 5, false],
    ]);
    expect(lines[1]!.problem).toContain('Give the camera a name.');
  });
});

describe('zones', () => {
  const draw = (...actions: ZoneAction[]) => actions.reduce(drawZones, draftOf({ zones: [], mask: [] }));
  const point = (x: number, y: number): ZoneAction => ({ kind: 'point', point: [x, y] });

  it('are drawn corner by corner, inside the picture', () => {
    const { zones, drawing } = draw({ kind: 'begin', drawing: 'area' }, point(0.1, 0.1), point(0.5, -0.2), point(0.9, 0.9), {
      kind: 'finish',
      name: 'Door',
    });
    expect(drawing).toBeNull();
    expect(zones).toEqual([
      {
        id: 'area-1',
        name: 'Door',
        kind: 'area',
        polygon: [
          [0.1, 0.1],
          [0.5, 0],
          [0.9, 0.9],
        ],
      },
    ]);
  });

  it('need three corners, a line two and no more', () => {
    expect(draw({ kind: 'begin', drawing: 'area' }, point(0, 0), point(1, 1), { kind: 'finish', name: 'x' }).zones).toEqual([]);
    const line = draw({ kind: 'begin', drawing: 'line' }, point(0, 0), point(1, 1), point(0.5, 0.5), {
      kind: 'finish',
      name: 'In',
    });
    expect(line.zones).toEqual([{ id: 'line-1', name: 'In', kind: 'line', from: [0, 0], to: [1, 1] }]);
  });

  it('give no id twice', () => {
    const area: ZoneAction[] = [
      { kind: 'begin', drawing: 'area' },
      point(0, 0),
      point(1, 0),
      point(1, 1),
      { kind: 'finish', name: 'x' },
    ];
    const { zones } = draw(...area, ...area, { kind: 'remove-zone', id: 'area-1' }, ...area);
    expect(zones.map(({ id }) => id)).toEqual(['area-2', 'area-3'].toSorted());
  });
});
