package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lines with {@code #}: ftrace's own and those that the recorder of the examples writes
 * behind {@code # wqcap:}. Lines that say nothing known are passed over.
 */
final class HeaderParser {
  private static final Pattern ENTRIES =
      Pattern.compile(
          "# entries-in-buffer/entries-written: (\\d{1,18})/(\\d{1,18}) +#P:(\\d{1,4})");
  private static final Pattern CAPTURED = Pattern.compile("entries=(\\d{1,18}) lost=(\\d{1,18})");
  private static final Pattern LATE_CPU = Pattern.compile("#+ CPU (\\d+) buffer started #+");

  /** Longer ones, and those behind so many, cannot be a header. */
  private static final int MAX_LINES = 10_000;

  private static final String OURS = "# wqcap: ";

  private final Diagnoses diagnoses;
  private String kernel = "";
  private int cpus;
  private String clock = "";
  private boolean full;
  private String label = "";
  private String tracer = "";
  private final Map<String, String> parameters = new HashMap<>();
  private final Map<Integer, String> before = new HashMap<>();
  private final Map<Integer, String> after = new HashMap<>();
  private long entries = -1;
  private long lost = -1;
  private long lostLine;
  private int lines;

  HeaderParser(Diagnoses diagnoses) {
    this.diagnoses = diagnoses;
  }

  void read(long number, byte[] bytes, int from, int to) {
    if (++lines > MAX_LINES) {
      return;
    }
    String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (line.startsWith(OURS)) {
      readOurs(number, line.substring(OURS.length()));
    } else if (line.startsWith("# tracer: ")) {
      tracer = line.substring("# tracer: ".length()).trim();
    } else {
      readBuffer(number, line);
    }
  }

  private void readBuffer(long number, String line) {
    Matcher counts = ENTRIES.matcher(line);
    if (counts.find()) {
      entries = Long.parseLong(counts.group(1));
      missed(number, Long.parseLong(counts.group(2)) - entries);
      cpus = Math.max(cpus, Integer.parseInt(counts.group(3)));
    } else if (LATE_CPU.matcher(line).matches()) {
      diagnoses.note(Kind.LATE_CPU, number);
    }
  }

  private void readOurs(long number, String line) {
    if (line.startsWith("kernel ")) {
      readKernel(line);
    } else if (line.startsWith("label ")) {
      label = line.substring("label ".length()).trim();
    } else if (line.startsWith("kworkers-before")) {
      readWorkers(line, before);
    } else if (line.startsWith("kworkers-after")) {
      readWorkers(line, after);
    } else {
      readCounts(number, line);
    }
  }

  private void readCounts(long number, String line) {
    Matcher counts = CAPTURED.matcher(line);
    if (counts.find()) {
      entries = Long.parseLong(counts.group(1));
      missed(number, Long.parseLong(counts.group(2)));
    } else {
      int equals = line.indexOf('=');
      if (equals > 0) {
        parameters.put(line.substring(0, equals).trim(), line.substring(equals + 1).trim());
      }
    }
  }

  private void missed(long number, long count) {
    if (count > lost) {
      lost = count;
      lostLine = number;
    }
  }

  /** Notes what the header says was lost, as far as the marks between the events did not. */
  void noteLost() {
    long unmarked = lost - diagnoses.count(Kind.LOST_EVENTS);
    if (lost > 0 && unmarked > 0) {
      diagnoses.note(Kind.LOST_EVENTS, lostLine, unmarked);
    }
  }

  private void readKernel(String line) {
    String[] words = line.split(" +", -1);
    kernel = words.length > 1 ? words[1] : "";
    for (String word : words) {
      if (word.startsWith("cpus=")) {
        cpus = Math.max(cpus, number(word.substring("cpus=".length()), LinePrefix.CPU_LIMIT));
      } else if (word.startsWith("clock=")) {
        clock = word.substring("clock=".length());
      } else if (word.equals("full=1")) {
        full = true;
      }
    }
  }

  private static void readWorkers(String line, Map<Integer, String> workers) {
    for (String word : line.split(" +", -1)) {
      int equals = word.indexOf('=');
      int pid = equals < 0 ? 0 : number(word.substring(0, equals), LinePrefix.PID_LIMIT);
      if (pid > 0) {
        workers.put(pid, word.substring(equals + 1));
      }
    }
  }

  /** The number that {@code digits} are, 0 if they are none or too many. */
  private static int number(String digits, int limit) {
    boolean good = !digits.isEmpty() && digits.length() < 9;
    for (int i = 0; i < digits.length(); i++) {
      good &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    int value = good ? Integer.parseInt(digits) : 0;
    return value < limit ? value : 0;
  }

  int cpus() {
    return cpus;
  }

  /** How many events the file should hold, -1 if it does not say. */
  long entries() {
    return entries;
  }

  String tracer() {
    return tracer;
  }

  TraceHeader header() {
    return new TraceHeader(
        kernel, cpus, clock, full, label, tracer, parameters, before, after, entries, lost);
  }
}
