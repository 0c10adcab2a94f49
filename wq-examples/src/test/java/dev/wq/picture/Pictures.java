package dev.wq.picture;

import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.Replay;
import dev.wq.replay.ReplayOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Pictures of bundled recordings. */
final class Pictures {
  static final String SMALL = "21-quiet-nft-hog";
  static final String LARGEST = "11-mptcp";

  private Pictures() {}

  static Path file(String recording) {
    return Path.of("recordings", recording + ".txt.gz");
  }

  static Picture of(String recording) throws IOException {
    return picture(recording, Recording.read(file(recording)));
  }

  private static Picture picture(String name, Recording recording) {
    Column predicted = new Column("predicted", full(recording, ReplayOptions.fitting()));
    return Picture.of(name, recording, List.of(predicted));
  }

  /** With a second column, which knows nothing of busy CPUs. */
  static Picture withTwoColumns(String name) throws IOException {
    Recording recording = Recording.read(file(name));
    return Picture.of(
        name,
        recording,
        List.of(
            new Column("predicted", full(recording, ReplayOptions.fitting())),
            new Column("what-if: idle", full(recording, ReplayOptions.fitting().busyCpus(false)))));
  }

  private static Prediction full(Recording recording, ReplayOptions options) {
    return Objects.requireNonNull(Replay.run(recording, options).predictions().get(Model.FULL));
  }

  static Picture ofText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return picture("text", Recording.read(new ByteArrayInputStream(bytes), "text"));
  }

  /** Of a small recording in whose text a word is replaced. */
  static Picture withWord(String word, String by) throws IOException {
    String text;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file(SMALL)))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] changed = text.replace(word, by).getBytes(StandardCharsets.UTF_8);
    return picture(by, Recording.read(new ByteArrayInputStream(changed), by));
  }

  static byte[] page(Picture picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Page.write(picture, out);
    return out.toByteArray();
  }

  static byte[] trace(Picture picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PerfettoTrace.write(picture, out);
    return out.toByteArray();
  }
}
