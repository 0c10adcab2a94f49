package dev.wq.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.replay.Because;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void late_areTheLongestWaitsOfAnyColumn() throws IOException {
    Picture picture = Pictures.withTwoColumns(Pictures.SMALL);
    List<Long> waits =
        new ArrayList<>(
            IntStream.range(0, picture.recording().executions().size())
                .mapToObj(i -> longest(picture, i))
                .toList());
    waits.sort(Collections.reverseOrder());
    List<Integer> late = picture.late();
    assertEquals(200, late.size());
    assertEquals(waits.subList(0, 200), late.stream().map(i -> longest(picture, i)).toList());
  }

  private static long longest(Picture picture, int execution) {
    return picture.columns().stream()
        .mapToLong(column -> column.prediction().latency(execution))
        .max()
        .orElseThrow();
  }

  @Test
  void reasons_areEachThereOnce_andAddUp() throws IOException {
    Picture picture = Pictures.of(Pictures.SMALL);
    Column column = picture.columns().getFirst();
    for (int execution : picture.late()) {
      List<Because> reasons = column.because(execution);
      assertEquals(
          column.prediction().latency(execution), reasons.stream().mapToLong(Because::nanos).sum());
      assertEquals(reasons.size(), reasons.stream().map(Because::what).distinct().count());
    }
  }

  @Test
  void columnsOfAnotherRecording_areRefused() throws IOException {
    Recording recording = Recording.read(Pictures.file(Pictures.SMALL));
    Prediction other = Pictures.of("19-quiet-xfs-rm").columns().getFirst().prediction();
    List<Column> columns = List.of(new Column("other", other));
    Throwable refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Picture("name", "recorded", recording, columns, List.of()));
    assertTrue(refused.getMessage().startsWith("other predicts "), refused::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Picture("name", "recorded", recording, List.of(), List.of()));
  }

  @Test
  void level_changesOnceATime_andNotForNothing() {
    Level.Builder builder = new Level.Builder();
    builder.add(5, 9);
    builder.add(5, 7);
    builder.add(7, 8); // as one ends
    builder.add(6, 6); // of no length
    Level level = builder.build();
    assertEquals(List.of(5L, 8L, 9L), times(level));
    assertEquals(List.of(2, 1, 0), IntStream.range(0, 3).mapToObj(level::value).toList());
  }

  private static List<Long> times(Level level) {
    return IntStream.range(0, level.size()).mapToObj(level::at).toList();
  }

  @Test
  void merge_isByTime_thenByFeed_thenByNumber() {
    List<String> written = new ArrayList<>();
    long[] first = {3, 1, 1};
    long[] second = {1, 2, 9};
    Feed.merge(
        List.of(
            Feed.of(3, _ -> true, i -> first[i], i -> written.add("a" + i)),
            Feed.of(3, i -> i < 2, i -> second[i], i -> written.add("b" + i)),
            Feed.of(0, _ -> true, _ -> 0, _ -> {})));
    assertEquals(List.of("a1", "a2", "b0", "b1", "a0"), written);
  }
}
