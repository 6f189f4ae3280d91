"""The laboratory behind Vitrine's networks: data, abstraction targets, networks, loops, measures, ONNX
export."""
