package dev.wq.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, used as people use it; skipped where there is none. */
@Timeout(60)
class PageInBrowserTest {
  @TempDir private static Path folder;
  private static @Nullable Browser started;

  private Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Browser.installed();
    if (program.isPresent()) {
      started = Browser.start(program.get(), Files.createDirectory(folder.resolve("profile")));
    }
  }

  @BeforeEach
  void needsABrowser() {
    assumeTrue(started != null, "no Chromium on the path: apt-get install chromium, and this runs");
    browser = started;
    browser.forget();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  private URI page(Picture picture) throws IOException {
    return Files.write(folder.resolve("page.html"), Pictures.page(picture)).toUri();
  }

  private String shown(String name) throws Exception {
    return browser.evaluate("document.documentElement.dataset." + name).asString();
  }

  private long number(String name) throws Exception {
    return Long.parseLong(shown(name));
  }

  private String style(String selector, String property) throws Exception {
    return browser
        .evaluate("getComputedStyle(document.querySelector('%s')).%s".formatted(selector, property))
        .asString();
  }

  private void assertShows(Picture picture, int execution) throws Exception {
    assertEquals(execution, number("selected"));
    for (Band band : Band.of(picture)) {
      assertTrue(number("from") <= band.queuedAt[execution], band.name);
      assertTrue(number("to") >= band.endedAt[execution], band.name);
    }
    String function = picture.recording().executions().get(execution).function();
    String details = browser.evaluate("document.getElementById('details').innerText").asString();
    assertTrue(details.startsWith(function + " of "), details);
    assertTrue(details.contains("Why it waited"), details);
  }

  @Test
  void largestRecording_isUsedByKeyAndByClick_withoutAnError() throws Exception {
    Picture picture = Pictures.of(Pictures.LARGEST);
    browser.window(1400, 900, false);
    browser.open(page(picture));
    assertEquals("true", shown("ready"));

    long wide = number("to") - number("from");
    assertTrue(wide >= picture.recording().report().spanNanos(), () -> wide + " ns");
    browser.key("+");
    browser.key("+");
    long narrow = number("to") - number("from");
    assertTrue(narrow < wide / 2, () -> narrow + " of " + wide);
    browser.key("Home");
    assertEquals(0, number("from"));
    browser.key("ArrowRight");
    assertTrue(number("from") > 0);

    browser.key("n");
    assertShows(picture, picture.late().get(0));
    browser.key("n");
    browser.key("n");
    browser.key("p");
    int second = picture.late().get(1);
    assertShows(picture, second);
    browser.key("Escape");
    assertEquals(-1, number("selected"));
    browser.key("0");

    int third = picture.late().get(2);
    browser.click("#late button[data-item='%d']".formatted(third));
    assertShows(picture, third);
    browser.evaluate(
        "document.querySelector('#late button[data-item=\"%d\"]').focus()".formatted(third));
    browser.key("ArrowDown");
    browser.key("Enter");
    assertShows(picture, picture.late().get(3));

    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void theme_isTheSystems_untilItIsToggled() throws Exception {
    URI page = page(Pictures.of(Pictures.SMALL));
    browser.window(1400, 900, true);
    browser.open(page);
    assertEquals("dark", shown("theme"));
    String dark = style("body", "backgroundColor");
    browser.key("t");
    assertEquals("light", shown("theme"));
    assertNotEquals(dark, style("body", "backgroundColor"));
    browser.click("#theme");
    assertEquals("dark", shown("theme"));
    assertEquals(dark, style("body", "backgroundColor"));
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void lanesSearchAndHelp_workByKey_withTwoColumns() throws Exception {
    Picture picture = Pictures.withTwoColumns(Pictures.SMALL);
    browser.window(1000, 700, false);
    browser.open(page(picture));
    for (String lanes : List.of("worker", "queue", "cpu")) {
      browser.key("l");
      assertEquals(lanes, shown("lanes"));
    }
    browser.key("c");
    browser.key("/");
    for (String letter : "rht".split("")) {
      browser.key(letter);
    }
    browser.key("Enter");
    JsonNode found = browser.evaluate("document.getElementById('found').textContent");
    assertTrue(found.asString().matches("[1-9]\\d* found"), found::asString);
    int selected = (int) number("selected");
    String function = picture.recording().executions().get(selected).function();
    assertTrue(function.contains("rht"), function);
    browser.key("Escape");
    browser.key("?");
    assertEquals(
        "true", browser.evaluate("String(document.getElementById('keys').open)").asString());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void everyControl_isReachedByTab_andShowsItsFocus() throws Exception {
    browser.window(1400, 900, false);
    browser.open(page(Pictures.of(Pictures.SMALL)));
    StringBuilder reached = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      browser.key("Tab");
      reached.append(' ').append(browser.evaluate(FOCUSED).asString());
    }
    for (String id : List.of("theme", "help", "in", "out", "fit", "search", "lanes", "queue")) {
      assertTrue((reached + " ").contains(" " + id + " "), reached::toString);
    }
    assertTrue(reached.toString().contains(" late-item"), reached::toString);
    assertTrue(!reached.toString().contains("invisible"), reached::toString);
  }

  /** The id of what has the focus; whether an outline shows it, its own or its label's. */
  private static final String FOCUSED =
      "(() => { const e = document.activeElement; if (e === document.body) return 'body';"
          + " const shown = e.type === 'radio' ? e.nextElementSibling : e;"
          + " const outline = getComputedStyle(shown).outlineStyle;"
          + " return (e.id || (e.dataset.item ? 'late-item' : e.type || e.tagName))"
          + " + (outline === 'none' ? ' invisible' : ''); })()";

  @Test
  void recordingWithoutExecutions_isAnEmptyPage() throws Exception {
    Picture picture = Pictures.ofText(NOTHING_RUN);
    assertEquals(0, picture.recording().executions().size());
    browser.window(1400, 900, false);
    browser.open(page(picture));
    for (String key : List.of("n", "+", "l", "l", "l", "ArrowRight", "End", "z", "]")) {
      browser.key(key);
    }
    assertEquals("true", shown("ready"));
    assertEquals(List.of(), browser.complaints());
  }

  private static final String NOTHING_RUN =
      " bash-1 [000] d..1. 1.000000: workqueue_queue_work: work struct=0000000012345678"
          + " function=f workqueue=events req_cpu=256 cpu=0\n";

  @Test
  void nameWithMarkup_isShownAsItIs() throws Exception {
    String evil = "<img/src=x/onerror=document.title='hit'></script><script>document.title='hit'";
    browser.window(1400, 900, false);
    browser.open(page(Pictures.withWord("rht_deferred_worker", evil)));
    browser.key("n");
    assertTrue(
        browser
            .evaluate("document.getElementById('legend').textContent")
            .asString()
            .contains(evil));
    assertNotEquals("hit", browser.evaluate("document.title").asString());
    assertEquals(0, browser.evaluate("document.images.length").asInt());
    assertEquals(List.of(), browser.complaints());
  }
}
