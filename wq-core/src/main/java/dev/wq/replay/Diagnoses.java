package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings, one entry per kind. */
final class Diagnoses {
  private final Map<Kind, Entry> entries = new EnumMap<>(Kind.class);

  private static final class Entry {
    long firstLine;
    long lastLine;
    long count;
    String detail = "";
  }

  void note(Kind kind, long line) {
    note(kind, line, 1);
  }

  void note(Kind kind, long line, long amount) {
    Entry entry = entries.computeIfAbsent(kind, k -> new Entry());
    if (entry.count == 0) {
      entry.firstLine = line;
    }
    entry.firstLine = Math.min(entry.firstLine, line);
    entry.lastLine = Math.max(entry.lastLine, line);
    entry.count += amount;
  }

  /** Adds words to the finding of {@code kind}, if there is one; later words replace them. */
  void detail(Kind kind, String words) {
    Entry entry = entries.get(kind);
    if (entry != null) {
      entry.detail = words;
    }
  }

  /** How often {@code kind} was noted, in all amounts. */
  long count(Kind kind) {
    Entry entry = entries.get(kind);
    return entry == null ? 0 : entry.count;
  }

  List<Diagnosis> list() {
    return entries.entrySet().stream().map(e -> diagnosis(e.getKey(), e.getValue())).toList();
  }

  private static Diagnosis diagnosis(Kind kind, Entry e) {
    return new Diagnosis(kind, e.firstLine, e.lastLine, e.count, words(kind, e));
  }

  private static String words(Kind kind, Entry e) {
    return switch (kind) {
      case DAMAGED -> some(e.count, "line") + " could not be read, left out";
      case BINARY -> some(e.count, "line") + " with binary data, left out";
      case TOO_LONG ->
          some(e.count, "line") + " longer than " + LineSource.MAX_LINE + " bytes, left out";
      case CUT_LINE ->
          "the last line has no end, the file may have been cut there"
              + (e.detail.isEmpty() ? "; it was used if it could be read" : e.detail);
      case CUT_FILE -> e.detail + "; what stands before was used";
      case LOST_EVENTS ->
          "the kernel lost "
              + (e.count == 0 ? "events" : some(e.count, "event"))
              + ": what depends on them is wrong or missing";
      case ENTRIES_DIFFER -> e.detail;
      case LATE_CPU ->
          "the part of "
              + some(e.count, "CPU")
              + " begins only here: earlier events of it are missing";
      case CLOCK_BACKWARDS ->
          "time runs backwards " + some(e.count, "time") + ", taken to go on from where it was";
      case CLOCK_JUMP ->
          "time jumps by more than a day "
              + some(e.count, "time")
              + ", taken to go on from where it was";
      case CLOCK_UNIT ->
          "the clock counts something else than seconds: all times are in its unknown unit";
      case HIDDEN_POINTERS ->
          "the kernel hid "
              + some(e.count, "pointer")
              + ": works are told apart by their function only";
      case NO_END -> some(e.count, "execution") + " without an end, left unfinished";
      case NO_START ->
          some(e.count, "execution") + " without a start, left out: begun before or lost";
      case NO_QUEUEING -> some(e.count, "execution") + " without a queueing: queued before or lost";
      case UNKNOWN_WORKER ->
          some(e.count, "execution") + " by workers without a name: their pool is unknown";
      case OTHER_EVENTS -> some(e.count, "line") + " with other events, not used" + e.detail;
      case OTHER_TRACER -> some(e.count, "line") + " of another tracer, not used";
    };
  }

  /** A number and its noun. */
  static String some(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
