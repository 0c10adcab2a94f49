package dev.wq.scenario;

import java.util.List;

/** A piece of a YAML document that knows where it stands. */
sealed interface Node {
  Place at();

  /** Line and column, from 1. */
  record Place(int line, int column) {
    static final Place START = new Place(1, 1);
  }

  /** A single value; empty where there is none. */
  record Scalar(Place at, String text) implements Node {}

  record Items(Place at, List<Node> nodes) implements Node {
    public Items {
      nodes = List.copyOf(nodes);
    }
  }

  /** Keys and their values, in order; a key may occur twice. */
  record Fields(Place at, List<Field> all) implements Node {
    public Fields {
      all = List.copyOf(all);
    }
  }

  record Field(Place at, String key, Node value) {}
}
