package dev.wq.replay;

import java.util.List;

/**
 * What one pass over a file found, beside the events.
 *
 * @param name the file's name, as it was given
 * @param header what the file says about itself
 * @param lines how the lines were used
 * @param diagnoses what is wrong or was left out, one entry per kind
 * @param startNanos what the clock showed at the first event
 * @param spanNanos from the first event to the last
 * @param ticks whether times are not nanoseconds but counts of an unknown unit, as the clocks
 *     {@code counter}, {@code uptime} and {@code x86-tsc} print them
 * @param cpus the number of CPUs: what the header says, or one more than the highest that occurs
 */
public record TraceReport(
    String name,
    TraceHeader header,
    LineCount lines,
    List<Diagnosis> diagnoses,
    long startNanos,
    long spanNanos,
    boolean ticks,
    int cpus) {
  public TraceReport {
    diagnoses = List.copyOf(diagnoses);
  }
}
