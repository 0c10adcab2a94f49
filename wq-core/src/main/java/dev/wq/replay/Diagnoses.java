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

  boolean has(Kind kind) {
    return entries.containsKey(kind);
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
    String plural = e.count == 1 ? "" : "s";
    return switch (kind) {
      case DAMAGED -> e.count + " line" + plural + " could not be read and were left out";
      case BINARY -> e.count + " line" + plural + " with binary data, left out";
      case TOO_LONG ->
          e.count + " line" + plural + " longer than " + LineSource.MAX_LINE + " bytes, left out";
      case CUT_LINE ->
          "the last line has no end, the file may have been cut there"
              + (e.detail.isEmpty() ? "; it was used if it could be read" : e.detail);
      case CUT_FILE -> e.detail + "; what stands before was used";
      case LOST_EVENTS -> lost(e);
      case ENTRIES_DIFFER -> e.detail;
      case LATE_CPU ->
          "the part of "
              + e.count
              + " CPU"
              + plural
              + " begins only here: earlier events of it are missing";
      case CLOCK_BACKWARDS ->
          "time runs backwards "
              + e.count
              + " time"
              + plural
              + "; it was taken to go on from where it was";
      case CLOCK_JUMP ->
          "time jumps by more than a day "
              + e.count
              + " time"
              + plural
              + "; it was taken to go on from where it was";
      case CLOCK_UNIT ->
          "the clock counts something else than seconds: all times are in its unknown unit";
      case HIDDEN_POINTERS ->
          "the kernel hid "
              + e.count
              + " pointer"
              + plural
              + ": works are told apart by their function only";
      case NO_END -> e.count + " execution" + plural + " without an end, left unfinished";
      case NO_START ->
          e.count
              + " execution"
              + plural
              + " of which only the end is there, left out: begun before the recording or lost";
      case NO_QUEUEING ->
          e.count
              + " execution"
              + plural
              + " whose queueing is not there: queued before the recording or lost";
      case UNKNOWN_WORKER ->
          e.count + " execution" + plural + " by workers without a name: their pool is unknown";
      case OTHER_EVENTS -> e.count + " line" + plural + " with other events, not used" + e.detail;
      case OTHER_TRACER -> e.count + " line" + plural + " of another tracer, not used" + e.detail;
    };
  }

  private static String lost(Entry e) {
    return e.count > 0
        ? "the kernel lost " + e.count + " events: what depends on them is wrong or missing"
        : "the kernel lost events: what depends on them is wrong or missing";
  }
}
