package dev.wq.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files, one flaw at a time: what is said, and that the rest is used. */
class DamageTest {
  private static final String END =
      "kworker/0:1-9 [000] ..... 1.000001: workqueue_execute_end: work struct 1: function f\n";

  private static String end(String time) {
    return END.replace("1.000001", time);
  }

  private static void assertFindings(String expected, String text) {
    assertEquals(expected, Texts.lines(Texts.report(text).diagnoses()));
  }

  @Test
  void wholeFile_hasNoFinding() {
    assertFindings("", "# tracer: nop\n#\n" + END + END);
  }

  @Test
  void garbledLines_areOneEntryWithTheirPlaces() {
    TraceReport report = Texts.report("xyzzy\n" + END + "foo bar\n" + END + "[000]: 7\n");
    assertEquals(new LineCount(5, 0, 2, 0, 3, 0), report.lines());
    assertEquals(
        "lines 1 to 5: 3 lines could not be read, left out\n", Texts.lines(report.diagnoses()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-1 [000] ..... 1.0: workqueue_queue_work: work struct=1 function=f workqueue=q req_cpu=256",
        "a-1 [000] ..... 1.0: workqueue_queue_work: work struct=1 function=f workqueue=q req_cpu=256 cpu=-2",
        "a-1 [000] ..... 1.0: workqueue_queue_work: work struct=1 function=f req_cpu=256 cpu=1",
        "a-1 [000] ..... 1.0: workqueue_queue_work: work struct=xyz function=f workqueue=q req_cpu=256 cpu=1",
        "a-1 [000] ..... 1.0: workqueue_activate_work: work struct (ptrval",
        "a-1 [000] ..... 1.0: workqueue_activate_work: work struct 11112222333344445 function=f",
        "a-1 [000] ..... 1.0: workqueue_execute_start: work struct 1",
        "a-1 [000] ..... 1.0: workqueue_execute_start: work struct 1: function",
        "a-1 [000] ..... 1.0: workqueue_execute_end: work struct 1: function f a-1 [000] ..... 1.0: x",
        "a-1 [000] ..... 1.0: sched_switch: prev_comm=a prev_pid=1 prev_prio=120 prev_state=R ==> next_comm=b next_pid=2",
        "a-1 [000] ..... 1.0: sched_switch: prev_comm=a prev_pid=x prev_prio=120 prev_state=R ==> next_comm=b next_pid=2 next_prio=1",
        "a-1 [000] ..... 1.0: sched_wakeup: comm=b pid=2 prio=120 target_cpu=",
        "a-1 [000] ..... 1.0: sched_wakeup: comm=b pid=2 prio=120 target_cpu=99999",
        "a-1 [000] ..... 1.0: sched_migrate_task: comm=b pid=2 prio=120 orig_cpu=1",
        "a-1 [000] ..... 1.0: sched_process_fork: comm=b pid=2 child_comm=c",
        "a-1 [000] ..... 1.0: timer_start: timer=1 function=delayed_work_timer_fn expires=",
        "a-1 [000] ..... 1.0: timer_expire_entry: timer=1 function=delayed_work_timer_fn now=x",
        "a-1 [000] ..... 1.0: timer_cancel: timer=",
        "a-1 [000] ..... 1.0: workqueue_execute_end",
        "a-1 [000] ..... 1.0 workqueue_execute_end: work struct 1",
        "a-1 [000] ..... 1.: workqueue_execute_end: work struct 1",
        "a-1 [000] ..... 99999999999.0: workqueue_execute_end: work struct 1",
        "a-1 [9999] ..... 1.0: workqueue_execute_end: work struct 1",
        "a-99999999999 [000] ..... 1.0: workqueue_execute_end: work struct 1",
        "a-x [000] ..... 1.0: workqueue_execute_end: work struct 1",
        "a [000] ..... 1.0: workqueue_execute_end: work struct 1",
      })
  void eventThatIsNotWhole_isDamaged(String line) {
    TraceReport report = Texts.report(END + line + "\n");
    assertEquals(new LineCount(2, 0, 1, 0, 1, 0), report.lines());
    assertEquals("line 2: 1 line could not be read, left out\n", Texts.lines(report.diagnoses()));
  }

  @Test
  void binaryInTheMiddle_isToldApart() {
    assertFindings(
        "lines 2 to 3: 2 lines with binary data, left out\n", END + "\0\1\2\n\177ELF\n" + END);
  }

  @Test
  void megabyteWithoutLineEnd_isOneEntry() {
    TraceReport report = Texts.report(END + "x".repeat(1 << 20) + "\n" + end("1.000002"));
    assertEquals(new LineCount(3, 0, 2, 0, 1, 0), report.lines());
    assertEquals(
        "line 2: 1 line longer than 65536 bytes, left out\n", Texts.lines(report.diagnoses()));
  }

  @Test
  void longLineAtTheEnd_isCounted() {
    TraceReport report = Texts.report(END + "x".repeat(1 << 20));
    assertEquals(new LineCount(2, 0, 1, 0, 1, 0), report.lines());
  }

  @Test
  void lastLineWithoutEnd_isUsedAndSaid() {
    TraceReport report = Texts.report(END + END.strip());
    assertEquals(2, report.lines().used());
    assertEquals(
        "line 2: the last line has no end, the file may have been cut there;"
            + " it was used if it could be read\n",
        Texts.lines(report.diagnoses()));
  }

  @Test
  void lastLineCutInTheMiddle_isDamaged() {
    TraceReport report = Texts.report(END + END.substring(0, 50));
    assertEquals(new LineCount(2, 0, 1, 0, 1, 0), report.lines());
    assertEquals(2, report.diagnoses().size());
  }

  @Test
  void lostEvents_areToldToTheSinkAndSaid() {
    LogSink log = new LogSink();
    TraceReport report =
        Texts.report(END + "CPU:1 [LOST 123 EVENTS]\n" + END + "CPU:3 [LOST EVENTS]\n", log);
    assertEquals(new LineCount(4, 0, 2, 0, 0, 2), report.lines());
    assertTrue(log.toString().contains("2: cpu1 lost 123\n"), log.toString());
    assertTrue(log.toString().contains("4: cpu3 lost -1\n"), log.toString());
    assertEquals(
        "lines 2 to 4: the kernel lost 123 events: what depends on them is wrong or missing\n",
        Texts.lines(report.diagnoses()));
  }

  @Test
  void lossInTheHeader_isSaid() {
    assertFindings(
        "line 1: the kernel lost 7 events: what depends on them is wrong or missing\n",
        "# wqcap: entries=1 lost=7\n" + END);
    assertFindings(
        "line 1: the kernel lost 40 events: what depends on them is wrong or missing\n",
        "# entries-in-buffer/entries-written: 1/41   #P:2\n" + END);
  }

  @Test
  void missingAndDoubledLines_showAgainstTheHeader() {
    assertFindings(
        "the header counts 3 events, the file holds 2\n",
        "# entries-in-buffer/entries-written: 3/3   #P:2\n" + END + END);
    assertFindings(
        "the header counts 1 event, the file holds 2\n",
        "# entries-in-buffer/entries-written: 1/1   #P:2\n" + END + END);
  }

  @Test
  void cpuThatBeginsLate_isSaid() {
    assertFindings(
        "line 2: the part of 1 CPU begins only here: earlier events of it are missing\n",
        END + "##### CPU 1 buffer started ####\n" + END);
  }

  @Test
  void timeALittleBackwards_standsStill() {
    TraceReport report = Texts.report(end("1.000500") + end("1.000400") + end("1.000600"));
    assertEquals("", Texts.lines(report.diagnoses()));
    assertEquals(100_000, report.spanNanos());
  }

  @Test
  void timeFarBackwards_goesOnFromWhereItWas() {
    LogSink log = new LogSink();
    TraceReport report =
        Texts.report(end("5.000000") + end("6.000000") + end("2.000000") + end("2.500000"), log);
    assertEquals(1_500_000_000, report.spanNanos());
    assertEquals(
        "line 3: time runs backwards 1 time, taken to go on from where it was\n",
        Texts.lines(report.diagnoses()));
  }

  @Test
  void timeADayForwards_goesOnFromWhereItWas() {
    TraceReport report = Texts.report(end("5.000000") + end("99995.000000") + end("99995.000001"));
    assertEquals(1_000, report.spanNanos());
    assertEquals(
        "line 2: time jumps by more than a day 1 time, taken to go on from where it was\n",
        Texts.lines(report.diagnoses()));
  }

  @Test
  void brokenDigitInOneTime_costsNothingBehindIt() {
    TraceReport report =
        Texts.report(end("5.000000") + end("9.000001") + end("5.000002") + end("5.000009"));
    assertEquals(4_000_001_000L + 7_000, report.spanNanos());
  }

  @Test
  void timeWithoutItsPoint_isDamaged() {
    TraceReport report =
        Texts.report(end("5.000000") + end("5.000001") + end("5000002") + end("5.000003"));
    assertEquals(new LineCount(4, 0, 3, 0, 1, 0), report.lines());
    assertEquals(3_000, report.spanNanos());
  }

  @Test
  void gzip_isReadLikeText() {
    assertEquals(Texts.report(END + END).lines(), Texts.report(Texts.gzip(END + END)).lines());
  }

  @Test
  void gzipThatIsCut_givesWhatItHoldsAndSaysSo() {
    byte[] packed = Texts.gzip(manyLines(2_000));
    TraceReport report = Texts.report(Arrays.copyOf(packed, packed.length / 2));
    assertTrue(report.lines().used() > 100, report.lines().toString());
    assertTrue(
        Texts.lines(report.diagnoses())
            .contains("the compressed data end early; what stands before was used"),
        Texts.lines(report.diagnoses()));
  }

  private static String manyLines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(end("1.%06d".formatted(i)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|the file is empty",
        "hello\nworld\n|not ftrace text: none of 2 lines could be read",
        "# tracer: nop\n#\n|only a header, no work queue event in 2 lines",
        "a-1 [000] ..... 1.0: sys_enter: NR 1\na-1 [000] ..... 1.0: sys_exit: NR 1\n"
            + "a-1 [000] ..... 1.0: sys_exit: NR 1\n"
            + "|ftrace text, no work queue event in 3 lines; found sys_exit (2), sys_enter (1)",
        "# tracer: function_graph\n#\n 0)   0.5 us    |  f();\n 0)               |  g() {\n"
            + " ------------------------------------------\n 0)  cat-1  =>  dd-2\n"
            + "|function_graph text, no work queue event in 6 lines",
        "BZh91AY|compressed by bzip2: unpack it first",
        "(\u00b5/\u00fd1234|compressed by zstd: unpack it first",
        "\u0017\bDtracing6\0|a trace.dat of trace-cmd, which 'trace-cmd report' turns into text",
        "PERFILE2h\0|a perf.data of perf, which 'perf script' turns into text",
      })
  void fileWithoutWorkQueueEvents_isRefusedWithWhatItIs(String textAndMessage) {
    int bar = textAndMessage.lastIndexOf("\n|") + 1;
    bar = bar == 0 ? textAndMessage.lastIndexOf('|') : bar;
    byte[] bytes = textAndMessage.substring(0, bar).getBytes(ISO_8859_1);
    TraceFormatException refusal =
        assertThrows(
            TraceFormatException.class,
            () -> TraceReader.read(new ByteArrayInputStream(bytes), "file"));
    assertEquals("file: " + textAndMessage.substring(bar + 1), refusal.getMessage());
  }

  @Test
  void closedStream_isAnIoException() {
    InputStream closed = InputStream.nullInputStream();
    assertThrows(
        IOException.class,
        () -> {
          closed.close();
          TraceReader.read(closed, "file");
        });
  }
}
