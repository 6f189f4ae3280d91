"""Camera scenes for training: crowds cut and zoomed, cut-out people walking through them, single portraits
that fill the picture.

A scene is a function of (seed, step, place in the batch), so that a resumed run sees the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .align import for_opencv
from .crowds import Crowd
from .people import Person, flip
from .placing import SceneRecipe, placed
from .weather import random_camera


@dataclass(frozen=True)
class Scene:
    picture: np.ndarray  # u8[s,s,3]
    boxes: np.ndarray  # f32[n,4]
    points: np.ndarray  # f32[n,5,2]
    trust: np.ndarray  # f32[n]: how much the points count, 0 = not known
    ignored: np.ndarray  # f32[m,4]: faces too small or too hidden to be asked for


@dataclass(frozen=True)
class Cast:
    """What scenes are made of. `crowd_points`, `crowd_trust`: points of each crowd's faces where the
    starting network found them."""

    crowds: list[Crowd]
    crowd_points: list[np.ndarray]
    crowd_trust: list[np.ndarray]
    portraits: list[Person]
    walkers: list[Person]


def make_scene(cast: Cast, recipe: SceneRecipe, rng: np.random.Generator) -> Scene:
    if rng.random() < recipe.portrait_share:
        scene = portrait_scene(cast.portraits[rng.integers(len(cast.portraits))], recipe, rng)
    else:
        scene = crowd_scene(cast, recipe, rng)
        if rng.random() < recipe.walkers_share:
            for _ in range(rng.integers(1, 4)):
                scene = with_walker(scene, cast.walkers[rng.integers(len(cast.walkers))], recipe, rng)
    if rng.random() < 0.5:
        scene = mirrored(scene)
    return clipped(
        Scene(random_camera(scene.picture, rng), scene.boxes, scene.points, scene.trust, scene.ignored),
        recipe,
    )


def clipped(scene: Scene, recipe: SceneRecipe) -> Scene:
    """Boxes end where the picture ends, as people mark them; faces of which less is left than `least_left`
    are ignored."""
    boxes = scene.boxes.clip(0, recipe.side_px)
    left = area(boxes) / np.maximum(area(scene.boxes), 1e-6) >= recipe.least_left
    return Scene(
        scene.picture,
        boxes[left],
        scene.points[left],
        scene.trust[left],
        np.concatenate([scene.ignored, boxes[~left]]),
    )


def area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def crowd_scene(cast: Cast, recipe: SceneRecipe, rng: np.random.Generator) -> Scene:
    """A square cut from a crowd, enlarged or shrunk; faces whose middle is outside are ignored."""
    i = rng.integers(len(cast.crowds))
    crowd, side = cast.crowds[i], recipe.side_px
    zoom = np.exp(rng.uniform(*np.log(recipe.zoom)))
    height, width = crowd.picture.shape[:2]
    corner = np.array(
        [rng.uniform(min(0, n - side / zoom), max(0, n - side / zoom)) for n in (width, height)]
    )
    matrix = np.array([[zoom, 0, -zoom * corner[0]], [0, zoom, -zoom * corner[1]]])
    picture = cv2.warpAffine(
        crowd.picture,
        for_opencv(matrix),
        (side, side),
        flags=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR,
    )
    boxes, points = (crowd.boxes - np.tile(corner, 2)) * zoom, (cast.crowd_points[i] - corner) * zoom
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside, touches = (
        ((middle > 0) & (middle < side)).all(axis=1),
        ((boxes[:, 2:] > 0) & (boxes[:, :2] < side)).all(axis=1),
    )
    wanted = inside & (boxes[:, 3] - boxes[:, 1] >= recipe.least_px)
    return Scene(
        picture, boxes[wanted], points[wanted], cast.crowd_trust[i][wanted], boxes[touches & ~wanted]
    )


def portrait_scene(person: Person, recipe: SceneRecipe, rng: np.random.Generator) -> Scene:
    """One portrait, its edges repeated to all sides."""
    picture, box, points = placed(person, recipe, rng)[:3]
    return Scene(
        picture, box[None], points[None], np.array([person.trust], np.float32), np.zeros((0, 4), np.float32)
    )


def with_walker(scene: Scene, person: Person, recipe: SceneRecipe, rng: np.random.Generator) -> Scene:
    """The scene with somebody in front: faces mostly behind are gone, those partly behind are ignored."""
    picture, box, points, alpha = placed(person, recipe, rng)
    soft = cv2.GaussianBlur(alpha, (0, 0), 1.0)[:, :, None] / 255.0
    picture = (scene.picture * (1 - soft) + picture * soft).astype(np.uint8)
    hidden = np.array([shown(alpha, box) for box in scene.boxes]).reshape(-1)
    kept = hidden < 0.25
    return Scene(
        picture,
        np.concatenate([scene.boxes[kept], box[None]]),
        np.concatenate([scene.points[kept], points[None]]),
        np.append(scene.trust[kept], np.float32(person.trust)),
        np.concatenate([scene.ignored, scene.boxes[(hidden >= 0.25) & (hidden < 0.8)]]),
    )


def mirrored(scene: Scene) -> Scene:
    side = scene.picture.shape[1]
    boxes, points = flip(scene.boxes, scene.points, side)
    return Scene(
        np.ascontiguousarray(scene.picture[:, ::-1]),
        boxes,
        points,
        scene.trust,
        flip(scene.ignored, np.zeros((0, 5, 2)), side)[0],
    )


def shown(alpha: np.ndarray, box: np.ndarray) -> float:
    """The share of a box that somebody's alpha covers."""
    x0, y0, x1, y1 = box.clip(0).astype(int)
    return float(alpha[y0 : y1 + 1, x0 : x1 + 1].mean()) / 255
