package dev.wq.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one measuring JVM found. {@link Double#NaN}: not measured.
 *
 * @param value the figure in question: ns an item or operation, ms of a makespan, or percent of a
 *     CPU
 * @param cpuNs CPU time of the whole process, an item or operation
 * @param bytes allocated by all threads, an item or operation
 * @param heapMb growth of the heap's peak
 */
record Sample(double value, double cpuNs, double bytes, double heapMb) {
  private static final String MARK = "sample ";

  Sample(double value, double cpuNs, double bytes) {
    this(value, cpuNs, bytes, Double.NaN);
  }

  /** The median of each figure by itself. */
  static Sample median(List<Sample> samples) {
    return new Sample(
        median(samples, Sample::value),
        median(samples, Sample::cpuNs),
        median(samples, Sample::bytes),
        median(samples, Sample::heapMb));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Stats.median(samples.stream().mapToDouble(figure).toArray());
  }

  /** One line, from a measuring JVM to its parent. */
  String print() {
    return MARK + value + " " + cpuNs + " " + bytes + " " + heapMb;
  }

  static boolean isPrinted(String line) {
    return line.startsWith(MARK);
  }

  static Sample parse(String line) {
    String[] words = line.substring(MARK.length()).split(" ", -1);
    return new Sample(
        Double.parseDouble(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]));
  }
}
