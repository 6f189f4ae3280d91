"""The face detector: boxes and five points of all faces in a camera's picture.

network.py    the architecture, and how it begins from YuNet's published weights
decode.py     raw cells -> boxes, points, scores; overlaps suppressed
crowds.py     labelled crowds (wider_faces) as pictures with boxes
people.py     portraits and cut-out people with box and points
placing.py    a person put into a scene
scenes.py     camera scenes: portraits; crowds cut and zoomed, people among them
weather.py    what a bad camera does to a scene
assign.py     which cell answers for which face
loss.py       boxes, points and scores against those answers
train.py      all weights, on both halves of the crowds
points.py     the points alone, on portraits
judge.py      AP50, precision and recall on crowds
align.py      five points -> CelebA's frame
portraits.py  portraits found, and how well their five points align
figures.py    where it starts and where it is now, as tables
export.py     one ONNX file
drawing.py    a picture by formula, for the golden
ship.py       file, manifest, golden; card.py writes the model card
commands.py   the two commands
"""
