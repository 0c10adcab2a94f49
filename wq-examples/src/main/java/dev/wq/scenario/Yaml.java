package dev.wq.scenario;

import dev.wq.scenario.Node.Field;
import dev.wq.scenario.Node.Fields;
import dev.wq.scenario.Node.Items;
import dev.wq.scenario.Node.Place;
import dev.wq.scenario.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads a YAML document, one token after the other, into nodes. */
final class Yaml {
  private static final int DEEPEST = 16;

  private final JsonParser tokens;

  private Yaml(JsonParser tokens) {
    this.tokens = tokens;
  }

  /**
   * @throws ScenarioException if it is no YAML
   */
  static Node read(String file, String text) throws ScenarioException {
    try (JsonParser parser =
        YAMLFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      return first == null ? new Scalar(Place.START, "") : new Yaml(parser).node(0);
    } catch (JacksonException e) {
      throw new ScenarioException(file, List.of(problem(e)));
    }
  }

  private static Problem problem(JacksonException e) {
    Place at = place(e.getLocation());
    String what = String.valueOf(e.getOriginalMessage());
    int end = what.indexOf("\n in ");
    String reason = (end < 0 ? what : what.substring(0, end)).replaceAll("\\s+", " ");
    return new Problem(at.line(), at.column(), "is no YAML: " + reason);
  }

  private static Place place(TokenStreamLocation location) {
    return location == null
        ? Place.START
        : new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private Node node(int depth) {
    Place at = place(tokens.currentTokenLocation());
    if (depth > DEEPEST) {
      return new Scalar(at, "");
    }
    return switch (tokens.currentToken()) {
      case START_OBJECT -> new Fields(at, fields(depth));
      case START_ARRAY -> new Items(at, items(depth));
      case VALUE_NULL -> new Scalar(at, "");
      default -> new Scalar(at, tokens.getString());
    };
  }

  private List<Field> fields(int depth) {
    List<Field> fields = new ArrayList<>();
    while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
      Place at = place(tokens.currentTokenLocation());
      String key = tokens.currentName();
      tokens.nextToken();
      fields.add(new Field(at, key, node(depth + 1)));
    }
    return fields;
  }

  private List<Node> items(int depth) {
    List<Node> items = new ArrayList<>();
    while (tokens.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return items;
  }
}
