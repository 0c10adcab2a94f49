package dev.wq.cli;

import static dev.wq.cli.Session.wq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wq fidelity}: its table, its targets. */
class FidelityCommandTest {
  private static final Path RECORDINGS = Path.of("recordings");
  private static final String SMALL = "21-quiet-nft-hog";

  @TempDir private Path folder;

  private void copy(String name) throws IOException {
    Files.copy(RECORDINGS.resolve(name), folder.resolve(name));
  }

  @Test
  void folder_isReadByName_andOtherFilesAreLeft() throws IOException {
    copy("README.md");
    copy("21-quiet-nft-hog.txt.gz");
    copy("19-quiet-xfs-rm.txt.gz");
    Result result = wq("fidelity", folder.toString());
    assertEquals(0, result.code());
    assertEquals("", result.err());
    List<String> rows = result.out().lines().filter(line -> line.contains("| full |")).toList();
    assertEquals(2, rows.size());
    assertTrue(rows.get(0).startsWith("| 19-quiet-xfs-rm | causal+busy | full | 272 |"));
    assertTrue(rows.get(1).startsWith("| 21-quiet-nft-hog | causal+busy | full | 1864 |"));
  }

  @Test
  void table_isMarkdown() {
    Result result = wq("fidelity", RECORDINGS.resolve(SMALL + ".txt.gz").toString());
    List<String> table = result.out().lines().takeWhile(line -> !line.isEmpty()).toList();
    assertEquals(2 + 4, table.size(), "heads, ruler and four models");
    long columns = columns(table.getFirst());
    table.forEach(row -> assertEquals(columns, columns(row), row));
  }

  private static long columns(String row) {
    return row.chars().filter(c -> c == '|').count();
  }

  @Test
  void targets_areJudgedPerRecordingAndInAll() {
    String out = wq("fidelity", RECORDINGS.resolve(SMALL + ".txt.gz").toString()).out();
    assertTrue(
        out.contains("\n| 21-quiet-nft-hog | 8376 of 8376 | 1864 of 1864 | **-622851000 ns** |"));
    assertTrue(out.contains("\n- lines accounted for, 100 %: met, 1 of 1\n"), out);
    assertTrue(out.contains("\n- wake-ups within 5 %: met, 0 of 1 (4 may miss)\n"), out);
    assertTrue(out.contains("\n- CPU time as recorded: **missed**, 0 of 1\n"), out);
  }

  @Test
  void emptyFolder_isAnError() {
    Result result = wq("fidelity", folder.toString());
    assertEquals(1, result.code());
    assertEquals("wq: " + folder + ": holds no .txt or .gz file\n", result.err());
    assertEquals("", result.out());
  }

  @Test
  void missingPlace_isAnError_andTheOthersAreStillReplayed() {
    String good = RECORDINGS.resolve(SMALL + ".txt.gz").toString();
    Result result = wq("fidelity", "no-such-place", good);
    assertEquals(1, result.code());
    assertEquals("wq: no-such-place: no such file\n", result.err());
    assertTrue(result.out().contains("| 21-quiet-nft-hog |"));
  }
}
