"""Quick joint assessment, frailty, and pointing out early who will need the municipality."""
