package dev.wq.picture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws a page, light and dark, for the documentation: PAGE.html FOLDER KEY... */
final class Screenshots {
  private Screenshots() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Path profile = Files.createTempDirectory("chromium");
    try (Browser browser = Browser.start(Browser.installed().orElseThrow(), profile)) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.window(1400, 900, dark);
        browser.open(Path.of(args[0]).toUri());
        for (String key : List.of(args).subList(2, args.length)) {
          browser.key(key);
        }
        Files.write(
            folder.resolve(dark ? "replay-dark.png" : "replay-light.png"), browser.screenshot());
      }
      browser.complaints().forEach(System.err::println);
    }
  }
}
