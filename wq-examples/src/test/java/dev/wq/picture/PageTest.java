package dev.wq.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PageTest {
  private static final int MEGABYTE = 1 << 20;
  private static final String EVIL = "</script><script>document.title='&<!--'";

  private static String page(Picture picture) throws IOException {
    return new String(Pictures.page(picture), StandardCharsets.UTF_8);
  }

  private static List<String> all(String regex, String text) {
    return Pattern.compile(regex, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static JsonNode data(String page) {
    String json = all("<script type=\"application/json\" id=\"data\">(.*?)</script>", page).get(0);
    return new JsonMapper().readTree(json);
  }

  @Test
  void policy_allowsThePagesOwnScriptAndStyleOnly() throws Exception {
    String page = page(Pictures.of(Pictures.SMALL));
    String policy = all("http-equiv=\"Content-Security-Policy\" content=\"(.*?)\"", page).get(0);
    List<String> hashes = new ArrayList<>(all("<style>(.*?)</style>", page));
    hashes.addAll(all("<script>(.*?)</script>", page));
    hashes.replaceAll(PageTest::hash);
    assertEquals(
        "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
            .formatted(hashes.get(0), hashes.get(1)),
        policy);
    assertEquals(2, hashes.size());
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void page_namesNothingOutsideItself() throws IOException {
    String page = page(Pictures.of(Pictures.SMALL)).replace("http://www.w3.org/2000/svg", "");
    for (String outside : List.of("http:", "https:", "src=", "href=", "@import", "url(")) {
      assertFalse(page.contains(outside), outside);
    }
  }

  @Test
  void namesOfTheRecording_areHarmless() throws IOException {
    String page = page(Pictures.withWord("rht_deferred_worker", EVIL.replace(' ', '_')));
    assertFalse(page.contains(EVIL), "as it was");
    assertEquals(2, all("(</script>)", page).size());
    assertEquals(2, all("(<script)", page).size());
    String function = EVIL.replace(' ', '_');
    JsonNode functions = data(page).get("functions");
    assertTrue(functions.valueStream().anyMatch(f -> f.asString().startsWith(function)));
  }

  @Test
  void page_ofTheLargestRecording_isSmall() throws IOException {
    int size = Pictures.page(Pictures.of(Pictures.LARGEST)).length;
    assertTrue(size < 6 * MEGABYTE, () -> size + " bytes");
  }

  @Test
  void data_areThoseOfRecordingAndColumns() throws IOException {
    Picture picture = Pictures.withTwoColumns(Pictures.SMALL);
    JsonNode data = data(page(picture));
    int count = picture.recording().executions().size();
    assertEquals(count, data.at("/executions/count").asInt());
    assertEquals(3, data.get("bands").size());
    List<Band> bands = Band.of(picture);
    for (int i = 0; i < bands.size(); i++) {
      JsonNode band = data.get("bands").get(i);
      assertEquals(bands.get(i).name, band.get("name").asString());
      assertEquals(list(bands.get(i).queuedAt), sums(band, "queued"));
      assertEquals(list(bands.get(i).activatedAt), sums(band, "activated"));
      assertEquals(list(bands.get(i).startedAt), sums(band, "started"));
      assertEquals(list(bands.get(i).endedAt), sums(band, "ended"));
    }
    assertEquals(picture.late().stream().map(i -> (long) i).toList(), sums(data, "late"));
  }

  private static List<Long> list(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** Reads what {@link Packed} wrote. */
  private static List<Long> sums(JsonNode node, String name) {
    byte[] bytes = Base64.getDecoder().decode(node.get(name).asString());
    List<Long> numbers = new ArrayList<>();
    long before = 0;
    for (int at = 0; at < bytes.length; ) {
      long value = 0;
      int shift = 0;
      do {
        value |= (bytes[at] & 127L) << shift;
        shift += 7;
      } while (bytes[at++] < 0);
      before += (value >>> 1) ^ -(value & 1);
      numbers.add(before);
    }
    return numbers;
  }

  @Test
  void packed_keepsEveryNumber() {
    long[] numbers = {0, 1, -1, 63, 64, -64, -65, Integer.MAX_VALUE, 1L << 52, -(1L << 52), 7};
    Packed packed = Packed.differences(numbers.length, i -> numbers[i]);
    StringWriter text = new StringWriter();
    try (var json = new JsonMapper().createGenerator(text)) {
      json.writeStartObject();
      packed.write(json, "numbers");
      json.writeEndObject();
    }
    assertEquals(list(numbers), sums(new JsonMapper().readTree(text.toString()), "numbers"));
  }
}
