"""The version of the engine; it travels with every answer."""

ENGINE_VERSION = "0.1.0"
