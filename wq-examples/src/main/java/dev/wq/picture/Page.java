package dev.wq.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** A picture as one HTML page, which needs nothing but a browser. */
/*
 * Safety. Names come from the recording, which may be anybody's. They are in one place only, the
 * data, as JSON in which no character is left that HTML knows; the script puts them into the page as
 * text. The page's policy allows the one style sheet and the one script that are in it, by their
 * hashes, and nothing else: no network, no further script, whatever a name might smuggle in.
 */
public final class Page {
  private static final List<String> SCRIPTS =
      List.of(
          "data.js",
          "format.js",
          "colours.js",
          "lanes.js",
          "view.js",
          "plane.js",
          "overview.js",
          "timeline.js",
          "latency.js",
          "late.js",
          "details.js",
          "pointer.js",
          "page.js");

  private Page() {}

  /**
   * Writes {@code picture} as HTML in UTF-8; leaves {@code out} open.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Picture picture, OutputStream out) throws IOException {
    String style = resource("page.css");
    String script =
        SCRIPTS.stream()
            .map(Page::resource)
            .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "})();\n"));
    Writer page = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    for (String part : resource("page.html").split("@", -1)) {
      switch (part) {
        case "policy" -> page.write(policy(style, script));
        case "style" -> page.write(style);
        case "script" -> page.write(script);
        case "data" -> data(picture, page);
        default -> page.write(part);
      }
    }
    page.flush();
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(script));
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static void data(Picture picture, Writer page) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .characterEscapes(new HtmlEscapes())
            .build();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), page)) {
      new PageData(json, picture).write();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
